import { type SubmitEvent, useId, useState } from "react";
import { ActButton } from "./ActButton";
import type { Bench } from "./bench";
import { acts } from "./doing";
import { Editable } from "./Editable";
import type { Scene, Script } from "./types";
import { secondsWords, working } from "./words";

const WISHES = ["Shorter", "Longer", "Less formal", "More formal"];

/** The words of the film: changed by a note, or by hand. */
export function ScriptPanel({ bench }: { bench: Bench }) {
  const { project } = bench;
  const { script, prices } = project;
  if (!script) return <p className="quiet">The script is on its way.</p>;
  const editable = project.legal.includes("edit");
  const breakDown = prices.scenes;
  // It stays while its own note is being followed, so that whoever typed stays where they are.
  const changeable = prices.script !== undefined || project.status === "generating_script";
  return (
    <>
      <Words bench={bench} script={script} editable={editable} />
      {changeable && <NoteBox bench={bench} />}
      <div className="command-row">
        {breakDown !== undefined && (
          <ActButton
            bench={bench}
            main={project.scenes.length === 0}
            purchase={{
              label: project.scenes.length > 0 ? "Plan the scenes anew" : "Plan the scenes",
              says: "What is seen while it is said.",
              price: breakDown,
              deed: () => acts.scenes(project),
            }}
          />
        )}
        {prices.script !== undefined && project.chosen !== null && (
          <ActButton
            bench={bench}
            purchase={{
              label: "Write another script",
              says: "The idea that was chosen is written anew; this script gives way.",
              price: prices.script,
              deed: () => acts.script(project),
            }}
          />
        )}
      </div>
    </>
  );
}

function Words({ bench, script, editable }: { bench: Bench; script: Script; editable: boolean }) {
  const whole = script.scenes.reduce((sum, scene) => sum + scene.seconds, 0);
  return (
    <div className="script card">
      <Editable
        what="the script's title and end"
        open={editable}
        fields={[
          { name: "title", label: "Title", value: script.title },
          { name: "call_to_action", label: "Call to action", value: script.call_to_action },
          { name: "music", label: "Music", value: script.music },
        ]}
        onSave={(changed) => bench.edit({ script: changed })}
      >
        <h2>{script.title}</h2>
        <p className="quiet">
          {script.scenes.length} scenes, {secondsWords(whole)} · Music: {script.music || "none"} · Ends with “
          {script.call_to_action}”
        </p>
      </Editable>
      <ol className="lines">
        {script.scenes.map((scene) => (
          <Line key={scene.number} bench={bench} scene={scene} editable={editable} />
        ))}
      </ol>
    </div>
  );
}

function Line({ bench, scene, editable }: { bench: Bench; scene: Scene; editable: boolean }) {
  const { number } = scene;
  return (
    <li className="line-of">
      <span className="quiet tiny">{secondsWords(scene.seconds)}</span>
      <div>
        <Editable
          what={`line ${number}`}
          open={editable}
          fields={[
            { name: "says", label: "What is said", value: scene.says, long: true },
            { name: "shows", label: "What is written on the screen", value: scene.shows },
          ]}
          onSave={(changed) => bench.edit({ script: { scenes: [{ number, ...changed }] } })}
        >
          <p>{scene.says || <span className="quiet">Without words</span>}</p>
          <p className="quiet tiny">On the screen: {scene.shows}</p>
        </Editable>
      </div>
    </li>
  );
}

function NoteBox({ bench }: { bench: Bench }) {
  const field = useId();
  const [note, setNote] = useState("");
  const busy = bench.busy || working(bench.project.status);
  const change = (wish: string): void => {
    const wanted = wish.trim();
    if (!wanted || busy) return;
    bench.ask({
      label: "Change",
      says: "",
      price: 0,
      stays: true,
      deed: async () => {
        const answer = await acts.rewrite(bench.project, wanted);
        setNote("");
        return answer;
      },
    });
  };
  return (
    <form
      className="note"
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault();
        change(note);
      }}
    >
      <label htmlFor={field}>How should it be different?</label>
      <div className="note-row">
        <input
          id={field}
          value={note}
          maxLength={500}
          placeholder="shorter, less formal…"
          onChange={(event) => setNote(event.target.value)}
        />
        <button type="submit" aria-disabled={busy || !note.trim()}>
          Change it · free
        </button>
      </div>
      <div className="command-row">
        {WISHES.map((wish) => (
          <button
            key={wish}
            type="button"
            className="small"
            aria-disabled={busy}
            onClick={() => change(wish)}
          >
            {wish}
          </button>
        ))}
      </div>
    </form>
  );
}
