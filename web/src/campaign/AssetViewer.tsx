import { useQuery } from "@tanstack/react-query";
import { Problem } from "../api/client";
import type { Asset } from "../api/types";
import { Dialog } from "../shell/Dialog";
import { Trouble } from "../shell/Trouble";
import { sizeWords } from "../words";
import { markdownPage } from "./markdown";
import { formatName, isImage, isMarkdown, type Made } from "./units";

interface Props {
  made: Made;
  onClose: () => void;
}

/** Made HTML never runs here: its frame is a sandbox without scripts, and the server sends it as one. */
export default function AssetViewer({ made, onClose }: Props) {
  return (
    <Dialog title={made.title} onClose={onClose} className="viewer">
      <div className="viewer-body">
        <Face asset={made.face} />
      </div>
      <p className="quiet tiny">{provenance(made.face)}</p>
      <ul className="downloads" aria-label="Downloads">
        {made.files.map((asset) => (
          <li key={asset.id}>
            <a className="button small" href={asset.content} download={asset.name}>
              {formatName(asset)} <span className="quiet">{sizeWords(asset.size)}</span>
            </a>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

function Face({ asset }: { asset: Asset }) {
  if (isImage(asset)) return <img src={asset.content} alt={asset.title} />;
  if (asset.mime.startsWith("text/html")) {
    return <iframe title={asset.title} src={asset.content} sandbox="" />;
  }
  if (asset.mime.startsWith("text/")) return <TextFace asset={asset} />;
  return <p className="quiet">This kind of file is not shown here. Download it below.</p>;
}

function TextFace({ asset }: { asset: Asset }) {
  const { data, error } = useQuery({
    queryKey: ["content", asset.sha256],
    queryFn: () => read(asset.content),
  });
  if (error) return <Trouble error={error} />;
  if (data === undefined) return <p className="quiet">Loading…</p>;
  if (!isMarkdown(asset)) return <pre>{data}</pre>;
  return <iframe title={asset.title} srcDoc={markdownPage(data)} sandbox="" />;
}

async function read(address: string): Promise<string> {
  const response = await fetch(address);
  if (!response.ok) throw new Problem(response.status, "The file could not be read. Please try again.");
  return response.text();
}

/** The maker signs every file; the page repeats the signature. */
function provenance(asset: Asset): string {
  const { maker, model } = asset.provenance;
  const by = [maker, model].filter((part) => typeof part === "string" && part).join(", ");
  return `${by ? `Made by ${by}. ` : ""}SHA-256 ${asset.sha256.slice(0, 12)}…`;
}
