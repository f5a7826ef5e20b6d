import { creditWords, join, typeName } from "../words";
import type { Kind, KindPrices, Part, Project, Status } from "./types";

const STATUSES: Record<Status, string> = {
  draft: "Draft",
  generating_ideas: "Thinking",
  ideas_ready: "Ideas ready",
  generating_script: "Writing",
  script_ready: "Script ready",
  generating_scenes: "Planning scenes",
  scenes_ready: "Scenes ready",
  generating: "Filming",
  rendering: "Speaking",
  stitching: "Cutting",
  completed: "Finished",
  failed: "Stopped",
};

const WORK: Partial<Record<Status, string>> = {
  generating_ideas: "Drumbeat thinks of three ideas.",
  generating_script: "Drumbeat writes the script.",
  generating_scenes: "Drumbeat plans what is to be seen.",
  generating: "Drumbeat films the scenes.",
  rendering: "Drumbeat speaks the text.",
  stitching: "Drumbeat cuts the film.",
};

/** The dashboard's colours of a campaign's status, for a project's. */
const TONES: Partial<Record<Status, string>> = { draft: "draft", completed: "completed", failed: "failed" };

const FORMATS: Record<string, string> = { "9:16": "Portrait", "1:1": "Square", "16:9": "Landscape" };

const PARTS: Record<Part["status"], string> = {
  pending: "Waiting",
  active: "Being filmed",
  completed: "Filmed",
  failed: "Stopped",
  paused: "Waiting",
};

export const kindName = (kind: Kind): string => typeName(kind);

/** "the film", "the banner": what comes out in the end. */
export const pieceName = (kind: Kind): string => (kind === "video" ? "film" : kind);

export const projectName = (project: Project): string =>
  project.title || `${kindName(project.kind)} ${project.number}`;

export const working = (status: Status): boolean =>
  status.startsWith("generating") || status === "rendering" || status === "stitching";

export const toneOf = (status: Status): string => TONES[status] ?? (working(status) ? "running" : "ready");

export function statusName(project: Project): string {
  if (project.status === "generating" && project.kind !== "video") return "Being made";
  return STATUSES[project.status];
}

/** A sentence while it is being worked on. */
export function workName(project: Project): string {
  if (project.status === "generating" && project.kind !== "video")
    return `Drumbeat makes the ${project.kind}.`;
  return WORK[project.status] ?? "";
}

export const partName = (part: Part): string => PARTS[part.status];

export const priceWords = (credits: number): string => (credits === 0 ? "free" : creditWords(credits));

export function formatWords(project: Project): string {
  if (project.kind !== "video") return "";
  const { aspect, resolution } = project.direction;
  return `${FORMATS[String(aspect)] ?? aspect}, ${resolution}`;
}

export const formatName = (aspect: string): string => `${FORMATS[aspect] ?? ""} ${aspect}`.trim();

export function secondsWords(seconds: number): string {
  return seconds >= 60
    ? `${Math.floor(seconds / 60)}:${String(Math.round(seconds % 60)).padStart(2, "0")} min`
    : `${Number(seconds.toFixed(1))} s`;
}

/** How long the film is, or is planned to be; null for what has no length. */
export function lengthOf(project: Project): number | null {
  const told = project.output[0]?.provenance.seconds;
  if (typeof told === "number") return told;
  const scenes = project.scenes.length > 0 ? project.scenes : (project.script?.scenes ?? []);
  return scenes.length > 0 ? scenes.reduce((sum, scene) => sum + scene.seconds, 0) : null;
}

/** What a new project will cost, said before there is one. */
export function costWords(told: KindPrices, resolution: string): string {
  const each = told.scene[resolution];
  const { prices } = told;
  const [fewest = 0, most = 0] = told.scenes;
  if (each === undefined) {
    return `The ideas are free. Making the ${told.kind} costs ${creditWords(prices.render ?? 0)}.`;
  }
  const fixed = (prices.script ?? 0) + (prices.voice ?? 0) + (prices.stitch ?? 0);
  const parts = [
    `the script ${creditWords(prices.script ?? 0)}`,
    `each of ${fewest} to ${most} scenes ${each}`,
    `the voice ${prices.voice}`,
    `the cut ${prices.stitch}`,
  ];
  const whole = `${fixed + fewest * each} to ${fixed + most * each} in all`;
  return `The ideas are free; ${join(parts)}: ${whole}. You are asked before anything is spent.`;
}
