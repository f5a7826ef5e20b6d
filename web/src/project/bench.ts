import type { Deed } from "./doing";
import type { Project } from "./types";

/** Something that can be asked for, and what it costs. */
export interface Purchase {
  label: string;
  /** What is done for the price. */
  says: string;
  /** Credits. */
  price: number;
  deed: Deed;
  /** Whoever asked for it stays at the stage that they look at. */
  stays?: boolean;
}

/** What a panel is given: the project, whether an act is under way, and a way to ask for one. */
export interface Bench {
  project: Project;
  busy: boolean;
  /** Does what is free at once; what costs is asked about first. */
  ask: (purchase: Purchase) => void;
  /** An edit by hand; throws the server's refusal. */
  edit: (change: object) => Promise<unknown>;
}
