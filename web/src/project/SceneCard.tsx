import { useState } from "react";
import { creditWords } from "../words";
import { acts } from "./doing";
import { Editable } from "./Editable";
import { filming } from "./stages";
import type { Part, Project, Scene } from "./types";
import type { Bench } from "./Workbench";
import { partName, secondsWords } from "./words";

export function SceneCard({ bench, scene }: { bench: Bench; scene: Scene }) {
  const { project } = bench;
  const { number } = scene;
  const part = filming(project, number);
  return (
    <article className="scene card" aria-label={`Scene ${number}`}>
      <header className="scene-head">
        <h3>Scene {number}</h3>
        <span className="quiet tiny">
          {secondsWords(scene.seconds)}
          {number > 1 && ` · ${scene.transition}`}
        </span>
        {part && <State project={project} scene={number} part={part} />}
      </header>
      <Editable
        what={`scene ${number}`}
        open={project.legal.includes("edit")}
        fields={[
          { name: "says", label: "What is said", value: scene.says, long: true },
          { name: "visual", label: "What is seen", value: scene.visual, long: true },
          { name: "shows", label: "What is written on the screen", value: scene.shows },
        ]}
        onSave={(changed) => bench.edit({ scenes: [{ number, ...changed }] })}
      >
        <dl className="facets">
          <dt>Said</dt>
          <dd>{scene.says || "Nothing"}</dd>
          <dt>Seen</dt>
          <dd>{scene.visual}</dd>
          <dt>Written</dt>
          <dd>{scene.shows || "Nothing"}</dd>
        </dl>
      </Editable>
      {part?.status === "failed" && project.status === "failed" && <Again bench={bench} part={part} />}
      <Clip project={project} scene={number} />
    </article>
  );
}

function State({ project, scene, part }: { project: Project; scene: number; part: Part }) {
  const changed =
    part.status === "completed" &&
    project.to_film.includes(scene) &&
    project.to_film.length < project.scenes.length;
  return (
    <span className={`badge badge-${changed ? "paused" : TONES[part.status]}`}>
      {changed ? "Changed since it was filmed" : partName(part)}
    </span>
  );
}

const TONES: Record<Part["status"], string> = {
  pending: "draft",
  active: "running",
  completed: "completed",
  failed: "failed",
  paused: "draft",
};

function Again({ bench, part }: { bench: Bench; part: Part }) {
  const scene = part.index;
  const label = `Film scene ${scene} again`;
  const says = "Only this scene is filmed again, and then the film goes on.";
  const deed = () => acts.retry(bench.project, scene);
  return (
    <div className="trouble">
      <p>{part.error?.cause}.</p>
      <button
        type="button"
        className="small"
        aria-disabled={bench.busy}
        onClick={() => bench.busy || bench.ask({ label, says, price: part.credits, deed })}
      >
        {label} · {creditWords(part.credits)}
      </button>
    </div>
  );
}

/** The shot itself, loaded only when it is asked for. */
function Clip({ project, scene }: { project: Project; scene: number }) {
  const [open, setOpen] = useState(false);
  const file = project.files.find((one) => one.stage === "generating" && one.part === scene);
  if (!file) return null;
  return (
    <>
      <button type="button" className="small edit" aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? "Hide the shot" : "Watch the shot"}
        <span className="hidden"> of scene {scene}</span>
      </button>
      {open && (
        // biome-ignore lint/a11y/useMediaCaption: a shot has no sound; what is said in it stands above.
        <video
          className="clip"
          src={file.content}
          controls
          playsInline
          aria-label={`Shot of scene ${scene}`}
        />
      )}
    </>
  );
}
