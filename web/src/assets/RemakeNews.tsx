import { useQuery } from "@tanstack/react-query";
import { remakes as remakesQuery } from "../api/queries";
import type { Remake } from "../api/types";
import { creditWords } from "../words";
import type { Made } from "./units";

interface Props {
  campaignId: string;
  newest: Made;
  /** The remake that was asked for while this piece is open. */
  asked: Remake | null;
}

/** How making it again goes: under way, there, or failed with the mend. */
export function RemakeNews({ campaignId, newest, asked }: Props) {
  const found = useQuery(remakesQuery(campaignId)).data ?? [];
  const listed = found.find((remake) => remake.type === newest.type && remake.unit === newest.unit);
  const remake = asked && (!listed || listed.created_at < asked.created_at) ? asked : listed;
  return <div role="status">{remake && newest.project === null && news(remake, newest, asked)}</div>;
}

function news(remake: Remake, newest: Made, asked: Remake | null) {
  if (remake.status === "pending" || remake.status === "active") return <UnderWay remake={remake} />;
  if (remake.status === "failed" && remake.created_at > newest.face.created_at) {
    return (
      <p className="trouble">
        Making it again did not work: {remake.error?.cause}. To mend it: {remake.error?.mend}. It cost
        nothing.
      </p>
    );
  }
  if (remake.status === "completed" && remake.id === asked?.id) {
    return (
      <p className="good">
        Version {remake.version} is made, for {creditWords(remake.credits)}.
      </p>
    );
  }
  return null;
}

function UnderWay({ remake }: { remake: Remake }) {
  return (
    <div className="under-way">
      <p>{remake.note ? `Being made again: “${remake.note}”` : "Being made again…"}</p>
      <progress className="bar" aria-label="Being made again" />
      {!remake.note_followed && (
        <p className="quiet tiny">
          The maker does not understand this note, so expect another version and no more.
        </p>
      )}
    </div>
  );
}
