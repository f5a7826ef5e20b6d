import { useInfiniteQuery } from "@tanstack/react-query";
import { lazy, useCallback, useEffect, useState } from "react";
import { useLive } from "../api/live";
import { campaignList } from "../api/queries";
import type { Me } from "../api/types";
import { CampaignList } from "../campaign/CampaignList";
import { CampaignPane } from "../campaign/CampaignPane";
import { Welcome } from "../campaign/Welcome";
import { Talk } from "../talk/Talk";
import { useConversation } from "../talk/useConversation";
import { Header } from "./Header";
import { Late } from "./Late";
import { type Pane, PaneSwitch } from "./PaneSwitch";
import { namesPart, useHub, useSelection } from "./selection";

const Hub = lazy(() => import("../hub/Hub"));

/** Three panes side by side; on a narrow screen one at a time. */
export function Workspace({ me }: { me: Me }) {
  const liveness = useLive();
  const [chosen, select] = useSelection();
  const [inHub, showHub] = useHub();
  const [pane, setPane] = useState<Pane>(() => (namesPart() ? "campaign" : "talk"));
  const [status, setStatus] = useState("");
  const list = useInfiniteQuery(campaignList(status));
  const newest = list.data?.pages[0]?.items[0]?.id ?? null;
  const shown = chosen ?? newest;

  // A turn about the campaign that is open leaves what of it is being looked at.
  const follow = useCallback((id: string) => id !== chosen && select(id), [chosen, select]);
  const talking = useConversation(follow);

  const talkAbout = (id: string): void => {
    talking.begin.mutate(id);
    setPane("talk");
  };

  const choose = useCallback(
    (id: string) => {
      select(id);
      setPane("campaign");
    },
    [select],
  );

  // Also when the address alone leads there: a narrow screen shows one pane.
  useEffect(() => {
    if (inHub) setPane("campaign");
  }, [inHub]);

  const openHub = (): void => {
    showHub();
    setPane("campaign");
  };

  return (
    <div className="app" data-pane={pane}>
      <Header me={me} liveness={liveness} inHub={inHub} onHub={openHub} onSelect={choose} />
      <nav className="pane-list" aria-label="Campaigns">
        <CampaignList
          list={list}
          status={status}
          onStatus={setStatus}
          selected={inHub ? null : shown}
          onSelect={choose}
        />
      </nav>
      <main className="pane-campaign">
        {inHub ? (
          <Late waiting={<p className="quiet pad">Loading…</p>}>
            <Hub me={me} />
          </Late>
        ) : shown ? (
          <CampaignPane key={shown} id={shown} onSelect={select} onTalk={talkAbout} />
        ) : (
          <Welcome busy={list.isPending} />
        )}
      </main>
      <aside className="pane-talk" aria-label="Conversation">
        <Talk talking={talking} />
      </aside>
      <PaneSwitch pane={pane} inHub={inHub} onPane={setPane} />
    </div>
  );
}
