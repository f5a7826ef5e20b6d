import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { wholeAsset } from "../api/queries";
import { creditWords, join, timeWords } from "../words";
import type { Made } from "./units";
import { makerWords, originWords, sourcesOf } from "./words";

/** Where this version is from: who or what made it, when, for how much, and from what. */
export function Origin({ made }: { made: Made }) {
  const { face } = made;
  const whole = useQuery(wholeAsset(face.id));
  const sources = sourcesOf(face);
  return (
    <section aria-labelledby="origin">
      <h3 id="origin">How it came about</h3>
      <dl className="origin">
        <Row name="How">{originWords(face)}</Row>
        <Row name="Made by">{makerWords(face)}</Row>
        <Row name="When">{timeWords(face.created_at)}</Row>
        <Row name="Cost">{whole.data ? costWords(whole.data.credits) : (whole.error?.message ?? "…")}</Row>
        <Row name="Sources">{sources.length > 0 && join(sources)}</Row>
        <Row name="SHA-256">
          <code>{made.main.sha256.slice(0, 12)}…</code>
        </Row>
      </dl>
    </section>
  );
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  if (!children) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function costWords(credits: number | null): string {
  if (credits === null) return "Paid for with its project";
  return credits === 0 ? "Nothing" : creditWords(credits);
}
