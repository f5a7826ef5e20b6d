import { reached, type Stage, stageAt, stageName, stagesOf } from "./stages";
import type { Project } from "./types";
import { working } from "./words";

interface Props {
  project: Project;
  shown: Stage;
  onShow: (stage: Stage) => void;
}

/** Where the project stands; a stage that was reached can be looked at again. */
export function StageBar({ project, shown, onShow }: Props) {
  const stages = stagesOf(project);
  const at = stages.indexOf(stageAt(project));
  return (
    <ol className="stages" aria-label="Stages">
      {stages.map((stage, place) => (
        <li key={stage} className={`step-${stateOf(project, place, at)}`}>
          <button
            type="button"
            disabled={!reached(project, stage)}
            aria-current={place === at ? "step" : undefined}
            aria-pressed={stage === shown}
            onClick={() => onShow(stage)}
          >
            <span className="step-mark" aria-hidden="true" />
            {stageName(project, stage)}
          </button>
        </li>
      ))}
    </ol>
  );
}

function stateOf(project: Project, place: number, at: number): string {
  if (place < at || project.status === "completed") return "completed";
  if (place > at) return "pending";
  if (project.status === "failed") return "failed";
  return working(project.status) ? "active" : "here";
}
