import { useQuery } from "@tanstack/react-query";
import { Problem } from "../api/client";
import type { Asset } from "../api/types";
import { Trouble } from "../shell/Trouble";
import { markdownPage } from "./markdown";
import { isFilm, isImage, isMarkdown, isSound, type Made } from "./units";

/** The piece itself. Made HTML never runs here: its frame is a sandbox without scripts, and the server sends it as one. */
export function Face({ made }: { made: Made }) {
  const { face, main } = made;
  if (isFilm(main)) return <Film made={made} />;
  // biome-ignore lint/a11y/useMediaCaption: a jingle has no words.
  if (isSound(main)) return <audio controls src={main.content} aria-label={made.title} />;
  if (isImage(face)) return <img src={face.content} alt={made.title} />;
  if (face.mime.startsWith("text/html")) return <iframe title={made.title} src={face.content} sandbox="" />;
  if (face.mime.startsWith("text/")) return <TextFace asset={face} />;
  return <p className="quiet pad">This kind of file is not shown here. Download it below.</p>;
}

function Film({ made }: { made: Made }) {
  const poster = made.files.find(isImage)?.content;
  const captions = made.files.find((file) => file.mime.startsWith("text/vtt"));
  return (
    <video controls preload="metadata" src={made.main.content} poster={poster} aria-label={made.title}>
      <track kind="captions" src={captions?.content} srcLang="en" label="Captions" />
    </video>
  );
}

function TextFace({ asset }: { asset: Asset }) {
  const { data, error } = useQuery({
    queryKey: ["content", asset.sha256],
    queryFn: () => read(asset.content),
  });
  if (error) return <Trouble error={error} />;
  if (data === undefined) return <p className="quiet pad">Loading…</p>;
  if (!isMarkdown(asset)) return <pre>{data}</pre>;
  return <iframe title={asset.title} srcDoc={markdownPage(data)} sandbox="" />;
}

async function read(address: string): Promise<string> {
  const response = await fetch(address);
  if (!response.ok) throw new Problem(response.status, "The file could not be read. Please try again.");
  return response.text();
}
