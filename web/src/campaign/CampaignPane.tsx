import { useQuery } from "@tanstack/react-query";
import { lazy } from "react";
import { Problem } from "../api/client";
import { campaign as campaignQuery, progress as progressQuery } from "../api/queries";
import { Projects } from "../project/Projects";
import { useProjectPlace } from "../project/route";
import { Late } from "../shell/Late";
import { Trouble } from "../shell/Trouble";
import { campaignName, dateWords } from "../words";
import { Assets } from "./Assets";
import { Brief } from "./Brief";
import { Commands } from "./Commands";
import { ProgressCard } from "./ProgressCard";
import { Shares } from "./Shares";
import { StatusBadge } from "./StatusBadge";
import { Steps } from "./Steps";

const Workbench = lazy(() => import("../project/Workbench"));
const Compare = lazy(() => import("../project/Compare"));

interface Props {
  id: string;
  onSelect: (id: string | null) => void;
  onTalk: (id: string) => void;
}

export function CampaignPane({ id, onSelect, onTalk }: Props) {
  const found = useQuery(campaignQuery(id));
  const progress = useQuery(progressQuery(id));
  const place = useProjectPlace(id);
  if (found.error && !found.data) {
    const gone = found.error instanceof Problem && found.error.status === 404;
    return (
      <div className="pad">
        {gone ? (
          <p className="quiet">This campaign is not here any more.</p>
        ) : (
          <Trouble error={found.error} onRetry={() => void found.refetch()} />
        )}
      </div>
    );
  }
  if (!found.data) return <p className="quiet pad">Loading…</p>;
  const campaign = found.data;
  if (place) {
    const name = campaignName(campaign);
    return (
      <Late waiting={<p className="quiet pad">Loading…</p>}>
        {"open" in place ? (
          <Workbench key={place.open} campaign={id} name={name} id={place.open} />
        ) : (
          <Compare campaign={id} name={name} ids={place.compare} />
        )}
      </Late>
    );
  }
  return (
    <article className="campaign">
      <header className="campaign-head">
        <div>
          <h1>{campaignName(campaign)}</h1>
          <p className="quiet">
            <StatusBadge status={campaign.status} /> Created {dateWords(campaign.created_at)}
          </p>
        </div>
        <Commands campaign={campaign} onSelect={onSelect} onTalk={onTalk} />
      </header>
      <ProgressCard campaign={campaign} progress={progress.data} />
      <Steps deliverables={campaign.deliverables} active={progress.data?.active ?? []} />
      <Projects campaign={id} writable={campaign.status !== "archived"} />
      <Assets id={id} />
      <Shares id={id} />
      <Brief campaign={campaign} />
    </article>
  );
}
