/**
 * `<drumbeat-mic>`: the microphone as a custom element, for any page of the server's own origin.
 *
 * Attributes: `server` (its address; this page's own by default), `conversation` (to go on with), `bare` (without
 * transcript, draft and typing, for a page that shows them itself). Events: `drumbeat-told` with what was heard and
 * said, `drumbeat-state` with the line's state and its conversation.
 */
import { type State, type Told, VoiceLine } from "./line";
import { STYLE } from "./style";
import { isUp, STATES } from "./words";

const PAGE = `
<div class="bar">
  <button type="button" class="call"><span class="level"></span><span class="label">Talk</span></button>
  <button type="button" class="mute" aria-pressed="false" hidden>Mute</button>
  <button type="button" class="hold" hidden>Hold to talk</button>
  <select class="device" aria-label="Microphone" hidden></select>
  <label class="way" hidden><input type="checkbox"> Press to talk</label>
</div>
<p class="state" role="status"></p>
<div class="talk" role="log" aria-live="polite" aria-label="Transcript" tabindex="0" hidden></div>
<dl class="draft" aria-label="The draft so far" hidden></dl>
<form class="typing" hidden><input aria-label="Type instead" placeholder="Or type…" maxlength="2000"><button>Send</button></form>
<audio autoplay></audio>`;

interface Draft {
  name: string;
  topic: string;
  objective: string;
  channels: string[];
  deliverables: { type: string; quantity: number }[];
}

export class DrumbeatMic extends HTMLElement {
  #line: VoiceLine | null = null;
  #state: State = "idle";

