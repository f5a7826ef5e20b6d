import type { Campaign } from "../api/types";
import { Dialog } from "../shell/Dialog";
import { campaignName } from "../words";
import { ACTS, type Act } from "./acts";

interface Props {
  campaign: Campaign;
  act: Act;
  onYes: () => void;
  onClose: () => void;
}

export function ConfirmDialog({ campaign, act, onYes, onClose }: Props) {
  const { label, question } = ACTS[act];
  return (
    <Dialog title={`${label}: ${campaignName(campaign)}`} onClose={onClose}>
      <p>{question}</p>
      <div className="dialog-foot">
        <button type="button" onClick={onClose}>
          Not now
        </button>
        <button type="button" className="main" onClick={onYes}>
          {label}
        </button>
      </div>
    </Dialog>
  );
}
