import type { Verdict } from "../api/types";

/** The JSON of `/projects`, as `api/projects.py` writes it. */

export type Kind = "video" | "banner" | "flyer" | "jingle" | "image";

export type Status =
  | "draft"
  | "generating_ideas"
  | "ideas_ready"
  | "generating_script"
  | "script_ready"
  | "generating_scenes"
  | "scenes_ready"
  | "generating"
  | "rendering"
  | "stitching"
  | "completed"
  | "failed";

export interface Concept {
  number: number;
  title: string;
  /** The first words that a viewer sees or hears. */
  hook: string;
  narrative: string;
  visuals: string;
  sound: string;
}

export interface Scene {
  number: number;
  seconds: number;
  says: string;
  shows: string;
  visual: string;
  transition: string;
}

export interface Script {
  title: string;
  scenes: Scene[];
  music: string;
  call_to_action: string;
}

export interface Stop {
  stage: Status;
  /** What a person calls it: "scene 2". */
  step?: string;
  cause: string;
  mend: string;
}

/** A piece of work; `index` is a scene's number while `stage` is "generating". */
export interface Part {
  id: string;
  stage: Status;
  index: number;
  round: number;
  credits: number;
  status: "pending" | "active" | "completed" | "failed" | "paused";
  error: Stop | null;
}

/** What a player or a picture frame needs of a file. */
export interface Piece {
  id: string;
  name: string;
  mime: string;
  size: number;
  content: string;
}

export interface ProjectFile extends Piece {
  stage: Status;
  part: number;
  provenance: Record<string, unknown>;
}

export type Action = "ideas" | "script" | "scenes" | "render" | "retry";

export interface Project {
  id: string;
  campaign_id: string;
  number: number;
  kind: Kind;
  title: string;
  status: Status;
  direction: Record<string, string | string[] | null>;
  concepts: Concept[];
  chosen: number | null;
  script: Script | null;
  scenes: Scene[];
  parts: Part[];
  files: ProjectFile[];
  output: ProjectFile[];
  /** Ids of the finished piece's files among the campaign's assets. */
  assets: string[];
  verdict: Verdict | null;
  spent: number;
  /** Credits of what may be asked for now. */
  prices: Partial<Record<Action, number>>;
  legal: string[];
  to_film: number[];
  error: Stop | null;
  version: number;
  created_at: string;
  updated_at: string;
}

export interface KindPrices {
  kind: Kind;
  prices: Record<string, number>;
  /** Credits of one scene, by resolution. */
  scene: Record<string, number>;
  /** The fewest and the most scenes; empty for a kind without. */
  scenes: number[];
}
