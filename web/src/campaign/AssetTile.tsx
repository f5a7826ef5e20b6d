import { formatName, isImage, type Made } from "../assets/units";
import { typeName } from "../words";

export function AssetTile({ made, onOpen }: { made: Made; onOpen: () => void }) {
  const { face, title } = made;
  return (
    <button type="button" className="tile" onClick={onOpen}>
      {isImage(face) ? (
        <img src={face.content} alt={title} loading="lazy" decoding="async" />
      ) : (
        <span className="tile-kind" aria-hidden="true">
          {formatName(face)}
        </span>
      )}
      <span className="tile-text">
        <span className="tile-title">{title}</span>
        <span className="quiet tiny">
          {typeName(made.type)} {made.project === null ? made.unit : `of project ${made.project}`}
          {face.decision && ` · ${face.decision}`}
        </span>
      </span>
    </button>
  );
}
