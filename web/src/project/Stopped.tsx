import { capital } from "../words";
import { ActButton } from "./ActButton";
import type { Bench } from "./bench";
import { acts } from "./doing";

/** What went wrong, what mends it, and the way on. */
export function Stopped({ bench }: { bench: Bench }) {
  const { project } = bench;
  const { error } = project;
  if (!error) return null;
  const retry = project.status === "failed" ? project.prices.retry : undefined;
  return (
    <div className="trouble stopped" role="alert">
      <p>
        <strong>{capital(error.step || "The work")} stopped:</strong> {error.cause}. {sentence(error.mend)}
      </p>
      {retry !== undefined && (
        <ActButton
          bench={bench}
          purchase={{
            label: "Try again",
            says: "Goes on where it stopped. What is made is neither made nor paid again.",
            price: retry,
            deed: () => acts.retry(project),
          }}
        />
      )}
    </div>
  );
}

const sentence = (words: string): string => words && `${capital(words.replace(/\.$/, ""))}.`;
