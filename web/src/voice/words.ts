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
    "The microphone is not allowed for this page. Allow it in the browser's address bar and call again, or type instead.",
  "no-device": "No microphone was found. Plug one in and call again, or type instead.",
  "in-use": "The microphone is in use by another program. Close that one and call again, or type instead.",
  insecure: "Browsers allow a microphone on https pages only. You can type instead.",
  busy: "All lines are busy right now. Please try again in a few minutes, or type instead.",
  "signed-out": "You are signed out. Sign in again, then call.",
  offline: "You are offline. Nothing is lost: when the network is back, call again.",
  lost: "Drumbeat cannot be reached by voice. Call again in a moment; typing may still work.",
  refused: "This conversation cannot be taken up by voice. Start a new one.",
};

export const BACK_ONLINE = "The network is back. Call again to go on where you were.";
export const MUTED = "You are muted.";
export const CHANGED_DEVICE = "That microphone is gone; another one is in use.";
export const NO_REPLY = "That could not be sent. Your words are still in the box: try again.";
/** On another site's page nobody signs in at Drumbeat. */
export const TOKEN_OVER = "This page's leave to call has run out. Reload the page, then call again.";

const PLAIN: State[] = ["idle", "asking", "connecting", "live", "reconnecting", "ended"];

export const isUp = (state: State): boolean => ["connecting", "live", "reconnecting"].includes(state);
export const isTrouble = (state: State): boolean => !PLAIN.includes(state);
