import type { Piece } from "./types";

/** A film with poster and captions, a sound, pictures, a print file: whatever there is to see and hear. */
export function Player({ files, title }: { files: Piece[]; title: string }) {
  const find = (...mimes: string[]): Piece | undefined =>
    mimes.map((mime) => files.find((file) => file.mime.startsWith(mime))).find(Boolean);
  const film = find("video/");
  if (film) {
    const captions = find("text/vtt");
    return (
      <video
        className="film"
        controls
        playsInline
        preload="metadata"
        src={film.content}
        poster={find("image/")?.content}
        aria-label={title}
      >
        <track kind="captions" srcLang="en" label="English" src={captions?.content} />
      </video>
    );
  }
  const sound = find("audio/mpeg", "audio/");
  if (sound) {
    // biome-ignore lint/a11y/useMediaCaption: a jingle has no words.
    return <audio className="sound" controls preload="metadata" src={sound.content} aria-label={title} />;
  }
  const print = find("application/pdf");
  return (
    <div className="pieces">
      {pictures(files).map((file) => (
        <img key={file.id} src={file.content} alt={title} />
      ))}
      {print && (
        <a className="button small" href={print.content} target="_blank" rel="noreferrer">
          Open the print file (PDF)
        </a>
      )}
    </div>
  );
}

/** One file of each picture: the WebP of a PNG is the same picture. */
export function pictures<Of extends Piece>(files: Of[]): Of[] {
  const stem = (file: Of): string => file.name.replace(/\.\w+$/, "");
  const images = files.filter((file) => file.mime.startsWith("image/"));
  const light = (file: Of): boolean => file.mime === "image/webp";
  return images.filter(
    (file) => light(file) || !images.some((other) => light(other) && stem(other) === stem(file)),
  );
}
