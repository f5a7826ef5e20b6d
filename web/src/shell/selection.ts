import { useCallback, useSyncExternalStore } from "react";

const PREFIX = "#/campaigns/";
const HUB = "#/hub";

function subscribe(changed: () => void): () => void {
  window.addEventListener("hashchange", changed);
  return () => window.removeEventListener("hashchange", changed);
}

function read(): string | null {
  const { hash } = window.location;
  // What of the campaign is shown may stand behind its id.
  return hash.startsWith(PREFIX) ? (hash.slice(PREFIX.length).split("/")[0] ?? null) : null;
}

/** Whether the address names what of a campaign is to be shown, as a link to a project does. */
export const namesPart = (): boolean => window.location.hash.split("/").length > 3;

/** Where a campaign is shown. */
export const addressOf = (id: string): string => PREFIX + id;

/** The chosen campaign's id lives in the address, so that a reload, a link and the back button keep it. */
export function useSelection(): [string | null, (id: string | null) => void] {
  const selected = useSyncExternalStore(subscribe, read);
  const select = useCallback((id: string | null) => {
    window.location.hash = id ? addressOf(id) : "";
  }, []);
  return [selected, select];
}

/** Whether the hub is shown in the place of a campaign: also a matter of the address. */
export function useHub(): [boolean, () => void] {
  const open = useSyncExternalStore(subscribe, () => window.location.hash === HUB);
  const show = useCallback(() => {
    window.location.hash = HUB;
  }, []);
  return [open, show];
}
