import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { facts, keys } from "./queries";

const TYPES = [
  ...["created", "updated", "ready", "running", "paused", "resumed", "completed", "failed", "cancelled"].map(
    (act) => `campaign.${act}`,
  ),
  ...["archived", "unarchived", "deleted", "photo"].map((act) => `campaign.${act}`),
  ...["remaking", "remade", "remake_failed", "approved", "rejected", "edited", "restored"].map(
    (act) => `asset.${act}`,
  ),
  ...["assets.approved", "share.created", "share.revoked", "notification.created"],
  ...["created", "edited", "started", "part_started", "part_completed", "advanced"].map(
    (act) => `project.${act}`,
  ),
  ...["ideas_ready", "script_ready", "scenes_ready", "completed", "failed"].map((act) => `project.${act}`),
  ...["started", "completed", "failed"].flatMap((act) => [`step.${act}`, `unit.${act}`]),
  "credits.granted",
];

/** What else than campaigns some events touch. */
const BESIDES: Record<string, readonly string[]> = {
  "notification.created": keys.news,
  "campaign.photo": keys.photos,
};

/** Milliseconds in which a burst of events becomes one refresh. */
const GATHER = 150;
/** Milliseconds before a stream that the server refused is asked for again. */
const RETRY = 3000;

export type Liveness = "connecting" | "live" | "lost";

/** Follows the workspace's events and refreshes what they touch. The events carry the news, not the data. */
export function useLive(): Liveness {
  const client = useQueryClient();
  const [liveness, setLiveness] = useState<Liveness>("connecting");
  useEffect(() => follow(client, setLiveness), [client]);
  return liveness;
}

function follow(client: QueryClient, tell: (liveness: Liveness) => void): () => void {
  const refresh = gatherer(client);
  let source: EventSource | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let interrupted = false;

  function open(): void {
    source = new EventSource("/api/v1/events");
    source.onopen = () => {
      tell("live");
      // What happened while the line was down has no event here; a restarted server may also count anew.
      if (interrupted) void client.invalidateQueries(facts);
      interrupted = false;
    };
    source.onerror = () => {
      tell("lost");
      interrupted = true;
      if (source?.readyState !== EventSource.CLOSED) return;
      void client.invalidateQueries({ queryKey: keys.me });
      retry = setTimeout(open, RETRY);
    };
    for (const type of TYPES) {
      source.addEventListener(type, (event) => refresh.add(type, JSON.parse(event.data).campaign_id));
    }
  }

  function close(): void {
    source?.close();
    clearTimeout(retry);
    interrupted = true;
  }

  // A browser keeps about six lines to one server; a tab that nobody sees must not hold one of them.
  function seen(): void {
    close();
    if (!document.hidden) open();
  }

  open();
  document.addEventListener("visibilitychange", seen);
  return () => {
    document.removeEventListener("visibilitychange", seen);
    close();
    refresh.stop();
  };
}

function gatherer(client: QueryClient) {
  const campaigns = new Set<string>();
  const besides = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  function flush(): void {
    timer = undefined;
    for (const id of campaigns) void client.invalidateQueries({ queryKey: keys.campaign(id) });
    campaigns.clear();
    void client.invalidateQueries({ queryKey: keys.lists });
    void client.invalidateQueries({ queryKey: keys.credits });
    for (const key of besides) void client.invalidateQueries({ queryKey: [key] });
    besides.clear();
  }

  return {
    add(type: string, campaignId: string | null): void {
      if (type === "campaign.deleted" && campaignId) {
        client.removeQueries({ queryKey: keys.campaign(campaignId) });
      } else if (campaignId) {
        campaigns.add(campaignId);
      }
      for (const key of BESIDES[type] ?? []) besides.add(key);
      timer ??= setTimeout(flush, GATHER);
    },
    stop: () => clearTimeout(timer),
  };
}
