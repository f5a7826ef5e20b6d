import { useMemo } from "react";
import { addressOf, useAddress } from "../shell/selection";

/** What of a campaign's projects is shown in place of the campaign. */
export type Place = { open: string } | { compare: string[] } | null;

/** In the address, behind the campaign's id, so that a reload, a link and the back button keep it. */
export function useProjectPlace(campaign: string): Place {
  const address = useAddress();
  return useMemo(() => placeOf(address, campaign), [address, campaign]);
}

function placeOf(address: string, campaign: string): Place {
  const [, , at, what, which] = address.split("/");
  if (at !== campaign || !which) return null;
  if (what === "projects") return { open: which };
  return what === "compare" ? { compare: which.split(",") } : null;
}

export const projectAddress = (campaign: string, project: string): string =>
  `${addressOf(campaign)}/projects/${project}`;

export const compareAddress = (campaign: string, projects: string[]): string =>
  `${addressOf(campaign)}/compare/${projects.join(",")}`;
