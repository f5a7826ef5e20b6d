import { dateWords } from "../words";
import type { Made } from "./units";
import { originWords } from "./words";

interface Props {
  versions: Made[];
  shown: Made;
  onLook: (version: number) => void;
}

/** Every version, the newest first; a click shows one. */
export function History({ versions, shown, onLook }: Props) {
  return (
    <section aria-labelledby="versions">
      <h3 id="versions">Versions</h3>
      <ol className="history">
        {versions.map((made) => (
          <li key={made.version}>
            <button
              type="button"
              className="list-item"
              aria-current={made.version === shown.version || undefined}
              onClick={() => onLook(made.version)}
            >
              <span>
                <strong>Version {made.version}</strong>{" "}
                <span className="quiet tiny">{dateWords(made.face.created_at)}</span>
              </span>
              <span className="quiet tiny">{originWords(made.face)}</span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}
