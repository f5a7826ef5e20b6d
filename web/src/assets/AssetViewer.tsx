import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { campaign as campaignQuery, versions as versionsQuery } from "../api/queries";
import { Dialog } from "../shell/Dialog";
import { Trouble } from "../shell/Trouble";
import { Acts } from "./Acts";
import { Downloads } from "./Downloads";
import { Face } from "./Face";
import { History } from "./History";
import { Judgement } from "./Judgement";
import { Origin } from "./Origin";
import { RemakeNews } from "./RemakeNews";
import { TextEditor } from "./TextEditor";
import { type Made, versionsOf } from "./units";
import { useActs } from "./useActs";

interface Props {
  /** The newest version. */
  made: Made;
  onClose: () => void;
}

/** A piece: itself on the left, and on the right what is thought of it, what can be done, and where it is from. */
export default function AssetViewer({ made, onClose }: Props) {
  const campaignId = made.face.campaign_id;
  const found = useQuery(versionsQuery(campaignId, made.key, made.face.id));
  const archived = useQuery(campaignQuery(campaignId)).data?.status === "archived";
  const versions = useMemo(() => {
    const files = new Map([...(found.data ?? []), ...made.files].map((file) => [file.id, file]));
    return versionsOf([...files.values()]);
  }, [found.data, made]);
  const [looked, setLooked] = useState<number | null>(null);
  const newest = versions[0] ?? made;
  const shown = versions.find((each) => each.version === looked) ?? newest;
  const acts = useActs(campaignId, () => setLooked(null));

  function look(version: number): void {
    setLooked(version === newest.version ? null : version);
    acts.leave();
  }

  return (
    <Dialog title={shown.title} onClose={onClose} className="viewer">
      <div className="viewer-main">
        {acts.doing === "edit" ? (
          <TextEditor asset={newest.face} onSave={acts.edit} {...acts.form} />
        ) : (
          <>
            {shown !== newest && <p className="looking">You look at version {shown.version}.</p>}
            <div className="viewer-body">
              <Face key={shown.main.id} made={shown} />
            </div>
          </>
        )}
        <Downloads files={shown.files} />
      </div>
      <div className="viewer-side">
        <Judgement made={shown} />
        {archived ? (
          <p className="quiet">The campaign is archived, so this can only be looked at.</p>
        ) : (
          <Acts acts={acts} shown={shown} newest={shown === newest} />
        )}
        <RemakeNews campaignId={campaignId} newest={newest} asked={acts.asked} />
        {found.error && <Trouble error={found.error} onRetry={() => void found.refetch()} />}
        {acts.doing !== "edit" && <History versions={versions} shown={shown} onLook={look} />}
        <Origin made={shown} />
      </div>
    </Dialog>
  );
}
