import { queryOptions } from "@tanstack/react-query";
import { get } from "../api/client";
import { keys, whole } from "../api/queries";
import type { KindPrices, Project } from "./types";

/** Most that the server puts on one page of projects. */
const PAGE = "100";

/** Beneath the campaign's key, so that the campaign's events refresh them. */
export const projects = (campaign: string) =>
  queryOptions({
    queryKey: [...keys.campaign(campaign), "projects"],
    queryFn: () => whole<Project>(`/campaigns/${campaign}/projects`, { limit: PAGE }),
  });

export const kinds = queryOptions({
  queryKey: ["project-kinds"],
  queryFn: async () => (await get<{ kinds: KindPrices[] }>("/projects/kinds")).kinds,
});
