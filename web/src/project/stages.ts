import type { Part, Project, Status } from "./types";
import { kindName } from "./words";

export type Stage = "ideas" | "script" | "scenes" | "film";

const FILM: Stage[] = ["ideas", "script", "scenes", "film"];
const PIECE: Stage[] = ["ideas", "film"];
const NAMES: Record<Stage, string> = { ideas: "Ideas", script: "Script", scenes: "Scenes", film: "Film" };

const AT: Partial<Record<Status, Stage>> = {
  draft: "ideas",
  generating_ideas: "ideas",
  ideas_ready: "ideas",
  generating_script: "script",
  script_ready: "script",
  generating_scenes: "scenes",
  scenes_ready: "scenes",
};

export const stagesOf = (project: Project): Stage[] => (project.kind === "video" ? FILM : PIECE);

export const stageName = (project: Project, stage: Stage): string =>
  stage === "film" && project.kind !== "video" ? kindName(project.kind) : NAMES[stage];

/** Where the project stands; a stopped one stands where it stopped. */
export function stageAt(project: Project): Stage {
  const status = project.status === "failed" ? (project.error?.stage ?? "generating") : project.status;
  return AT[status] ?? "film";
}

/** Whether there is anything to see of the stage. */
export function reached(project: Project, stage: Stage): boolean {
  const there: Record<Stage, boolean> = {
    ideas: true,
    script: project.script !== null,
    scenes: project.scenes.length > 0,
    film: project.output.length > 0,
  };
  return there[stage] || stage === stageAt(project);
}

const MAKING: Status[] = ["generating", "rendering", "stitching"];

/** The parts of the newest making: they are planned together, as one round. */
export function makingParts(project: Project): Part[] {
  const parts = project.parts.filter((part) => MAKING.includes(part.stage));
  const newest = Math.max(0, ...parts.map((part) => part.round));
  return parts.filter((part) => part.round === newest);
}

/** The newest piece of work on a scene. */
export function filming(project: Project, scene: number): Part | undefined {
  return project.parts
    .filter((part) => part.stage === "generating" && part.index === scene)
    .sort((a, b) => b.round - a.round)[0];
}
