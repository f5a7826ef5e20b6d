import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";
import { post } from "../api/client";
import { keys } from "../api/queries";
import { Dialog, DialogFoot } from "../shell/Dialog";
import { Trouble } from "../shell/Trouble";
import { DIRECTION } from "./Direction";
import { acts } from "./doing";
import { kinds as kindsQuery } from "./queries";
import { projectAddress } from "./route";
import type { Kind, Project } from "./types";
import { costWords, formatName, kindName } from "./words";

const ASPECTS = ["9:16", "1:1", "16:9"];

/** The price of every stage is said before there is a project; the ideas that it begins with are free. */
export function NewProject({ campaign, onClose }: { campaign: string; onClose: () => void }) {
  const client = useQueryClient();
  const told = useQuery(kindsQuery);
  const [kind, setKind] = useState<Kind>("video");
  const [resolution, setResolution] = useState("720p");
  const prices = told.data?.find((one) => one.kind === kind);
  const begin = useMutation({
    mutationFn: async ({ kind: wanted, ...direction }: Record<string, string>) => {
      const body = { campaign_id: campaign, kind: wanted, direction };
      const made = await post<Project>("/projects", body);
      // Without them it opens all the same, and offers to think of some.
      return acts.ideas(made).catch(() => made);
    },
    onSuccess: async (made) => {
      await client.invalidateQueries({ queryKey: keys.campaign(campaign) });
      window.location.hash = projectAddress(campaign, made.id);
    },
  });

  function submit(event: SubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    const given = [...new FormData(event.currentTarget)].map(([name, value]) => [name, String(value).trim()]);
    if (!begin.isPending) begin.mutate(Object.fromEntries(given.filter(([, value]) => value)));
  }

  return (
    <Dialog title="New project" onClose={onClose} className="new-project">
      {told.error && <Trouble error={told.error} onRetry={() => void told.refetch()} />}
      <form className="fields" onSubmit={submit}>
        <Kinds kinds={told.data?.map((one) => one.kind) ?? []} chosen={kind} onChoose={setKind} />
        {kind === "video" && <Format resolution={resolution} onResolution={setResolution} />}
        <p className="price-told">{prices ? costWords(prices, resolution) : "Looking up the prices…"}</p>
        <details>
          <summary>Different from the campaign?</summary>
          <div className="fields">
            {DIRECTION.map(([name, label]) => (
              <label key={name} className="field">
                <span>{label}</span>
                <input name={name} maxLength={120} placeholder="As in the campaign" />
              </label>
            ))}
          </div>
        </details>
        {begin.error && <Trouble error={begin.error} />}
        <DialogFoot onClose={onClose}>
          <button type="submit" className="main" disabled={!prices} aria-disabled={begin.isPending}>
            {begin.isPending ? "Beginning…" : "Begin with three ideas · free"}
          </button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}

interface KindsProps {
  kinds: Kind[];
  chosen: Kind;
  onChoose: (kind: Kind) => void;
}

function Kinds({ kinds, chosen, onChoose }: KindsProps) {
  return (
    <fieldset className="choices">
      <legend>What is to be made?</legend>
      {kinds.map((kind) => (
        <label key={kind} className="choice">
          <input
            type="radio"
            name="kind"
            value={kind}
            checked={kind === chosen}
            onChange={() => onChoose(kind)}
          />
          {kindName(kind)}
        </label>
      ))}
    </fieldset>
  );
}

function Format({ resolution, onResolution }: { resolution: string; onResolution: (value: string) => void }) {
  return (
    <div className="field-row">
      <label className="field">
        <span>Format</span>
        <select name="aspect" defaultValue="9:16">
          {ASPECTS.map((aspect) => (
            <option key={aspect} value={aspect}>
              {formatName(aspect)}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        <span>Resolution</span>
        <select name="resolution" value={resolution} onChange={(event) => onResolution(event.target.value)}>
          <option>720p</option>
          <option>1080p</option>
        </select>
      </label>
    </div>
  );
}
