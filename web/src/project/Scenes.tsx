import { ActButton } from "./ActButton";
import type { Bench, Purchase } from "./bench";
import { acts } from "./doing";
import { SceneCard } from "./SceneCard";
import type { Project } from "./types";

/** What is said and seen, shot by shot, before and after it is filmed. */
export function Scenes({ bench }: { bench: Bench }) {
  const { project } = bench;
  if (project.scenes.length === 0) return <p className="quiet">The scenes are on their way.</p>;
  const price = project.prices.render;
  return (
    <>
      <ol className="scenes">
        {project.scenes.map((scene) => (
          <li key={scene.number}>
            <SceneCard bench={bench} scene={scene} />
          </li>
        ))}
      </ol>
      {price !== undefined && (
        <div className="command-row">
          <ActButton bench={bench} purchase={filmIt(project, price)} main />
        </div>
      )}
    </>
  );
}

/** Only what says something new is filmed again; where nothing does, all of it. */
export function filmIt(project: Project, price: number): Purchase {
  const scenes = project.to_film.length;
  const some = scenes < project.scenes.length ? ` of ${project.scenes.length}` : "";
  const again = project.output.length > 0;
  const kept = again ? " The film before is kept as an earlier version." : "";
  const noun = scenes + (some ? project.scenes.length : 0) === 1 ? "scene" : "scenes";
  return {
    label: again ? "Film it again" : "Film it",
    says: `Films ${scenes}${some} ${noun}, speaks the text, and cuts and captions the film.${kept}`,
    price,
    deed: () => acts.render(project),
  };
}
