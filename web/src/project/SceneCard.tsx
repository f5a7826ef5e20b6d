import { useState } from "react";
import { capital } from "../words";
import { ActButton } from "./ActButton";
import type { Bench } from "./bench";
import { acts } from "./doing";
import { Editable } from "./Editable";
import { filming } from "./stages";
import type { Part, Project, Scene } from "./types";
import { partName, secondsWords } from "./words";

const SECONDS: [number, number] = [1, 30];
const TRANSITIONS = ["cut", "fade", "slide", "wipe"];

export function SceneCard({ bench, scene }: { bench: Bench; scene: Scene }) {
  const { project } = bench;
  const { number } = scene;
  const [watching, setWatching] = useState(false);
  const part = filming(project, number);
  // A stopped film takes the scenes that it has as they are.
  const kept = project.status === "failed" && part?.status === "completed";
  const shot = project.files.find((file) => file.stage === "generating" && file.part === number);
  return (
    <article className="scene card" aria-label={`Scene ${number}`}>
      <header className="scene-head">
        <h3>Scene {number}</h3>
        <span className="quiet tiny">
          {secondsWords(scene.seconds)}
          {number > 1 && scene.transition !== "cut" && `, with a ${scene.transition}`}
        </span>
        {part && <State project={project} scene={number} part={part} />}
      </header>
      <Editable
        what={`scene ${number}`}
        open={project.legal.includes("edit") && !kept}
        fields={[
          { name: "says", label: "What is said", value: scene.says, long: true },
          { name: "visual", label: "What is seen", value: scene.visual, long: true },
          { name: "shows", label: "What is written on the screen", value: scene.shows },
          { name: "seconds", label: "Seconds", value: String(scene.seconds), range: SECONDS },
          { name: "transition", label: "Comes with a", value: scene.transition, choices: TRANSITIONS },
        ]}
        onSave={(changed) => bench.edit({ scenes: [{ number, ...changed }] })}
        beside={
          shot && (
            <button
              type="button"
              className="small"
              aria-expanded={watching}
              onClick={() => setWatching(!watching)}
            >
              {watching ? "Hide the shot" : "Watch the shot"}
              <span className="hidden"> of scene {number}</span>
            </button>
          )
        }
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
      {shot && watching && (
        // biome-ignore lint/a11y/useMediaCaption: a shot has no sound; what is said in it stands above.
        <video
          className="clip"
          src={shot.content}
          controls
          playsInline
          aria-label={`Shot of scene ${number}`}
        />
      )}
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
  return (
    <div className="trouble">
      <p>{capital(part.error?.cause ?? "It stopped")}.</p>
      <ActButton
        bench={bench}
        small
        purchase={{
          label: `Film scene ${scene} again`,
          says: "Only this scene is filmed again, and then the film goes on.",
          price: part.credits,
          deed: () => acts.retry(bench.project, scene),
        }}
      />
    </div>
  );
}
