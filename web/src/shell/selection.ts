import { useCallback, useSyncExternalStore } from "react";

const PREFIX = "#/campaigns/";
const HUB = "#/hub";

function subscribe(changed: () => void): () => void {
  window.addEventListener("hashchange", changed);
  return () => window.removeEventListener("hashchange", changed);
}

const read = (): string => window.location.hash;

/** The page's address from its `#` on. */
export const useAddress = (): string => useSyncExternalStore(subscribe, read);

function campaignIn(hash: string): string | null {
  // What of the campaign is shown may stand behind its id.
  return hash.startsWith(PREFIX) ? (hash.slice(PREFIX.length).split("/")[0] ?? null) : null;
}

/** Whether the address names what of a campaign is to be shown, as a link to a project does. */
export const namesPart = (): boolean => window.location.hash.split("/").length > 3;

/** Where a campaign is shown. */
export const addressOf = (id: string): string => PREFIX + id;

/** The chosen campaign's id lives in the address, so that a reload, a link and the back button keep it. */
export function useSelection(): [string | null, (id: string | null) => void] {
  const selected = campaignIn(useAddress());
  const select = useCallback((id: string | null) => {
    window.location.hash = id ? addressOf(id) : "";
  }, []);
  return [selected, select];
}

/** Whether the hub is shown in the place of a campaign: also a matter of the address. */
export function useHub(): [boolean, () => void] {
  const open = useAddress() === HUB;
  const show = useCallback(() => {
    window.location.hash = HUB;
  }, []);
  return [open, show];
}
