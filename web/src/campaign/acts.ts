import type { Campaign, CampaignStatus } from "../api/types";

export type Act =
  | "run"
  | "pause"
  | "resume"
  | "restart"
  | "cancel"
  | "archive"
  | "unarchive"
  | "duplicate"
  | "delete";

interface ActWords {
  label: string;
  main?: boolean;
  /** `price` shows the estimate first, `sure` asks once more; without it the act is done at a click. */
  asks?: "price" | "sure";
  question?: string;
}

export const ACTS: Record<Act, ActWords> = {
  run: { label: "Run", main: true, asks: "price" },
  pause: { label: "Pause", main: true },
  resume: { label: "Resume", main: true, asks: "price" },
  restart: { label: "Restart", main: true, asks: "price" },
  cancel: {
    label: "Cancel the run",
    asks: "sure",
    question: "The run stops and the campaign goes back to ready. What was made is kept.",
  },
  archive: { label: "Archive" },
  unarchive: { label: "Bring back", main: true },
  duplicate: { label: "Duplicate" },
  delete: { label: "Delete", asks: "sure", question: "The draft is deleted for good." },
};

/** The buttons of each status. The server decides; an act that it refuses is answered with the legal ones. */
const BY_STATUS: Record<CampaignStatus, Act[]> = {
  draft: ["run", "duplicate", "archive", "delete"],
  ready: ["run", "duplicate", "archive"],
  running: ["pause", "cancel", "duplicate"],
  paused: ["resume", "cancel", "duplicate", "archive"],
  completed: ["duplicate", "archive"],
  failed: ["restart", "duplicate", "archive"],
  archived: ["unarchive", "duplicate"],
};

export function legalActs(campaign: Campaign): Act[] {
  const owing = campaign.deliverables.some((item) => item.completed < item.quantity);
  const runnable = owing && campaign.missing.length === 0;
  return BY_STATUS[campaign.status].filter((act) => act !== "run" || runnable);
}
