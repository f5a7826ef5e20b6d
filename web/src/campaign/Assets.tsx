import { useQuery } from "@tanstack/react-query";
import { lazy, useMemo, useState } from "react";
import { assets as assetsQuery } from "../api/queries";
import { isImage, type Made, unitsOf } from "../assets/units";
import { Late } from "../shell/Late";
import { Trouble } from "../shell/Trouble";
import { AssetTile } from "./AssetTile";

const AssetViewer = lazy(() => import("../assets/AssetViewer"));

/** What has been made so far; it grows while the run goes on. */
export function Assets({ id }: { id: string }) {
  const found = useQuery(assetsQuery(id));
  const [open, setOpen] = useState("");
  const units = useMemo(() => unitsOf(found.data ?? []), [found.data]);
  // Looked up anew each time: what is open may meanwhile have another version.
  const viewed = units.find((unit) => unit.key === open);
  if (found.error && !found.data) return <Trouble error={found.error} onRetry={() => void found.refetch()} />;
  if (units.length === 0) return null;
  const pictures = units.filter((unit) => isImage(unit.face));
  const texts = units.filter((unit) => !isImage(unit.face));
  return (
    <section aria-labelledby="assets">
      <header className="section-head">
        <h2 id="assets">Made so far</h2>
        <a className="button small" href={`/api/v1/campaigns/${id}/download`} download>
          Download all (ZIP)
        </a>
      </header>
      <Tiles units={pictures} className="pictures" onOpen={(made) => setOpen(made.key)} />
      <Tiles units={texts} className="texts" onOpen={(made) => setOpen(made.key)} />
      {viewed && (
        <Late>
          <AssetViewer made={viewed} onClose={() => setOpen("")} />
        </Late>
      )}
    </section>
  );
}

interface TilesProps {
  units: Made[];
  className: string;
  onOpen: (made: Made) => void;
}

function Tiles({ units, className, onOpen }: TilesProps) {
  if (units.length === 0) return null;
  return (
    <ul className={className}>
      {units.map((made) => (
        <li key={made.key}>
          <AssetTile made={made} onOpen={() => onOpen(made)} />
        </li>
      ))}
    </ul>
  );
}
