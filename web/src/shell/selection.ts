import { useCallback, useSyncExternalStore } from "react";

const PREFIX = "#/campaigns/";

function subscribe(changed: () => void): () => void {
  window.addEventListener("hashchange", changed);
  return () => window.removeEventListener("hashchange", changed);
}

function read(): string | null {
  const { hash } = window.location;
  // What of the campaign is shown may stand behind its id.
  return hash.startsWith(PREFIX) ? (hash.slice(PREFIX.length).split("/")[0] ?? null) : null;
}

/** The chosen campaign's id lives in the address, so that a reload, a link and the back button keep it. */
export function useSelection(): [string | null, (id: string | null) => void] {
  const selected = useSyncExternalStore(subscribe, read);
  const select = useCallback((id: string | null) => {
    window.location.hash = id ? PREFIX + id : "";
  }, []);
  return [selected, select];
}
