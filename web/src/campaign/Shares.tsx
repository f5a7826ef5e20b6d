import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { command, post, remove } from "../api/client";
import {
  assets as assetsQuery,
  campaign as campaignQuery,
  keys,
  shares as sharesQuery,
} from "../api/queries";
import type { Share } from "../api/types";
import { Trouble } from "../shell/Trouble";
import { campaignName, dateWords } from "../words";
import { ShareAddress } from "./ShareAddress";

/** The links to what was made. An address is shown once, when it is made: the server keeps only its digest. */
export function Shares({ id }: { id: string }) {
  const client = useQueryClient();
  const found = useQuery(sharesQuery(id));
  const made = useQuery(assetsQuery(id));
  const campaign = useQuery(campaignQuery(id)).data;
  const [shown, setShown] = useState<Share | null>(null);
  const act = useMutation({
    mutationFn: (doing: () => Promise<Share | undefined>) => doing(),
    onSuccess: (answer) => setShown(answer ?? null),
    onSettled: () => client.invalidateQueries({ queryKey: [...keys.campaign(id), "shares"] }),
  });
  if (!made.data?.length) return null;
  const items = (found.data ?? []).filter((share) => share.active);
  const about = (share: Share) =>
    share.asset_id === null
      ? "The whole campaign"
      : (made.data.find((asset) => asset.id === share.asset_id)?.title ?? "One piece");
  const subject = (share: Share) =>
    share.asset_id === null && campaign ? campaignName(campaign) : about(share);
  return (
    <section aria-labelledby="shares">
      <header className="section-head">
        <h2 id="shares">Shares</h2>
        <button
          type="button"
          className="small"
          disabled={act.isPending}
          onClick={() => act.mutate(() => post<Share>("/shares", { campaign_id: id }))}
        >
          Share by link
        </button>
      </header>
      {found.error && <Trouble error={found.error} onRetry={() => void found.refetch()} />}
      {act.error && <Trouble error={act.error} />}
      {shown?.url && <ShareAddress key={shown.url} url={shown.url} about={subject(shown)} />}
      {items.length === 0 && (
        <p className="quiet">Nothing is shared. A link shows what was made, to anybody who has it.</p>
      )}
      {items.length > 0 && (
        <ul className="shares rows">
          {items.map((share) => (
            <li key={share.id}>
              <span>
                {about(share)}
                <span className="evidence">
                  until {dateWords(share.expires_at)} · opened{" "}
                  {share.views === 1 ? "once" : `${share.views} times`}
                </span>
              </span>
              <button
                type="button"
                className="small"
                aria-label={`New link: ${about(share)}`}
                disabled={act.isPending}
                onClick={() => act.mutate(() => command<Share>(`/shares/${share.id}/link`))}
              >
                New link
              </button>
              <button
                type="button"
                className="small"
                aria-label={`Withdraw: ${about(share)}`}
                disabled={act.isPending}
                onClick={() =>
                  act.mutate(async () => {
                    await remove(`/shares/${share.id}`);
                    return undefined;
                  })
                }
              >
                Withdraw
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
