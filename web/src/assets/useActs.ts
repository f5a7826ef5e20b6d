import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { command, patch, post, put } from "../api/client";
import { keys, whole } from "../api/queries";
import type { Asset, Campaign, Remake, Share } from "../api/types";
import { campaignName } from "../words";
import type { FormProps } from "./forms";

export type Doing = "reject" | "remake" | "edit" | "use";

/** Everything that can be done with a piece: one thing at a time, and what it came to in a sentence. */
export function useActs(campaignId: string, onNewest: () => void) {
  const client = useQueryClient();
  const [doing, setDoing] = useState<Doing | null>(null);
  const [asked, setAsked] = useState<Remake | null>(null);
  const [share, setShare] = useState<Share | null>(null);
  /** The form that was just left: its button, as soon as it is there again, has the focus. */
  const left = useRef<Doing | null>(null);

  const act = useMutation({
    /** Resolves to the sentence. */
    mutationFn: (work: () => Promise<string>) => work(),
    // Awaited, so that what is told and what is shown change together.
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: keys.campaign(campaignId) }),
        client.invalidateQueries({ queryKey: keys.credits }),
      ]),
  });

  function begin(what: Doing): void {
    act.reset();
    setDoing(doing === what ? null : what);
  }

  function finish(): void {
    left.current = doing;
    setDoing(null);
  }

  /** As `finish`, with nothing done. */
  function leave(): void {
    act.reset();
    finish();
  }

  const run = (work: () => Promise<string>, then: () => void = finish): void => {
    if (!act.isPending) act.mutate(work, { onSuccess: then });
  };

  return {
    doing,
    begin,
    asked,
    share,
    act,
    leave,
    form: { busy: act.isPending, error: act.error, onClose: leave } satisfies FormProps,
    opener: (what: Doing) => (button: HTMLElement | null) => {
      if (!button || left.current !== what) return;
      left.current = null;
      button.focus();
    },
    approve: (asset: Asset) =>
      run(async () => {
        await command(`/assets/${asset.id}/approve`);
        return "Approved.";
      }),
    reject: (asset: Asset, reason: string) =>
      run(async () => {
        await post(`/assets/${asset.id}/reject`, { reason });
        return "Rejected: it is left out of downloads and links.";
      }),
    remake: (asset: Asset, note: string) =>
      run(async () => {
        setAsked(await post<Remake>(`/assets/${asset.id}/remake`, { note }));
        return "";
      }),
    edit: (asset: Asset, text: string) =>
      run(
        async () => {
          const edited = await patch<Asset>(`/assets/${asset.id}`, { text });
          return `Saved as version ${edited.version}.`;
        },
        () => {
          onNewest();
          finish();
        },
      ),
    restore: (asset: Asset, then: () => void) =>
      run(
        async () => {
          const restored = await command<Asset>(`/assets/${asset.id}/restore`);
          return `Version ${asset.version} is back, as version ${restored.version}.`;
        },
        () => {
          onNewest();
          then();
        },
      ),
    use: (asset: Asset, campaign: Campaign) =>
      run(async () => {
        const path = `/campaigns/${campaign.id}/inputs`;
        const inputs = (await whole<Asset>(path)).map((input) => input.id);
        await put(path, { inputs: [...inputs, asset.id] });
        return `${campaignName(campaign)} works from it now.`;
      }),
    shareLink: (asset: Asset) =>
      run(async () => {
        setShare(await post<Share>("/shares", { asset_id: asset.id }));
        return "";
      }),
  };
}

export type Acts = ReturnType<typeof useActs>;
