import type { Made } from "./units";
import { decisionWords, verdictWords } from "./words";

const TONE = { "": "", approved: "badge-completed", rejected: "badge-failed" };

/** What the owner decided about this version, and what the review said of it. */
export function Judgement({ made }: { made: Made }) {
  const { verdict } = made.face;
  return (
    <section aria-label="Verdict">
      <p>
        <span className={`badge ${TONE[made.face.decision]}`}>{decisionWords(made.face)}</span>
      </p>
      {made.face.reason && <p>“{made.face.reason}”</p>}
      <p className={verdict && !verdict.passed ? "verdict-bad" : "quiet"}>{verdictWords(verdict)}</p>
      {verdict && verdict.reasons.length > 0 && (
        <ul className="reasons">
          {verdict.reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      )}
    </section>
  );
}
