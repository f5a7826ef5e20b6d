import { useRef, useState } from "react";

interface Props {
  url: string;
  /** What the link shows: the subject of a letter that carries it. */
  about: string;
}

/** A new link, to be copied or sent. The letter is the reader's own mail program's; nothing is sent from here. */
export function ShareAddress({ url, about }: Props) {
  const field = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState(false);
  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(url);
      setCopied(true);
    } catch {
      // A browser has no clipboard for a page that came over plain HTTP: marked, it can be copied by hand.
      setCopied(false);
      field.current?.focus();
    }
  }
  return (
    <div className="share-address" role="status">
      <input
        ref={field}
        readOnly
        aria-label="Address of the link"
        value={url}
        onFocus={(event) => event.target.select()}
      />
      <button type="button" className="small" onClick={() => void copy()}>
        {copied ? "Copied" : "Copy"}
      </button>
      <a className="button small" href={letter(about, url)}>
        E-mail
      </a>
      <p className="quiet">Keep it: it is shown this once. A new link makes this one void.</p>
    </div>
  );
}

/** RFC 6068: in a query of it, spaces are `%20`. */
function letter(subject: string, body: string): string {
  return `mailto:?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}`;
}
