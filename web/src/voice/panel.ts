/** What the widget shows of the talk: the transcript of both sides, and the draft as it fills. */

import { channelName, join, typeName } from "../words";
import type { Draft } from "./server";

export type Speaker = "heard" | "said";

export class Transcript {
  readonly #log: HTMLElement;
  #partial: HTMLElement | null = null;

  constructor(log: HTMLElement) {
    this.#log = log;
  }

  get empty(): boolean {
    return this.#log.childElementCount === 0;
  }

  write(who: Speaker, text: string): void {
    const last = this.#log.lastElementChild;
    if (who === "heard") this.partial("");
    if (who === "said" && last?.classList.contains("said")) last.append(` ${text}`);
    else this.#log.append(bubble(who, text));
    this.#scroll();
  }

  /** What is heard so far; the whole turn takes its place. */
  partial(text: string): void {
    if (!text) {
      this.#partial?.remove();
      this.#partial = null;
      return;
    }
    if (!this.#partial) {
      this.#partial = bubble("heard", "");
      this.#partial.classList.add("partial");
      // The whole turn is read out when it is there, not every guess at it.
      this.#partial.setAttribute("aria-hidden", "true");
      this.#log.append(this.#partial);
    }
    this.#partial.textContent = `${text} …`;
    this.#scroll();
  }

  #scroll(): void {
    this.#log.scrollTop = this.#log.scrollHeight;
  }
}

function bubble(who: Speaker, text: string): HTMLElement {
  const line = document.createElement("p");
  line.className = who;
  const speaker = document.createElement("span");
  speaker.className = "who";
  speaker.textContent = who === "heard" ? "You: " : "Drumbeat: ";
  line.append(...(text ? [speaker, text] : []));
  return line;
}

/** Fills the list slot by slot: what has just been filled or changed is marked for a moment. */
export function showDraft(list: HTMLElement, draft: Draft | null): void {
  const rows = draft ? slots(draft) : [];
  for (const [slot, value] of rows) {
    const row = list.querySelector<HTMLElement>(`[data-slot="${slot}"]`) ?? added(list, slot);
    const what = row.lastElementChild;
    if (!what || what.textContent === (value || "–")) continue;
    what.textContent = value || "–";
    row.classList.toggle("filled", value !== "");
    row.classList.remove("fresh");
    // Read so that the browser begins the animation anew.
    void row.offsetWidth;
    row.classList.toggle("fresh", value !== "");
  }
  if (!draft) list.replaceChildren();
}

function added(list: HTMLElement, slot: string): HTMLElement {
  const row = document.createElement("div");
  row.dataset.slot = slot;
  const term = document.createElement("dt");
  term.textContent = slot;
  row.append(term, document.createElement("dd"));
  list.append(row);
  return row;
}

function slots(draft: Draft): [slot: string, value: string][] {
  const owed = draft.deliverables.map((each) => `${each.quantity} × ${typeName(each.type, each.quantity)}`);
  return [
    ["Campaign", draft.name],
    ["Topic", draft.topic],
    ["Objective", draft.objective],
    ["Channels", draft.channels.length ? join(draft.channels.map(channelName)) : ""],
    ["Deliverables", owed.join(", ")],
  ];
}
