import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useRef } from "react";
import { addressOf } from "../shell/selection";
import { Waiting } from "../shell/Waiting";
import { creditWords } from "../words";
import { leave } from "./focus";
import { pictures } from "./Player";
import { ProjectBadge } from "./Projects";
import { projects as projectsQuery } from "./queries";
import { verdictWords } from "./Review";
import { projectAddress } from "./route";
import type { Project } from "./types";
import { formatWords, kindName, lengthOf, projectName, secondsWords } from "./words";

interface Props {
  campaign: string;
  name: string;
  ids: string[];
}

const ROWS: [label: string, value: (project: Project) => ReactNode][] = [
  ["Picture", (project) => <Picture project={project} />],
  ["Stage", (project) => <ProjectBadge project={project} />],
  ["Kind", (project) => kindName(project.kind)],
  ["Idea", (project) => <Idea project={project} />],
  ["Length", (project) => lengthWords(project)],
  ["Format", (project) => formatWords(project) || sizeOf(project)],
  ["Scenes", (project) => project.scenes.length || project.script?.scenes.length || "–"],
  ["Spent", (project) => creditWords(project.spent)],
  ["Review", (project) => (project.verdict ? verdictWords(project.verdict) : "Not yet reviewed")],
];

/** Several projects of the campaign side by side. */
export default function Compare({ campaign, name, ids }: Props) {
  const found = useQuery(projectsQuery(campaign));
  const heading = useRef<HTMLHeadingElement>(null);
  const [first = ""] = ids;
  useEffect(() => {
    heading.current?.focus();
    return () => leave(first);
  }, [first]);
  const shown = ids.flatMap((id) => found.data?.filter((one) => one.id === id) ?? []);
  return (
    <article className="campaign workbench">
      <a className="back" href={addressOf(campaign)}>
        <span aria-hidden="true">←</span> {name}
      </a>
      <h1 ref={heading} tabIndex={-1}>
        Side by side
      </h1>
      <Waiting on={found} saying="Laying them side by side…" />
      {found.data && shown.length < 2 && <p className="quiet">There are not two of these any more.</p>}
      {shown.length > 1 && <Table projects={shown} />}
    </article>
  );
}

function Table({ projects }: { projects: Project[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard.
    <section className="compare card" aria-label="Comparison" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <td />
            {projects.map((project) => (
              <th key={project.id} scope="col">
                <a href={projectAddress(project.campaign_id, project.id)}>{projectName(project)}</a>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {ROWS.map(([label, value]) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              {projects.map((project) => (
                <td key={project.id}>{value(project)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Picture({ project }: { project: Project }) {
  const picture = pictures(project.output)[0];
  if (!picture) return <span className="quiet">None yet</span>;
  return <img src={picture.content} alt={`${projectName(project)}, as it was made last`} loading="lazy" />;
}

function Idea({ project }: { project: Project }) {
  const idea = project.concepts[(project.chosen ?? 0) - 1];
  if (!idea) return <span className="quiet">None chosen</span>;
  return (
    <>
      <strong>{idea.title}</strong>
      <br />“{idea.hook}”
    </>
  );
}

function lengthWords(project: Project): string {
  const seconds = lengthOf(project);
  return seconds === null ? "–" : secondsWords(seconds);
}

function sizeOf(project: Project): string {
  const size = project.output[0]?.provenance.size;
  return Array.isArray(size) ? size.join(" × ") : "–";
}
