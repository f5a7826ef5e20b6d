import { useEffect, useRef } from "react";
import "./element";
import type { DrumbeatMic } from "./element";
import type { State, Told } from "./line";
import { isUp } from "./words";

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "drumbeat-mic": React.DetailedHTMLProps<React.HTMLAttributes<DrumbeatMic>, DrumbeatMic> & {
        conversation?: string;
        bare?: string;
      };
    }
  }
}

interface Props {
  conversation: string;
  onTold(told: Told): void;
  /** The line is up, with the way to type into it, or it is not. */
  onLine(type: ((text: string) => boolean) | null): void;
}

/** The microphone beside the typed box: the same conversation, spoken. */
export function VoiceBar({ conversation, onTold, onLine }: Props) {
  const mic = useRef<DrumbeatMic>(null);
  const told = useRef(onTold);
  const line = useRef(onLine);

  useEffect(() => {
    told.current = onTold;
    line.current = onLine;
  });

  useEffect(() => {
    const element = mic.current;
    if (!element) return;
    const onToldEvent = (event: Event): void => told.current((event as CustomEvent<Told>).detail);
    const onState = (event: Event): void => {
      const { state } = (event as CustomEvent<{ state: State }>).detail;
      line.current(isUp(state) ? (text) => element.type(text) : null);
    };
    element.addEventListener("drumbeat-told", onToldEvent);
    element.addEventListener("drumbeat-state", onState);
    return () => {
      element.removeEventListener("drumbeat-told", onToldEvent);
      element.removeEventListener("drumbeat-state", onState);
    };
  }, []);

  return <drumbeat-mic ref={mic} bare="" conversation={conversation} />;
}
