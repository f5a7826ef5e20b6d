import type { Asset } from "../api/types";
import { sizeWords } from "../words";
import { formatName } from "./units";

/** Every file of a version, to be taken home. */
export function Downloads({ files }: { files: Asset[] }) {
  return (
    <ul className="downloads" aria-label="Downloads">
      {files.map((file) => (
        <li key={file.id}>
          <a className="button small" href={file.content} download={file.name}>
            {formatName(file)} <span className="quiet">{sizeWords(file.size)}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}
