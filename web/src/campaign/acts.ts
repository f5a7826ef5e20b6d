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
  /** The price is shown first. */
  priced?: boolean;
  /** Asked before it is done. Without it or a price, the act is done at a click. */
  question?: string;
}

export const ACTS: Record<Act, ActWords> = {
  run: { label: "Run", main: true, priced: true },
  pause: { label: "Pause", main: true },
  resume: { label: "Resume", main: true, priced: true },
  restart: { label: "Restart", main: true, priced: true },
  cancel: {
    label: "Cancel the run",
    question: "The run stops and the campaign goes back to ready. What was made is kept.",
  },
  archive: { label: "Archive" },
  unarchive: { label: "Bring back", main: true },
  duplicate: { label: "Duplicate" },
  delete: { label: "Delete", question: "The draft is deleted for good." },
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
