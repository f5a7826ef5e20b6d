import type { CampaignStatus } from "../api/types";
import { statusName } from "../words";

export function StatusBadge({ status }: { status: CampaignStatus }) {
  return <span className={`badge badge-${status}`}>{statusName(status)}</span>;
}
