import { Bar } from "../campaign/Bar";
import { ActButton } from "./ActButton";
import type { Bench } from "./bench";
import { acts } from "./doing";
import { Finished } from "./Finished";
import { filmIt } from "./Scenes";
import { makingParts, stageAt } from "./stages";
import type { Part, Project } from "./types";
import { pieceName, working } from "./words";

/** The finished piece in all its versions, and the making of the next. */
export function Film({ bench }: { bench: Bench }) {
  const { project } = bench;
  const making = stageAt(project) === "film" && (working(project.status) || project.status === "failed");
  return (
    <>
      {making && <Making project={project} />}
      {project.assets.length > 0 && <Finished project={project} />}
      <Next bench={bench} />
    </>
  );
}

function Next({ bench }: { bench: Bench }) {
  const { project } = bench;
  const price = project.prices.render;
  if (price === undefined) return null;
  const piece = pieceName(project.kind);
  const again =
    project.kind === "video"
      ? filmIt(project, price)
      : {
          label: project.output.length > 0 ? `Make the ${piece} again` : `Make the ${piece}`,
          says: "It is made anew from the idea that was chosen. The one before is kept as an earlier version.",
          price,
          deed: () => acts.render(project),
        };
  return (
    <div className="command-row">
      <ActButton bench={bench} purchase={again} main={project.output.length === 0} />
    </div>
  );
}

/** Each piece of work that the film is made of, and how far it is. */
function Making({ project }: { project: Project }) {
  const parts = makingParts(project);
  if (parts.length === 0) return null;
  const done = parts.filter((part) => part.status === "completed").length;
  return (
    <div className="making card">
      <Bar
        percent={(100 * done) / parts.length}
        label={`The ${pieceName(project.kind)} is being made`}
        tone={project.status === "failed" ? "failed" : ""}
      />
      <ul className="making-parts">
        {parts.map((part) => (
          <li key={part.id} className={`making-part step-${part.status}`}>
            <span className="step-mark" aria-hidden="true" />
            {nameOf(project, part)} <span className="quiet tiny">{DOING[part.status]}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

const DOING: Record<Part["status"], string> = {
  pending: "to come",
  active: "in hand",
  completed: "done",
  failed: "stopped",
  paused: "to come",
};

function nameOf(project: Project, part: Part): string {
  if (part.stage === "rendering") return "Voice";
  if (part.stage === "stitching") return "Cut and captions";
  return project.kind === "video" ? `Scene ${part.index}` : `The ${project.kind}`;
}
