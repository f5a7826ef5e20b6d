import { type KeyboardEvent, type SubmitEvent, useEffect, useRef, useState } from "react";

interface Props {
  ready: boolean;
  onSay: (text: string) => Promise<unknown>;
}

/** Longest turn that the server takes, in characters. */
const LONGEST = 2000;

export function Composer({ ready, onSay }: Props) {
  const [text, setText] = useState("");
  const box = useRef<HTMLTextAreaElement>(null);
  const spoken = useRef(false);

  useEffect(() => {
    if (ready && spoken.current) box.current?.focus();
  }, [ready]);

  function say(): void {
    const words = text.trim();
    if (!ready || !words) return;
    spoken.current = true;
    setText("");
    onSay(words).catch(() => setText((typed) => typed || words));
  }

  function submit(event: SubmitEvent): void {
    event.preventDefault();
    say();
  }

  function key(event: KeyboardEvent): void {
    // While an input method composes, Enter chooses a word.
    if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault();
      say();
    }
  }

  return (
    <form className="composer" onSubmit={submit}>
      <textarea
        ref={box}
        aria-label="Say something to Drumbeat"
        placeholder="Type what you would say…"
        rows={2}
        maxLength={LONGEST}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={key}
      />
      <button type="submit" className="main" disabled={!ready || !text.trim()}>
        Send
      </button>
    </form>
  );
}
