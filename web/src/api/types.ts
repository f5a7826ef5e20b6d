/** The JSON of the outer interface, as `api/schemas.py` and its neighbours write it. */

export type CampaignStatus = "draft" | "ready" | "running" | "paused" | "completed" | "failed" | "archived";

export interface Me {
  name: string;
  role: "owner" | "admin" | "member";
  workspace: string;
  timezone: string;
}

export interface Deliverable {
  type: string;
  quantity: number;
  status: string;
  completed: number;
  failed: number;
}

export interface Slot {
  status: "empty" | "heard" | "confirmed";
  /** The words that filled it. */
  evidence: string;
}

export interface RunError {
  step: string;
  cause: string;
  mend: string;
}

export interface Campaign {
  id: string;
  name: string;
  topic: string;
  objective: string;
  channels: string[];
  strategy: { audience: string; messaging: string; goals: string };
  awareness_stage: string | null;
  deliverables: Deliverable[];
  products: string[];
  deadline: string;
  status: CampaignStatus;
  missing: string[];
  slots: Record<string, Slot>;
  estimate: { credits: number; balance: number };
  error: RunError | null;
  created_at: string;
  updated_at: string;
  source: string;
}

export interface Share {
  id: string;
  /** Null for a share of the whole campaign. */
  asset_id: string | null;
  expires_at: string;
  views: number;
  active: boolean;
  /** Only in the answer that made it. */
  url?: string;
}

export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}

export interface Estimate {
  credits: number;
  balance: number;
  /** Credits missing; 0 when the balance covers it. */
  short: number;
  lines: { type: string; quantity: number; unit_price: number; credits: number }[];
}

export interface Progress {
  status: CampaignStatus;
  percent: number;
  active: { type: string; unit: number; of: number; started_at: string | null }[];
  eta_seconds: number | null;
  spent: number;
  error: RunError | null;
  /** The sentence that the agent would say. */
  spoken: string;
}

export interface Asset {
  id: string;
  campaign_id: string;
  type: string;
  unit: number;
  kind: string;
  title: string;
  name: string;
  mime: string;
  size: number;
  sha256: string;
  version: number;
  latest: boolean;
  /** The project that finished it; its number is `unit` then. */
  project_id: string | null;
  origin: "run" | "project" | "remake" | "edit" | "restore";
  /** What a remake was asked for. */
  note: string;
  made_by: string;
  verdict: Verdict | null;
  decision: "" | "approved" | "rejected";
  reason: string;
  decided_by: string;
  provenance: Record<string, unknown>;
  created_at: string;
  /** Address of the file itself. */
  content: string;
}

/** A review; `score` is 0 to 1, `reasons` say what to mend. */
export interface Verdict {
  passed: boolean;
  score: number;
  reasons: string[];
  reviewer: string;
}

export interface WholeAsset extends Asset {
  text: string;
  /** What making the version cost; null for a project's. */
  credits: number | null;
}

export interface Remake {
  id: string;
  type: string;
  unit: number;
  note: string;
  /** False when the maker understands nothing in the note. */
  note_followed: boolean;
  credits: number;
  status: "pending" | "active" | "completed" | "failed";
  version: number | null;
  error: RunError | null;
  created_at: string;
}

export interface Opened {
  id: string;
  reply: string;
  ended: boolean;
}

export interface Replied {
  reply: string;
  actions: { tool: string; arguments: Record<string, unknown>; result: Record<string, unknown> }[];
  campaign_id: string | null;
  ended: boolean;
}

export interface ConversationRecord {
  id: string;
  campaign_id: string | null;
  ended_at: string | null;
  turns: { position: number; speaker: string; text: string }[];
}

/** RFC 9457 */
export interface ProblemDocument {
  title: string;
  status: number;
  detail: string;
  legal?: string[];
}
