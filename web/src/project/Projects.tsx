import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { Waiting } from "../shell/Waiting";
import { creditWords } from "../words";
import { takeLeft } from "./focus";
import { NewProject } from "./NewProject";
import { projects as projectsQuery } from "./queries";
import { compareAddress, projectAddress } from "./route";
import type { Project } from "./types";
import { kindName, projectName, statusName, toneOf } from "./words";

interface Props {
  campaign: string;
  /** An archived campaign is looked at only. */
  writable: boolean;
}

/** The campaign's projects side by side: each is developed from ideas to the finished piece. */
export function Projects({ campaign, writable }: Props) {
  const found = useQuery(projectsQuery(campaign));
  const [making, setMaking] = useState(false);
  const [marked, setMarked] = useState<string[]>([]);
  const items = found.data;
  const compared = marked.filter((id) => items?.some((one) => one.id === id));
  const mark = (id: string, on: boolean) =>
    setMarked((old) => (on ? [...old, id] : old.filter((one) => one !== id)));
  return (
    <section aria-labelledby="projects">
      <header className="section-head">
        <h2 id="projects">Projects</h2>
        <span className="head-acts">
          {compared.length > 1 && (
            <a className="button small" href={compareAddress(campaign, compared)}>
              Compare {compared.length}
            </a>
          )}
          {writable && (
            <button type="button" className="small" onClick={() => setMaking(true)}>
              New project
            </button>
          )}
        </span>
      </header>
      <Waiting on={found} saying="Looking for projects…" />
      {items?.length === 0 && (
        <p className="quiet">
          None yet. A project makes one piece with you: three ideas to choose from, then what you change, then
          the film, banner, flyer, jingle or image.
        </p>
      )}
      {items && items.length > 0 && (
        <Lines items={items} marked={compared} onMark={mark} comparable={items.length > 1} />
      )}
      {making && <NewProject campaign={campaign} onClose={() => setMaking(false)} />}
    </section>
  );
}

interface LinesProps {
  items: Project[];
  marked: string[];
  comparable: boolean;
  onMark: (id: string, on: boolean) => void;
}

function Lines({ items, marked, comparable, onMark }: LinesProps) {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    const left = takeLeft();
    list.current?.querySelector<HTMLElement>(`[data-project="${left}"]`)?.focus();
  }, []);
  return (
    <ul className="card rows" ref={list}>
      {items.map((project) => (
        <li key={project.id} className="project-line">
          {comparable && (
            <input
              type="checkbox"
              aria-label={`Compare ${projectName(project)}`}
              checked={marked.includes(project.id)}
              onChange={(event) => onMark(project.id, event.target.checked)}
            />
          )}
          <a data-project={project.id} href={projectAddress(project.campaign_id, project.id)}>
            <span className="project-name">{projectName(project)}</span>
            <span className="quiet tiny">
              {project.title && `${kindName(project.kind)} ${project.number} · `}
              {creditWords(project.spent)} spent
            </span>
          </a>
          <ProjectBadge project={project} />
        </li>
      ))}
    </ul>
  );
}

export function ProjectBadge({ project }: { project: Project }) {
  return <span className={`badge badge-${toneOf(project.status)}`}>{statusName(project)}</span>;
}
