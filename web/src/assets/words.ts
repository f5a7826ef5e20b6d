import type { Asset, Verdict } from "../api/types";
import { capital } from "../words";
import type { Made } from "./units";

/** How a version came about. */
export function originWords(asset: Asset): string {
  const by = asset.made_by ? ` by ${asset.made_by}` : "";
  switch (asset.origin) {
    case "remake":
      return asset.note ? `Made again: “${asset.note}”` : "Made again";
    case "edit":
      return `Edited${by}`;
    case "restore":
      return `${asset.note === "" ? "An older one" : asset.note.replace("version", "Version")} brought back${by}`;
    case "project":
      return `Made by project ${asset.unit}`;
    default:
      return "Made by the run";
  }
}

/** The maker's signature in words: "embedded-writer" is one of ours, a model is named. */
export function makerWords(asset: Asset): string {
  const { maker, model } = asset.provenance;
  if (asset.provenance.edited_by) return `${asset.provenance.edited_by}, by hand`;
  const name = typeof maker === "string" ? maker.replaceAll("-", " ") : "";
  if (typeof model === "string" && model) return name ? `${model} (${name})` : model;
  return name.startsWith("embedded") ? `The ${name}, without a model` : name;
}

/** The titles of the knowledge that it quotes. */
export function sourcesOf(asset: Asset): string[] {
  const { sources } = asset.provenance;
  if (!Array.isArray(sources)) return [];
  return sources.flatMap((each: { title?: unknown; source?: unknown }) => {
    const named = each.title || each.source;
    return typeof named === "string" ? [named] : [];
  });
}

export function verdictWords(verdict: Verdict | null): string {
  if (!verdict) return "It was not reviewed.";
  const score = `${Math.round(verdict.score * 100)} of 100`;
  return verdict.passed ? `The review passed it: ${score}.` : `The review asks for changes: ${score}.`;
}

export function decisionWords({ decision, decided_by }: Asset): string {
  if (!decision) return "Not decided yet";
  return capital(decided_by ? `${decision} by ${decided_by}` : decision);
}

const WRITTEN = ["research", "plan", "blog_post", "social_posts", "email_nurture"];

/** Whether its words can be edited by hand; the others are drawn or played. */
export const isWritten = (made: Made): boolean => made.project === null && WRITTEN.includes(made.type);