  connectedCallback(): void {
    if (this.shadowRoot) return;
    const root = this.attachShadow({ mode: "open" });
    root.innerHTML = `<style>${STYLE}</style>${PAGE}`;
    this.#part("button.call").addEventListener("click", () => void this.#toggle());
    this.#part("button.mute").addEventListener("click", () => this.#mute());
    this.#part("select.device").addEventListener("change", () => void this.#choose());
    this.#part("label.way input").addEventListener("change", () => this.#way());
    this.#part("form.typing").addEventListener("submit", (event) => this.#typed(event));
    const hold = this.#part("button.hold");
    for (const down of ["pointerdown", "keydown"]) hold.addEventListener(down, (e) => this.#press(e, true));
    for (const up of ["pointerup", "pointercancel", "keyup", "blur"]) {
      hold.addEventListener(up, (e) => this.#press(e, false));
    }
  }

  disconnectedCallback(): void {
    this.#line?.hangUp();
  }

  /** Words typed by the page that embeds this; false when no line is up. */
  type(text: string): boolean {
    return this.#line?.type(text) ?? false;
  }

  #part<T extends HTMLElement = HTMLElement>(selector: string): T {
    const found = this.shadowRoot?.querySelector<T>(selector);
    if (!found) throw new Error(`no ${selector}`);
    return found;
  }

  async #toggle(): Promise<void> {
    if (isUp(this.#state) || this.#state === "asking") {
      this.#line?.hangUp();
      return;
    }
    const audio = this.#part<HTMLAudioElement>("audio");
    this.#line = new VoiceLine(this.getAttribute("server") ?? "", this.getAttribute("conversation"), audio, {
      onState: (state) => this.#changed(state),
      onTold: (told) => this.#told(told),
      onLevel: (level) => this.style.setProperty("--level", String(level)),
    });
    await this.#line.start(this.#part<HTMLSelectElement>("select.device").value);
  }

  #changed(state: State): void {
    this.#state = state;
    const up = isUp(state);
    this.#part(".state").textContent = STATES[state];
    this.#part("button.call .label").textContent = up || state === "asking" ? "Hang up" : "Talk";
    this.toggleAttribute("live", state === "live");
    for (const each of ["button.mute", "label.way"]) this.#part(each).hidden = !up;
    if (!up) this.#reset();
    if (!this.hasAttribute("bare")) {
      for (const each of [".talk", ".draft", ".typing"]) this.#part(each).hidden = !up && state !== "ended";
    }
    if (state === "live") void this.#devices();
    const detail = { state, conversation: this.#line?.conversation ?? null };
    this.dispatchEvent(new CustomEvent("drumbeat-state", { detail }));
  }

  #reset(): void {
    this.#part("button.hold").hidden = true;
    this.#part("select.device").hidden = true;
    this.#part<HTMLInputElement>("label.way input").checked = false;
    this.#part("button.mute").setAttribute("aria-pressed", "false");
    this.#part("button.mute").textContent = "Mute";
  }

  #told(told: Told): void {
    if (told.type === "turn") void this.#show();
    else if (!this.hasAttribute("bare")) this.#write(told.type, told.text);
    this.dispatchEvent(new CustomEvent("drumbeat-told", { detail: told }));
  }

  #write(who: string, text: string): void {
    const line = document.createElement("p");
    line.className = who;
    line.textContent = text;
    const talk = this.#part(".talk");
    talk.append(line);
    talk.scrollTop = talk.scrollHeight;
  }

  /** The draft as the server has it, slot by slot. */
  async #show(): Promise<void> {
    if (this.hasAttribute("bare") || !this.#line?.conversation) return;
    const url = `${this.getAttribute("server") ?? ""}/api/v1/conversations/${this.#line.conversation}`;
    const response = await fetch(url, { credentials: "same-origin" }).catch(() => null);
    if (!response?.ok) return;
    const draft = ((await response.json()) as { draft: Draft | null }).draft;
    this.#part(".draft").replaceChildren(...(draft ? slots(draft) : []));
  }

  #mute(): void {
    const button = this.#part("button.mute");
    const muted = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(muted));
    button.textContent = muted ? "Unmute" : "Mute";
    this.#line?.open(!muted);
  }

  #way(): void {
    const press = this.#part<HTMLInputElement>("label.way input").checked;
    this.#part("button.hold").hidden = !press;
    this.#part("button.mute").hidden = press;
    this.#line?.open(!press);
  }

  #press(event: Event, down: boolean): void {
    if (event instanceof KeyboardEvent && event.key !== " " && event.key !== "Enter") return;
    event.preventDefault();
    this.#line?.open(down);
    this.#part("button.hold").classList.toggle("held", down);
  }

  async #devices(): Promise<void> {
    const found = (await navigator.mediaDevices.enumerateDevices()).filter((d) => d.kind === "audioinput");
    const select = this.#part<HTMLSelectElement>("select.device");
    const chosen = select.value;
    select.replaceChildren(...found.map((d) => new Option(d.label || "Microphone", d.deviceId)));
    if (found.some((d) => d.deviceId === chosen)) select.value = chosen;
    select.hidden = found.length < 2;
  }

  async #choose(): Promise<void> {
    try {
      await this.#line?.use(this.#part<HTMLSelectElement>("select.device").value);
    } catch {
      this.#part(".state").textContent = STATES["no-device"];
    }
  }

  #typed(event: Event): void {
    event.preventDefault();
    const box = this.#part<HTMLInputElement>(".typing input");
    if (box.value.trim() && this.type(box.value.trim())) box.value = "";
  }
}

function slots(draft: Draft): HTMLElement[] {
  const owed = draft.deliverables.map((d) => `${d.quantity} × ${d.type.replaceAll("_", " ")}`).join(", ");
  const rows: [string, string][] = [
    ["Name", draft.name],
    ["Topic", draft.topic],
    ["Objective", draft.objective],
    ["Channels", draft.channels.join(", ")],
    ["Deliverables", owed],
  ];
  return rows.flatMap(([slot, value]) => {
    const term = document.createElement("dt");
    const what = document.createElement("dd");
    term.textContent = slot;
    what.textContent = value || "–";
    return [term, what];
  });
}

if (!customElements.get("drumbeat-mic")) customElements.define("drumbeat-mic", DrumbeatMic);
