import { useEffect, useRef } from "react";
import type { Line } from "./useConversation";

/** A log region: a screen reader speaks each new line as it comes. */
export function Transcript({ lines, waiting }: { lines: Line[]; waiting: boolean }) {
  const end = useRef<HTMLDivElement>(null);
  const length = lines.length + Number(waiting);
  useEffect(() => {
    if (length > 0) end.current?.scrollIntoView({ block: "nearest" });
  }, [length]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <div className="transcript" role="log" aria-live="polite" aria-label="Transcript" tabIndex={0}>
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines are only ever added at the end
        <p key={index} className={`bubble bubble-${line.speaker}`}>
          <span className="hidden">{line.speaker === "agent" ? "Drumbeat: " : "You: "}</span>
          {line.text}
        </p>
      ))}
      {waiting && (
        <p className="bubble bubble-agent thinking">
          <span className="hidden">Drumbeat is thinking</span>
          <i />
          <i />
          <i />
        </p>
      )}
      <div ref={end} />
    </div>
  );
}
