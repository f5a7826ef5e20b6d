import { type RefObject, useEffect } from "react";

/** Gives the focus to `rest` when what had it inside `area` went away with an act, instead of to nobody. */
export function useKeptFocus(area: RefObject<HTMLElement | null>, rest: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const watched = area.current;
    if (!watched) return;
    let last: EventTarget | null = null;
    const note = (event: FocusEvent): void => {
      last = event.target;
    };
    const watcher = new MutationObserver(() => {
      if (document.activeElement !== document.body || !(last instanceof HTMLElement)) return;
      if (last.isConnected) return;
      last = null;
      rest.current?.focus({ preventScroll: true });
    });
    watched.addEventListener("focusin", note);
    watcher.observe(watched, { childList: true, subtree: true });
    return () => {
      watched.removeEventListener("focusin", note);
      watcher.disconnect();
    };
  }, [area, rest]);
}

let left: string | null = null;

/** The project that was left last; its line in the list takes the focus. */
export const leave = (project: string): void => {
  left = project;
};

export function takeLeft(): string | null {
  const project = left;
  left = null;
  return project;
}
