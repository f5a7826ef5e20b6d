import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { command } from "../api/client";
import { keys, versions as versionsQuery } from "../api/queries";
import type { Asset } from "../api/types";
import { Downloads } from "../assets/Downloads";
import { Trouble } from "../shell/Trouble";
import { Waiting } from "../shell/Waiting";
import { dateWords } from "../words";
import { Player } from "./Player";
import { Review } from "./Review";
import type { Project } from "./types";
import { projectName } from "./words";

/** The finished piece: shown, judged, to be taken home; its earlier versions beside it. */
export function Finished({ project }: { project: Project }) {
  const client = useQueryClient();
  const [picked, pick] = useState<{ version: number; of: number } | null>(null);
  const head = project.assets[0] ?? "";
  const found = useQuery(versionsQuery(project.campaign_id, `project/${project.id}`, head));
  const restore = useMutation({
    mutationFn: (asset: Asset) => command(`/assets/${asset.id}/restore`),
    onSettled: () => client.invalidateQueries({ queryKey: keys.campaign(project.campaign_id) }),
  });
  if (!found.data) return <Waiting on={found} saying="Fetching what was made…" />;
  const newest = Math.max(...found.data.map((asset) => asset.version));
  // A new version is shown when it comes, whichever was being looked at.
  const shown = picked?.of === newest ? picked.version : newest;
  const files = found.data.filter((asset) => asset.version === shown);
  const one = files[0];
  if (!one) return null;
  return (
    <div className="finished">
      <Player files={files} title={projectName(project)} />
      {newest > 1 && (
        <Versions newest={newest} shown={shown} onShow={(to) => pick({ version: to, of: newest })} />
      )}
      <p className="quiet tiny">
        Version {shown} of {newest}, made {dateWords(one.created_at)}
      </p>
      {one.verdict && <Review verdict={one.verdict} />}
      <Downloads files={files} />
      {shown < newest && (
        <div className="command-row">
          <button
            type="button"
            className="small"
            aria-disabled={restore.isPending}
            onClick={() => restore.isPending || restore.mutate(one)}
          >
            Bring version {shown} back · free
          </button>
        </div>
      )}
      {restore.error && <Trouble error={restore.error} />}
    </div>
  );
}

interface VersionsProps {
  newest: number;
  shown: number;
  onShow: (version: number) => void;
}

function Versions({ newest, shown, onShow }: VersionsProps) {
  const every = Array.from({ length: newest }, (_, at) => newest - at);
  return (
    <fieldset className="versions">
      <legend className="hidden">Versions</legend>
      {every.map((version) => (
        <button
          key={version}
          type="button"
          className="small"
          aria-pressed={version === shown}
          onClick={() => onShow(version)}
        >
          Version {version}
        </button>
      ))}
    </fieldset>
  );
}
