/** One spoken call to Drumbeat over WebRTC: audio both ways, and the talk's text on a data channel. */

import { type Missing, meter, microphone, missing, stop } from "./microphone";
import type { Answer, Draft, Server } from "./server";

export type Trouble = Missing | "busy" | "signed-out" | "offline" | "lost" | "refused";
export type State = "idle" | "asking" | "connecting" | "live" | "reconnecting" | "ended" | Trouble;

export type Told =
  | { type: "partial"; text: string }
  | { type: "heard"; text: string }
  | { type: "said"; text: string }
  | { type: "draft"; draft: Draft | null }
  | { type: "turn"; ended: boolean };

export interface Listener {
  onState(state: State): void;
  onTold(told: Told): void;
  /** Loudness of the microphone, 0 to 1. */
  onLevel(level: number): void;
  /** The microphone in use was taken away, and another is in use or none. */
  onDevice(found: boolean): void;
}

/** Waits before each attempt to take up a lost call, in milliseconds. */
const ATTEMPTS = [0, 1000, 2000, 4000, 8000];
/** How long a connection that says it is disconnected may take to come back by itself. */
const GRACE = 2000;
/** How long a connection may take to be made. */
const PATIENCE = 15_000;

export class VoiceLine {
  conversation: string | null;
  readonly #server: Server;
  readonly #listener: Listener;
  readonly #speaker: HTMLAudioElement;
  #peer: RTCPeerConnection | null = null;
  #channel: RTCDataChannel | null = null;
  #microphone: MediaStream | null = null;
  #meter: (() => void) | null = null;
  #over = true;
  #saidGoodbye = false;
  #open = true;

  constructor(server: Server, conversation: string | null, speaker: HTMLAudioElement, listener: Listener) {
    this.#server = server;
    this.conversation = conversation;
    this.#speaker = speaker;
    this.#listener = listener;
  }

  /** True once the talk has come to its end; a call that was only hung up can be gone on with. */
  get saidGoodbye(): boolean {
    return this.#saidGoodbye;
  }

  /** Asks for the microphone and calls. `device` is an input's id; without it the system's own choice. */
  async start(device: string): Promise<void> {
    this.#over = false;
    this.#listener.onState("asking");
    let stream: MediaStream;
    try {
      stream = await microphone(device);
    } catch (error) {
      this.#finish(missing(error));
      return;
    }
    if (this.#over) {
      stop(stream);
      return;
    }
    this.#hold(stream);
    this.#listener.onState("connecting");
    await this.#connect();
  }

  /** Opens or shuts the microphone; the line stays up. */
  open(open: boolean): void {
    this.#open = open;
    for (const track of this.#microphone?.getAudioTracks() ?? []) track.enabled = open;
  }

  /** Changes the microphone in the middle of a call. */
  async use(device: string): Promise<void> {
    const fresh = await microphone(device);
    const [track] = fresh.getAudioTracks();
    await this.#peer?.getSenders()[0]?.replaceTrack(track ?? null);
    this.#meter?.();
    stop(this.#microphone);
    this.#hold(fresh);
  }

  /** Words typed in the middle of the call; false when the line is not up. */
  type(text: string): boolean {
    if (this.#channel?.readyState !== "open") return false;
    this.#channel.send(JSON.stringify({ type: "text", text }));
    return true;
  }

  hangUp(): void {
    this.#finish("ended");
  }

  #hold(stream: MediaStream): void {
    this.#microphone = stream;
    this.#meter = meter(stream, this.#listener.onLevel);
    this.open(this.#open);
    for (const track of stream.getAudioTracks()) track.onended = () => void this.#unplugged();
  }

  async #unplugged(): Promise<void> {
    try {
      await this.use("");
      this.#listener.onDevice(true);
    } catch {
      this.#listener.onDevice(false);
    }
  }

  async #connect(): Promise<void> {
    let trouble: Trouble = "lost";
    for (const wait of ATTEMPTS) {
      await new Promise((resolve) => setTimeout(resolve, wait));
      if (this.#over) return;
      const refused = await this.#call();
      if (refused === null || this.#over) return;
      trouble = refused;
      if (trouble !== "lost") break;
    }
    this.#finish(trouble === "lost" && !navigator.onLine ? "offline" : trouble);
  }

  /** One attempt; what went wrong, or null. */
  async #call(): Promise<Trouble | null> {
    this.#peer?.close();
    const peer = new RTCPeerConnection({ iceServers: [] });
    this.#peer = peer;
    const found: RTCIceCandidate[] = [];
    let id = "";
    peer.onicecandidate = ({ candidate }) => {
      if (!candidate) return;
      if (id) void this.#server.candidates(id, [candidate]);
      else found.push(candidate);
    };
    peer.ontrack = ({ track }) => {
      this.#speaker.srcObject = new MediaStream([track]);
      void this.#speaker.play().catch(() => undefined);
    };
    peer.onconnectionstatechange = () => this.#changed(peer);
    for (const track of this.#microphone?.getAudioTracks() ?? []) peer.addTrack(track);
    this.#listen(peer.createDataChannel("talk"));
    await peer.setLocalDescription();
    const response = await this.#server.offer(peer.localDescription?.sdp, this.conversation);
    if (!response?.ok) return refusal(response?.status ?? 0);
    const answer = (await response.json()) as Answer;
    if (peer !== this.#peer || this.#over) return null;
    id = answer.pc_id;
    this.conversation = answer.conversation_id;
    await peer.setRemoteDescription({ type: "answer", sdp: answer.sdp });
    if (found.length) void this.#server.candidates(id, found);
    setTimeout(() => {
      if (peer === this.#peer && peer.connectionState === "connecting") this.#finish("lost");
    }, PATIENCE);
    return null;
  }

  #listen(channel: RTCDataChannel): void {
    this.#channel = channel;
    channel.onmessage = ({ data }) => {
      const told = JSON.parse(String(data)) as Told;
      if (told.type === "turn" && told.ended) this.#over = this.#saidGoodbye = true;
      this.#listener.onTold(told);
    };
  }

  #changed(peer: RTCPeerConnection): void {
    if (peer !== this.#peer) return;
    const state = peer.connectionState;
    if (state === "connected") this.#listener.onState("live");
    else if (state === "closed" || state === "failed") this.#lost(peer);
    else if (state === "disconnected") setTimeout(() => this.#lost(peer), GRACE);
  }

  #lost(peer: RTCPeerConnection): void {
    if (peer !== this.#peer || peer.connectionState === "connected") return;
    if (this.#over) {
      this.#finish("ended");
      return;
    }
    this.#listener.onState("reconnecting");
    void this.#connect();
  }

  #finish(state: State): void {
    this.#over = true;
    this.#meter?.();
    this.#meter = null;
    stop(this.#microphone);
    this.#microphone = null;
    this.#peer?.close();
    this.#peer = null;
    this.#channel = null;
    this.#speaker.srcObject = null;
    this.#listener.onState(state);
  }
}

function refusal(status: number): Trouble {
  if (status === 401 || status === 403) return "signed-out";
  if (status === 503) return "busy";
  return status === 0 || status >= 500 ? "lost" : "refused";
}
