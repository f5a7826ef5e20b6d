import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { command, remove } from "../api/client";
import { keys } from "../api/queries";
import type { Campaign } from "../api/types";
import { Sure } from "../shell/Sure";
import { Trouble } from "../shell/Trouble";
import { campaignName } from "../words";
import { ACTS, type Act, legalActs } from "./acts";
import { RunDialog } from "./RunDialog";

interface Props {
  campaign: Campaign;
  onSelect: (id: string | null) => void;
  onTalk: (id: string) => void;
}

/** The commands that are legal now. What spends, stops or deletes is asked about first. */
export function Commands({ campaign, onSelect, onTalk }: Props) {
  const client = useQueryClient();
  const [asking, setAsking] = useState<Act | null>(null);
  const asked = asking && ACTS[asking];
  const act = useMutation({
    mutationFn: async (name: Act): Promise<Campaign | undefined> => {
      if (name === "delete") {
        await remove(`/campaigns/${campaign.id}`);
        return undefined;
      }
      return command<Campaign>(`/campaigns/${campaign.id}/${name}`);
    },
    onSuccess: (answer, name) => {
      if (name === "delete") onSelect(null);
      if (name === "duplicate" && answer) onSelect(answer.id);
    },
    onSettled: () => {
      void client.invalidateQueries({ queryKey: keys.campaign(campaign.id) });
      void client.invalidateQueries({ queryKey: keys.lists });
    },
  });

  function choose(name: Act): void {
    if (ACTS[name].priced || ACTS[name].question) setAsking(name);
    else act.mutate(name);
  }

  function confirm(): void {
    if (asking) act.mutate(asking);
    setAsking(null);
  }

  return (
    <div className="commands">
      <div className="command-row" role="toolbar" aria-label={`Commands for ${campaignName(campaign)}`}>
        {legalActs(campaign).map((name) => (
          <button
            key={name}
            type="button"
            className={ACTS[name].main ? "main" : ""}
            disabled={act.isPending}
            onClick={() => choose(name)}
          >
            {ACTS[name].label}
          </button>
        ))}
        {campaign.status !== "archived" && (
          <button type="button" onClick={() => onTalk(campaign.id)}>
            Talk about it
          </button>
        )}
      </div>
      {act.error && <Trouble error={act.error} />}
      {asking && asked?.priced && (
        <RunDialog campaign={campaign} act={asking} onRun={confirm} onClose={() => setAsking(null)} />
      )}
      {asked?.question && (
        <Sure
          title={`${asked.label}: ${campaignName(campaign)}`}
          question={asked.question}
          yes={asked.label}
          onYes={confirm}
          onClose={() => setAsking(null)}
        />
      )}
    </div>
  );
}
