import type { Verdict } from "../api/types";

/** What the review said of a finished piece. */
export function Review({ verdict }: { verdict: Verdict }) {
  return (
    <div className={verdict.passed ? "review" : "review review-failed"}>
      <p>
        <strong>{verdictWords(verdict)}</strong>
      </p>
      {verdict.reasons.length > 0 && (
        <ul>
          {verdict.reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

export function verdictWords(verdict: Verdict): string {
  const score = `${Math.round(100 * verdict.score)} of 100`;
  return verdict.passed ? `Passed the review: ${score}` : `Did not pass the review: ${score}`;
}
