import { useQuery } from "@tanstack/react-query";
import { estimate as estimateQuery } from "../api/queries";
import type { Campaign, Estimate } from "../api/types";
import { Dialog, DialogFoot } from "../shell/Dialog";
import { Trouble } from "../shell/Trouble";
import { campaignName, count, creditWords, typeName } from "../words";
import { ACTS, type Act } from "./acts";

interface Props {
  campaign: Campaign;
  act: Act;
  onRun: () => void;
  onClose: () => void;
}

/** Shows what will be made and what it costs before anything is spent. */
export function RunDialog({ campaign, act, onRun, onClose }: Props) {
  const { label } = ACTS[act];
  const { data, error } = useQuery(estimateQuery(campaign.id));
  return (
    <Dialog title={`${label}: ${campaignName(campaign)}`} onClose={onClose}>
      {error && <Trouble error={error} />}
      {data ? <Price estimate={data} /> : !error && <p className="quiet">Working out the price…</p>}
      <DialogFoot onClose={onClose}>
        <button type="button" className="main" disabled={!data} onClick={onRun}>
          {data ? `${label} for ${creditWords(data.credits)}` : label}
        </button>
      </DialogFoot>
    </Dialog>
  );
}

function Price({ estimate }: { estimate: Estimate }) {
  return (
    <>
      <table className="price">
        <thead>
          <tr>
            <th scope="col">To make</th>
            <th scope="col">Each</th>
            <th scope="col">Credits</th>
          </tr>
        </thead>
        <tbody>
          {estimate.lines.map((line) => (
            <tr key={line.type}>
              <td>
                {line.quantity} × {typeName(line.type, line.quantity)}
              </td>
              <td>{line.unit_price}</td>
              <td>{line.credits}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">In all</th>
            <td />
            <td>{estimate.credits}</td>
          </tr>
        </tfoot>
      </table>
      <p>
        {estimate.short > 0
          ? `You have ${creditWords(estimate.balance)}: ${creditWords(estimate.short)} short. The run stops when they are used up, and can be restarted after a grant.`
          : `That leaves ${creditWords(estimate.balance - estimate.credits)} of your ${count(estimate.balance)}. Only what succeeds is charged.`}
      </p>
    </>
  );
}
