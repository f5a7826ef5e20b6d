import { useState } from "react";
import { Trouble } from "../shell/Trouble";
import { VoiceBar } from "../voice/VoiceBar";
import { Composer } from "./Composer";
import { Transcript } from "./Transcript";
import type { Talking } from "./useConversation";

type Type = (text: string) => boolean;

/** Typed or spoken: the same agent that answers the phone. */
export function Talk({ talking }: { talking: Talking }) {
  const { conversation, opened, say, begin, told, hearing } = talking;
  const [line, setLine] = useState<{ type: Type } | null>(null);
  const busy = say.isPending || begin.isPending;
  const startAnew = () => begin.mutate(undefined);
  return (
    <div className="talk">
      <header className="section-head">
        <h2>Conversation</h2>
        <button type="button" className="small" disabled={!conversation || busy} onClick={startAnew}>
          New conversation
        </button>
      </header>
      <Transcript lines={conversation?.lines ?? []} waiting={busy || opened.isPending} hearing={hearing} />
      {opened.error && !conversation && (
        <Trouble error={opened.error} onRetry={() => void opened.refetch()} />
      )}
      {say.error && <Trouble error={say.error} />}
      {begin.error && <Trouble error={begin.error} />}
      {conversation?.ended ? (
        <div className="talk-end">
          <p className="quiet">This conversation has ended. The draft is kept.</p>
          <button type="button" className="main" onClick={startAnew}>
            Start a new one
          </button>
        </div>
      ) : (
        <>
          {conversation && (
            <VoiceBar
              key={conversation.id}
              conversation={conversation.id}
              onTold={told}
              onLine={(type) => setLine(type && { type })}
            />
          )}
          <Composer
            ready={conversation !== undefined && !busy}
            onSay={async (text) => line?.type(text) || say.mutateAsync(text)}
          />
        </>
      )}
    </div>
  );
}
