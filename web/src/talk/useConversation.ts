import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { get, Problem, post } from "../api/client";
import { keys } from "../api/queries";
import type { ConversationRecord, Opened, Replied } from "../api/types";
import type { Told } from "../voice/line";
import { forgetConversation, rememberConversation, rememberedConversation } from "./memory";

export interface Line {
  speaker: "agent" | "caller";
  text: string;
}

export interface Conversation {
  id: string;
  lines: Line[];
  ended: boolean;
}

/** One typed conversation: taken up again after a reload, otherwise opened. */
export function useConversation(onCampaign: (id: string) => void) {
  const client = useQueryClient();
  const [hearing, setHearing] = useState("");
  const opened = useQuery({
    queryKey: keys.conversation,
    queryFn: takeUp,
    gcTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  const conversation = opened.data;

  const change = (edit: (old: Conversation) => Conversation): void => {
    client.setQueryData<Conversation>(keys.conversation, (old) => old && edit(old));
  };

  const say = useMutation({
    mutationFn: (text: string) => post<Replied>(`/conversations/${conversation?.id}/turns`, { text }),
    onMutate: (text) => change((old) => withLine(old, { speaker: "caller", text })),
    onSuccess: (replied) => {
      change((old) => ({
        ...withLine(old, { speaker: "agent", text: replied.reply }),
        ended: replied.ended,
      }));
      if (replied.campaign_id) {
        onCampaign(replied.campaign_id);
        void client.invalidateQueries({ queryKey: keys.campaign(replied.campaign_id) });
      }
    },
    onError: (error) => {
      // The words go back into the box; what the server has kept of the turn is asked for.
      change((old) => ({ ...old, lines: old.lines.slice(0, -1) }));
      if (error instanceof Problem && error.status > 0) void opened.refetch();
    },
  });

  /** Leaves this conversation for a new one, about a campaign when one is named. */
  const begin = useMutation({
    mutationFn: (about?: string) => open(about),
    onMutate: () => say.reset(),
    onSuccess: (fresh) => client.setQueryData<Conversation>(keys.conversation, fresh),
  });

  /** What was heard and said on the spoken line of this conversation. */
  const told = (news: Told): void => {
    setHearing(news.type === "partial" ? news.text : "");
    if (news.type === "heard") change((old) => withLine(old, { speaker: "caller", text: news.text }));
    else if (news.type === "said") change((old) => withSentence(old, news.text));
    else if (news.type === "draft" && news.draft) onCampaign(news.draft.id);
    else if (news.type === "turn") void settle(news.ended);
  };

  const settle = async (ended: boolean): Promise<void> => {
    if (ended) change((old) => ({ ...old, ended }));
    const record = await get<ConversationRecord>(`/conversations/${conversation?.id}`);
    if (!record.campaign_id) return;
    onCampaign(record.campaign_id);
    void client.invalidateQueries({ queryKey: keys.campaign(record.campaign_id) });
  };

  return { conversation, opened, say, begin, told, hearing };
}

export type Talking = ReturnType<typeof useConversation>;

async function takeUp(): Promise<Conversation> {
  const id = rememberedConversation();
  if (id) {
    try {
      return fromRecord(await get<ConversationRecord>(`/conversations/${id}`));
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 404) throw error;
      forgetConversation();
    }
  }
  return open();
}

async function open(about?: string): Promise<Conversation> {
  const body = { channel: "typed", campaign_id: about ?? null };
  const { id, reply, ended } = await post<Opened>("/conversations", body);
  rememberConversation(id);
  return { id, lines: [{ speaker: "agent", text: reply }], ended };
}

function fromRecord(record: ConversationRecord): Conversation {
  const lines = record.turns
    .filter((turn) => turn.text)
    .map((turn): Line => ({ speaker: turn.speaker === "user" ? "caller" : "agent", text: turn.text }));
  return { id: record.id, lines, ended: record.ended_at !== null };
}

/** Spoken replies come sentence by sentence; those of one turn are one bubble. */
function withSentence(conversation: Conversation, text: string): Conversation {
  const last = conversation.lines.at(-1);
  if (last?.speaker !== "agent") return withLine(conversation, { speaker: "agent", text });
  const joined: Line = { speaker: "agent", text: `${last.text} ${text}` };
  return { ...conversation, lines: [...conversation.lines.slice(0, -1), joined] };
}

function withLine(conversation: Conversation, line: Line): Conversation {
  return { ...conversation, lines: [...conversation.lines, line] };
}
