/**
 * `<drumbeat-mic>`: the microphone as a custom element, for any page. docs/widget.md tells how to embed it.
 *
 * Attributes: `server` (its address; where this script comes from by default), `token` or `token-url` (leave to call
 * from another site's page), `conversation` (to go on with), `bare` (without transcript, draft and typing, for a page
 * that shows them itself). Events: `drumbeat-told` with what was heard and said, `drumbeat-state` with the line's
 * state and its conversation.
 */
import { type State, type Told, VoiceLine } from "./line";
import { showDraft, Transcript } from "./panel";
import { Server, type Typed } from "./server";
import { dress } from "./style";
import * as words from "./words";

const PAGE = `
<div class="bar">
  <button type="button" class="call"><span class="level" aria-hidden="true"><i></i><i></i><i></i><i></i><i></i></span><span class="label">Talk</span></button>
  <button type="button" class="mute" aria-pressed="false" hidden>Mute</button>
  <button type="button" class="hold" hidden>Hold to talk</button>
  <select class="device" aria-label="Microphone" hidden></select>
  <label class="way" hidden><input type="checkbox"> Press to talk</label>
</div>
<p class="state" role="status"></p>
<div class="talk" role="log" aria-live="polite" aria-label="Transcript" tabindex="0"></div>
<dl class="draft" aria-label="The draft so far"></dl>
<form class="typing"><input aria-label="Type instead" placeholder="Or type what you would say…" maxlength="2000"><button>Send</button></form>
<audio autoplay></audio>`;
/** The talk outlives a reload of this tab. Its id is no secret: it opens nothing without the token. */
const REMEMBERED = "drumbeat.mic";

export class DrumbeatMic extends HTMLElement {
  #line: VoiceLine | null = null;
  #state: State = "idle";
  #transcript: Transcript | null = null;
  #conversation: string | null = null;
  readonly #online = (): void => {
    if (this.#state === "offline" || this.#state === "lost") this.#note(words.BACK_ONLINE);
  };
  readonly #plugged = (): void => void this.#devices();

  connectedCallback(): void {
    addEventListener("online", this.#online);
    navigator.mediaDevices?.addEventListener("devicechange", this.#plugged);
    if (this.shadowRoot) return;
    const root = this.attachShadow({ mode: "open" });
    root.innerHTML = PAGE;
    dress(root);
    this.#transcript = new Transcript(this.#part(".talk"));
    if (this.#bare) for (const each of [".talk", ".draft", ".typing"]) this.#part(each).hidden = true;
    else this.#conversation = sessionStorage.getItem(REMEMBERED);
    this.#part("button.call").addEventListener("click", () => void this.#toggle());
    this.#part("button.mute").addEventListener("click", () => this.#mute());
    this.#part("select.device").addEventListener("change", () => void this.#choose());
    this.#part("label.way input").addEventListener("change", () => this.#way());
    this.#part("form.typing").addEventListener("submit", (event) => void this.#typed(event));
    const hold = this.#part("button.hold");
    for (const down of ["pointerdown", "keydown"]) hold.addEventListener(down, (e) => this.#press(e, true));
    for (const up of ["pointerup", "pointercancel", "keyup", "blur"]) {
      hold.addEventListener(up, (e) => this.#press(e, false));
    }
  }

  disconnectedCallback(): void {
    removeEventListener("online", this.#online);
    navigator.mediaDevices?.removeEventListener("devicechange", this.#plugged);
    this.#line?.hangUp();
  }

  /** Words typed by the page that embeds this; false when no line is up. */
  type(text: string): boolean {
    return this.#line?.type(text) ?? false;
  }

  get #bare(): boolean {
    return this.hasAttribute("bare");
  }

  get #server(): Server {
    return new Server({
      base: this.getAttribute("server") ?? new URL(import.meta.url).origin,
      token: this.getAttribute("token"),
      tokenUrl: this.getAttribute("token-url"),
    });
  }

  #part<T extends HTMLElement = HTMLElement>(selector: string): T {
    const found = this.shadowRoot?.querySelector<T>(selector);
    if (!found) throw new Error(`no ${selector}`);
    return found;
  }

  async #toggle(): Promise<void> {
    if (words.isUp(this.#state) || this.#state === "asking") {
      this.#line?.hangUp();
      return;
    }
    const conversation = this.getAttribute("conversation") ?? this.#conversation;
    this.#line = new VoiceLine(this.#server, conversation, this.#part<HTMLAudioElement>("audio"), {
      onState: (state) => this.#changed(state),
      onTold: (told) => this.#told(told),
      onLevel: (level) => this.style.setProperty("--level", String(level)),
      onDevice: (found) => this.#note(found ? words.CHANGED_DEVICE : words.STATES["no-device"]),
    });
    await this.#line.start(this.#part<HTMLSelectElement>("select.device").value);
  }

  #changed(state: State): void {
    this.#state = state;
    const up = words.isUp(state);
    const foreign = this.hasAttribute("token") || this.hasAttribute("token-url");
    if (state === "signed-out" && foreign) this.#note(words.TOKEN_OVER);
    else this.#note(state === "live" && this.hasAttribute("muted") ? words.MUTED : words.STATES[state]);
    this.#part("button.call .label").textContent = up || state === "asking" ? "Hang up" : "Talk";
    this.toggleAttribute("live", state === "live");
    this.toggleAttribute("up", up || state === "asking");
    this.toggleAttribute("trouble", words.isTrouble(state));
    for (const each of ["button.mute", "label.way"]) this.#part(each).hidden = !up;
    if (!up) this.#reset();
    if (state === "live") void this.#devices();
    this.#keep(this.#line?.saidGoodbye || state === "refused" ? null : (this.#line?.conversation ?? null));
    const detail = { state, conversation: this.#line?.conversation ?? null };
    this.dispatchEvent(new CustomEvent("drumbeat-state", { detail }));
  }

  /** Remembers the talk to go on with; null forgets it. */
  #keep(conversation: string | null): void {
    if (this.#bare) return;
    this.#conversation = conversation;
    if (conversation) sessionStorage.setItem(REMEMBERED, conversation);
    else sessionStorage.removeItem(REMEMBERED);
  }

  #note(text: string): void {
    this.#part(".state").textContent = text;
  }

  #reset(): void {
    this.#part("button.hold").hidden = true;
    this.#part("select.device").hidden = true;
    this.#part<HTMLInputElement>("label.way input").checked = false;
    this.#showMuted(false);
    this.#transcript?.partial("");
  }

