import { useQuery } from "@tanstack/react-query";
import { type SubmitEvent, useId, useState } from "react";
import { everyCampaign } from "../api/queries";
import type { Asset, Campaign } from "../api/types";
import { Trouble } from "../shell/Trouble";
import { campaignName } from "../words";
import { closeOnEscape, FormFoot, type FormProps } from "./forms";

interface Props extends FormProps {
  asset: Asset;
  onUse: (campaign: Campaign) => void;
}

/** Gives the piece to another campaign, whose makers then work from it. */
export function UseForm({ asset, busy, error, onUse, onClose }: Props) {
  const field = useId();
  const found = useQuery(everyCampaign);
  const [chosen, setChosen] = useState("");
  const others = found.data?.filter((each) => each.id !== asset.campaign_id) ?? [];
  const campaign = others.find((each) => each.id === chosen) ?? others[0];
  function send(event: SubmitEvent): void {
    event.preventDefault();
    if (campaign && !busy) onUse(campaign);
  }
  return (
    <form className="act-form" onSubmit={send} onKeyDown={(event) => closeOnEscape(event, onClose)}>
      <label htmlFor={field}>Which campaign shall work from it?</label>
      <select
        id={field}
        value={campaign?.id ?? ""}
        // biome-ignore lint/a11y/noAutofocus: it opens where its button was pressed.
        autoFocus
        onChange={(event) => setChosen(event.target.value)}
      >
        {others.map((each) => (
          <option key={each.id} value={each.id}>
            {campaignName(each)}
          </option>
        ))}
      </select>
      {found.isPending && <p className="quiet tiny">Loading…</p>}
      {found.isSuccess && !campaign && <p className="quiet tiny">There is no other campaign yet.</p>}
      {found.error && <Trouble error={found.error} onRetry={() => void found.refetch()} />}
      {error && <Trouble error={error} />}
      <FormFoot submit="Use it there" ready={campaign !== undefined && !busy} onClose={onClose} />
    </form>
  );
}
