import type { State } from "./line";

/** What each state of the line says to the person before it; a trouble says how to mend it. */
export const STATES: Record<State, string> = {
  idle: "",
  asking: "Please allow the microphone in your browser.",
  connecting: "Connecting…",
  live: "You are on the line. Just talk.",
  reconnecting: "The line broke. Connecting again…",
  ended: "The call has ended. The draft is kept.",
  "no-permission":
    "The microphone is not allowed for this page. Allow it in the browser's address bar, then call again.",
  "no-device": "No microphone was found. Plug one in, or type instead.",
  busy: "All lines are busy right now. Please try again in a few minutes, or type instead.",
  "signed-out": "You are signed out. Sign in again, then call.",
  lost: "Drumbeat cannot be reached by voice. Typing may still work.",
  refused: "This conversation cannot be taken up by voice. Start a new one.",
};

export const isUp = (state: State): boolean => ["connecting", "live", "reconnecting"].includes(state);
