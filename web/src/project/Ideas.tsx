import { ActButton } from "./ActButton";
import type { Bench, Purchase } from "./bench";
import { Direction } from "./Direction";
import { acts } from "./doing";
import { Editable } from "./Editable";
import type { Concept, Project } from "./types";
import { pieceName } from "./words";

/** Three ideas side by side: one is taken, or three others are asked for. */
export function Ideas({ bench }: { bench: Bench }) {
  const { project } = bench;
  const editable = project.legal.includes("edit");
  const next = nextOf(project);
  return (
    <>
      {project.concepts.length === 0 && project.status === "draft" && (
        <p>Nothing has been thought of yet. The first three ideas are free.</p>
      )}
      {project.concepts.length > 0 && (
        <ul className="concepts">
          {project.concepts.map((concept) => (
            <li key={concept.number}>
              <ConceptCard bench={bench} concept={concept} editable={editable} />
            </li>
          ))}
        </ul>
      )}
      {project.prices.ideas !== undefined && <Direction bench={bench} />}
      {editable && project.concepts.length > 0 && project.chosen === null && (
        <p className="quiet">Choose one of the ideas to go on.</p>
      )}
      <div className="command-row">
        {next && <ActButton bench={bench} purchase={next} main />}
        {project.prices.ideas !== undefined && (
          <ActButton
            bench={bench}
            purchase={reroll(project, project.prices.ideas)}
            main={project.concepts.length === 0}
          />
        )}
      </div>
    </>
  );
}

function reroll(project: Project, price: number): Purchase {
  const again = project.concepts.length > 0;
  return {
    label: again ? "Three other ideas" : "Think of three ideas",
    says: again ? "These three give way to three others." : "Three ideas to choose from.",
    price,
    deed: () => acts.ideas(project),
  };
}

/** What follows once an idea is taken: a film is written first, everything else is made. */
function nextOf(project: Project): Purchase | null {
  const taken = project.concepts[(project.chosen ?? 0) - 1];
  if (!taken) return null;
  const { script, render } = project.prices;
  if (project.kind === "video") {
    if (script === undefined) return null;
    const anew = project.script ? " It takes the place of the script that there is." : "";
    const says = `The script of “${taken.title}” is written.${anew}`;
    return { label: "Write the script", says, price: script, deed: () => acts.script(project) };
  }
  if (render === undefined) return null;
  const again = project.output.length > 0 ? " The one before is kept as an earlier version." : "";
  return {
    label: `Make the ${pieceName(project.kind)}`,
    says: `“${taken.title}” is made.${again}`,
    price: render,
    deed: () => acts.render(project),
  };
}

interface CardProps {
  bench: Bench;
  concept: Concept;
  editable: boolean;
}

function ConceptCard({ bench, concept, editable }: CardProps) {
  const { number, title } = concept;
  const taken = bench.project.chosen === number;
  const choose: Purchase = {
    label: "Choose",
    says: "",
    price: 0,
    stays: true,
    deed: () => acts.edit(bench.project, { chosen: number }),
  };
  return (
    <article className="concept card" aria-label={`Idea ${number}: ${title}`}>
      <Editable
        what={`idea ${number}`}
        open={editable}
        fields={[
          { name: "title", label: "Title", value: title },
          { name: "hook", label: "First words", value: concept.hook, long: true },
          { name: "narrative", label: "Story", value: concept.narrative, long: true },
          { name: "visuals", label: "Picture", value: concept.visuals, long: true },
          { name: "sound", label: "Sound", value: concept.sound, long: true },
        ]}
        onSave={(changed) => bench.edit({ concepts: [{ number, ...changed }] })}
        beside={
          <button
            type="button"
            className="small take"
            aria-pressed={taken}
            aria-label={`${taken ? "Chosen" : "Choose"}: idea ${number}, ${title}`}
            aria-disabled={!editable || bench.busy}
            onClick={() => editable && !bench.busy && !taken && bench.ask(choose)}
          >
            {taken ? "✓ Chosen" : "Choose"}
          </button>
        }
      >
        <h3>
          <span className="quiet">{number}</span> {title}
        </h3>
        <p className="hook">“{concept.hook}”</p>
        <dl className="facets">
          <dt>Story</dt>
          <dd>{concept.narrative}</dd>
          <dt>Picture</dt>
          <dd>{concept.visuals}</dd>
          <dt>Sound</dt>
          <dd>{concept.sound}</dd>
        </dl>
      </Editable>
    </article>
  );
}
