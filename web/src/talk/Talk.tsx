import { Trouble } from "../shell/Trouble";
import { Composer } from "./Composer";
import { Transcript } from "./Transcript";
import { useConversation } from "./useConversation";

/** The typed channel: the same agent that answers the phone. */
export function Talk({ onCampaign }: { onCampaign: (id: string) => void }) {
  const { conversation, opened, say, startAnew } = useConversation(onCampaign);
  return (
    <div className="talk">
      <header className="section-head">
        <h2>Conversation</h2>
        <button type="button" className="small" disabled={!conversation || say.isPending} onClick={startAnew}>
          New conversation
        </button>
      </header>
      <Transcript lines={conversation?.lines ?? []} waiting={say.isPending || opened.isPending} />
      {opened.error && !conversation && (
        <Trouble error={opened.error} onRetry={() => void opened.refetch()} />
      )}
      {say.error && <Trouble error={say.error} />}
      {conversation?.ended ? (
        <div className="talk-end">
          <p className="quiet">This conversation has ended. The draft is kept.</p>
          <button type="button" className="main" onClick={startAnew}>
            Start a new one
          </button>
        </div>
      ) : (
        <Composer
          ready={conversation !== undefined && !say.isPending}
          onSay={(text) => say.mutateAsync(text)}
        />
      )}
    </div>
  );
}
