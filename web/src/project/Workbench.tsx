import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { addressOf } from "../shell/selection";
import { Trouble } from "../shell/Trouble";
import { creditWords } from "../words";
import type { Bench, Purchase } from "./bench";
import { acts, useDoing } from "./doing";
import { Editable } from "./Editable";
import { Film } from "./Film";
import { leave, useKeptFocus } from "./focus";
import { Ideas } from "./Ideas";
import { ProjectBadge } from "./Projects";
import { projects as projectsQuery } from "./queries";
import { Scenes } from "./Scenes";
import { ScriptPanel } from "./ScriptPanel";
import { SpendDialog } from "./SpendDialog";
import { StageBar } from "./StageBar";
import { Stopped } from "./Stopped";
import { type Stage, stageAt, stageName } from "./stages";
import type { Project, Status } from "./types";
import { formatWords, kindName, projectName, statusName, workName } from "./words";

interface Props {
  campaign: string;
  /** What the campaign is called. */
  name: string;
  id: string;
}

/** One project from its ideas to the finished piece, a stage at a time. */
export default function Workbench({ campaign, name, id }: Props) {
  const found = useQuery(projectsQuery(campaign));
  const project = found.data?.find((one) => one.id === id);
  return (
    <article className="campaign workbench">
      <a className="back" href={addressOf(campaign)}>
        <span aria-hidden="true">←</span> {name}
      </a>
      {found.error && !project && <Trouble error={found.error} onRetry={() => void found.refetch()} />}
      {found.isPending && <p className="quiet">Opening the project…</p>}
      {found.data && !project && <p className="quiet">This project is not here any more.</p>}
      {project && <Open project={project} />}
    </article>
  );
}

function Open({ project }: { project: Project }) {
  const area = useRef<HTMLDivElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const doing = useDoing(project.campaign_id);
  const [offer, setOffer] = useState<Purchase | null>(null);
  const [picked, pick] = useState<{ stage: Stage; at: Status } | null>(null);
  useKeptFocus(area, heading);
  useEffect(() => {
    heading.current?.focus();
    return () => leave(project.id);
  }, [project.id]);

  // Whoever looks back at a stage stays there until the project moves on.
  const stage = picked?.at === project.status ? picked.stage : stageAt(project);
  const moveOn = (purchase: Purchase) => purchase.stays || pick(null);
  const bench: Bench = {
    project,
    busy: doing.isPending,
    ask: (purchase) => {
      if (purchase.price > 0) setOffer(purchase);
      else if (!doing.isPending) doing.mutate(purchase.deed, { onSuccess: () => moveOn(purchase) });
    },
    edit: (change) =>
      doing
        .mutateAsync(() => acts.edit(project, change))
        .catch((refusal) => {
          // The form says it, beside what was written.
          doing.reset();
          throw refusal;
        }),
  };
  const work = workName(project);
  return (
    <div className="bench" ref={area}>
      <header className="bench-head">
        <Editable
          what="the project"
          label="Rename"
          fields={[{ name: "title", label: "Name", value: project.title }]}
          open={project.legal.includes("edit")}
          onSave={bench.edit}
        >
          <h1 ref={heading} tabIndex={-1}>
            {projectName(project)}
          </h1>
        </Editable>
        <p className="quiet">
          <ProjectBadge project={project} /> {facts(project)}
        </p>
        <p className={work ? "work" : "hidden"} role="status">
          {work || statusName(project)}
        </p>
      </header>
      <StageBar project={project} shown={stage} onShow={(to) => pick({ stage: to, at: project.status })} />
      <Stopped bench={bench} />
      {doing.error && !offer && <Trouble error={doing.error} />}
      <section className="stage" aria-label={stageName(project, stage)}>
        <Panel stage={stage} bench={bench} />
      </section>
      {offer && (
        <SpendDialog
          purchase={offer}
          doing={doing}
          onDone={() => moveOn(offer)}
          onClose={() => setOffer(null)}
        />
      )}
    </div>
  );
}

function Panel({ stage, bench }: { stage: Stage; bench: Bench }) {
  if (stage === "ideas") return <Ideas bench={bench} />;
  if (stage === "script") return <ScriptPanel bench={bench} />;
  return stage === "scenes" ? <Scenes bench={bench} /> : <Film bench={bench} />;
}

function facts(project: Project): string {
  const spent = `${creditWords(project.spent)} spent`;
  const name = project.title && `${kindName(project.kind)} ${project.number}`;
  return [name, formatWords(project), spent].filter(Boolean).join(" · ");
}
