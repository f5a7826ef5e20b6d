import type { Campaign } from "../api/types";
import { campaignName, join, typeName } from "../words";
import { Bar } from "./Bar";
import { StatusBadge } from "./StatusBadge";

interface Props {
  campaign: Campaign;
  current: boolean;
  onSelect: () => void;
}

export function CampaignCard({ campaign, current, onSelect }: Props) {
  const owed = campaign.deliverables.reduce((sum, item) => sum + item.quantity, 0);
  const made = campaign.deliverables.reduce((sum, item) => sum + item.completed, 0);
  const begun = made > 0 || ["running", "paused", "failed"].includes(campaign.status);
  return (
    <button type="button" className="list-item" aria-current={current || undefined} onClick={onSelect}>
      <span className="list-item-head">
        <span className="list-item-name">{campaignName(campaign)}</span>
        <StatusBadge status={campaign.status} />
      </span>
      {begun ? (
        <>
          <Bar
            percent={owed ? (100 * made) / owed : 0}
            label={`${made} of ${owed} made`}
            tone={campaign.status}
          />
          <span className="quiet tiny">
            {made} of {owed} made
          </span>
        </>
      ) : (
        <span className="quiet tiny">{summary(campaign)}</span>
      )}
    </button>
  );
}

function summary(campaign: Campaign): string {
  if (campaign.missing.length > 0) return `Missing: ${join(campaign.missing)}`;
  return join(
    campaign.deliverables.map(
      (item) => `${item.quantity} ${typeName(item.type, item.quantity).toLowerCase()}`,
    ),
  );
}