  #told(told: Told): void {
    if (!this.#bare) this.#show(told);
    this.dispatchEvent(new CustomEvent("drumbeat-told", { detail: told }));
  }

  #show(told: Told): void {
    if (told.type === "partial") this.#transcript?.partial(told.text);
    else if (told.type === "draft") showDraft(this.#part(".draft"), told.draft);
    else if (told.type !== "turn") this.#transcript?.write(told.type, told.text);
  }

  #mute(): void {
    const muted = this.#part("button.mute").getAttribute("aria-pressed") !== "true";
    this.#showMuted(muted);
    this.#line?.open(!muted);
    this.#note(muted ? words.MUTED : words.STATES[this.#state]);
  }

  #showMuted(muted: boolean): void {
    const button = this.#part("button.mute");
    button.setAttribute("aria-pressed", String(muted));
    button.textContent = muted ? "Unmute" : "Mute";
    this.toggleAttribute("muted", muted);
  }

  #way(): void {
    const press = this.#part<HTMLInputElement>("label.way input").checked;
    this.#part("button.hold").hidden = !press;
    this.#part("button.mute").hidden = press;
    this.#showMuted(false);
    this.#line?.open(!press);
  }

  #press(event: Event, down: boolean): void {
    if (event instanceof KeyboardEvent && event.key !== " " && event.key !== "Enter") return;
    event.preventDefault();
    if (this.#part("button.hold").hidden) return;
    this.#line?.open(down);
    this.#part("button.hold").classList.toggle("held", down);
  }

  async #devices(): Promise<void> {
    if (this.#state !== "live") return;
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
      this.#note(words.STATES["no-device"]);
    }
  }

  async #typed(event: Event): Promise<void> {
    event.preventDefault();
    const box = this.#part<HTMLInputElement>(".typing input");
    const text = box.value.trim();
    if (!text) return;
    box.value = "";
    if (!this.type(text) && !(await this.#typedWithoutLine(text))) box.value = text;
  }

  /** The typed door, where no line is up; false when the words did not get through. */
  async #typedWithoutLine(text: string): Promise<boolean> {
    const response = await this.#server.type(this.getAttribute("conversation") ?? this.#conversation, text);
    if (response && [404, 409].includes(response.status)) this.#keep(null);
    if (!response?.ok) {
      this.#note(response?.status === 401 ? words.TOKEN_OVER : words.NO_REPLY);
      return false;
    }
    const typed = (await response.json()) as Typed;
    this.#keep(typed.ended ? null : typed.conversation_id);
    if (typed.greeting) this.#told({ type: "said", text: typed.greeting });
    this.#told({ type: "heard", text });
    this.#told({ type: "said", text: typed.reply });
    this.#told({ type: "draft", draft: typed.draft });
    return true;
  }
}

if (!customElements.get("drumbeat-mic")) customElements.define("drumbeat-mic", DrumbeatMic);
