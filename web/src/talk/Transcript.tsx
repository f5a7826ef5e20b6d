import { useEffect, useRef } from "react";
import type { Line } from "./useConversation";

interface Props {
  lines: Line[];
  waiting: boolean;
  /** What the caller has said so far of a turn that is not over. */
  hearing: string;
}

/** A log region: a screen reader speaks each new line as it comes. */
export function Transcript({ lines, waiting, hearing }: Props) {
  const log = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (log.current && (waiting || hearing || lines.length > 0))
      log.current.scrollTop = log.current.scrollHeight;
  }, [lines, waiting, hearing]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <div ref={log} className="transcript" role="log" aria-live="polite" aria-label="Transcript" tabIndex={0}>
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines are only ever added at the end
        <p key={index} className={`bubble bubble-${line.speaker}`}>
          <span className="hidden">{line.speaker === "agent" ? "Drumbeat: " : "You: "}</span>
          {line.text}
        </p>
      ))}
      {hearing && (
        <p className="bubble bubble-caller hearing" aria-hidden="true">
          {hearing} …
        </p>
      )}
      {waiting && (
        <p className="bubble bubble-agent thinking">
          <span className="hidden">Drumbeat is thinking</span>
          <i />
          <i />
          <i />
        </p>
      )}
    </div>
  );
}
