/** One spoken call to Drumbeat over WebRTC: audio both ways, and the talk's text on a data channel. */

export type Trouble = "no-permission" | "no-device" | "busy" | "signed-out" | "lost" | "refused";
export type State = "idle" | "asking" | "connecting" | "live" | "reconnecting" | "ended" | Trouble;

export type Told =
  | { type: "heard"; text: string }
  | { type: "said"; text: string }
  | { type: "turn"; ended: boolean };

export interface Listener {
  onState(state: State): void;
  onTold(told: Told): void;
  /** Loudness of the microphone, 0 to 1. */
  onLevel(level: number): void;
}

interface Answer {
  sdp: string;
  pc_id: string;
  conversation_id: string;
}

/** Waits before each attempt to take up a lost call, in milliseconds. */
const ATTEMPTS = [0, 1000, 2000, 4000, 8000];
const LEVEL_EVERY = 60;
/** How long a connection that says it is disconnected may take to come back by itself. */
const GRACE = 2000;

export class VoiceLine {
  conversation: string | null;
  readonly #base: string;
  readonly #listener: Listener;
  readonly #speaker: HTMLAudioElement;
  #peer: RTCPeerConnection | null = null;
  #channel: RTCDataChannel | null = null;
  #microphone: MediaStream | null = null;
  #meter: (() => void) | null = null;
  #over = true;
  #open = true;

  constructor(base: string, conversation: string | null, speaker: HTMLAudioElement, listener: Listener) {
    this.#base = base;
    this.conversation = conversation;
    this.#speaker = speaker;
    this.#listener = listener;
  }

  /** Asks for the microphone and calls. `device` is an input's id; without it the system's own choice. */
  async start(device: string): Promise<void> {
    this.#over = false;
    this.#listener.onState("asking");
    try {
      this.#microphone = await microphone(device);
    } catch (error) {
      this.#fail(isRefusal(error) ? "no-permission" : "no-device");
      return;
    }
    this.#meter = meter(this.#microphone, this.#listener.onLevel);
    this.open(this.#open);
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
    this.#microphone = fresh;
    this.#meter = meter(fresh, this.#listener.onLevel);
    this.open(this.#open);
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

  async #connect(): Promise<void> {
    for (const wait of ATTEMPTS) {
      await new Promise((resolve) => setTimeout(resolve, wait));
      if (this.#over) return;
      const refused = await this.#call();
      if (refused === null) return;
      if (refused !== "lost") {
        this.#fail(refused);
        return;
      }
    }
    this.#fail("lost");
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
      if (id) void this.#send("PATCH", candidates(id, [candidate]));
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
    const offer = { sdp: peer.localDescription?.sdp, type: "offer", conversation_id: this.conversation };
    const response = await this.#send("POST", offer);
    if (!response?.ok) return refusal(response?.status ?? 0);
    const answer = (await response.json()) as Answer;
    if (peer !== this.#peer || this.#over) return null;
    id = answer.pc_id;
    this.conversation = answer.conversation_id;
    await peer.setRemoteDescription({ type: "answer", sdp: answer.sdp });
    if (found.length) void this.#send("PATCH", candidates(id, found));
    return null;
  }

  #listen(channel: RTCDataChannel): void {
    this.#channel = channel;
    channel.onmessage = ({ data }) => {
      const told = JSON.parse(String(data)) as Told;
      if (told.type === "turn" && told.ended) this.#over = true;
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

  #fail(trouble: Trouble): void {
    this.#finish(trouble);
  }

  #finish(state: State): void {
    this.#over = true;
    this.#meter?.();
    this.#meter = null;
    stop(this.#microphone);
    this.#microphone = null;
    this.#peer?.close();
    this.#peer = null;
    this.#speaker.srcObject = null;
    this.#listener.onState(state);
  }

  async #send(method: string, body: unknown): Promise<Response | null> {
    const headers = { "Content-Type": "application/json" };
    const url = `${this.#base}/api/v1/voice/offer`;
    try {
      return await fetch(url, { method, headers, body: JSON.stringify(body), credentials: "same-origin" });
    } catch {
      return null;
    }
  }
}

/** Echo cancellation keeps the agent from hearing itself through loudspeakers. */
function microphone(device: string): Promise<MediaStream> {
  const choice = device ? { deviceId: { exact: device } } : {};
  const audio = { ...choice, echoCancellation: true, noiseSuppression: true, autoGainControl: true };
  return navigator.mediaDevices.getUserMedia({ audio });
}

function isRefusal(error: unknown): boolean {
  return error instanceof DOMException && ["NotAllowedError", "SecurityError"].includes(error.name);
}

function stop(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

function candidates(id: string, found: RTCIceCandidate[]): unknown {
  const listed = found.map((each) => ({
    candidate: each.candidate,
    sdp_mid: each.sdpMid ?? "0",
    sdp_mline_index: each.sdpMLineIndex ?? 0,
  }));
  return { pc_id: id, candidates: listed };
}

function refusal(status: number): Trouble {
  if (status === 401 || status === 403) return "signed-out";
  if (status === 503) return "busy";
  return status === 0 || status >= 500 ? "lost" : "refused";
}

/** Measures a stream until the function it returns is called. */
function meter(stream: MediaStream, onLevel: (level: number) => void): () => void {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 512;
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
    onLevel(Math.min(1, Math.sqrt(power) * 6));
  }, LEVEL_EVERY);
  return () => {
    clearInterval(timer);
    void context.close();
    onLevel(0);
  };
}
