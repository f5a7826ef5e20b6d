/** The widget's doors of the server: with a token on other sites' pages, with the session's cookie on its own. */

import type { Campaign } from "../api/types";

export interface Answer {
  sdp: string;
  pc_id: string;
  conversation_id: string;
}

export interface Typed {
  conversation_id: string;
  greeting: string;
  reply: string;
  ended: boolean;
  draft: Draft | null;
}

export type Draft = Pick<
  Campaign,
  "id" | "name" | "topic" | "objective" | "channels" | "deliverables" | "missing"
>;

/** What the page says of where and as whom to call. */
export interface Access {
  /** The server's origin. */
  base: string;
  token: string | null;
  /** An address of the page's own server that answers `{token}`; asked when there is none or it has expired. */
  tokenUrl: string | null;
}

export class Server {
  readonly #access: Access;
  #token: string | null;

  constructor(access: Access) {
    this.#access = access;
    this.#token = access.token;
  }

  offer(sdp: string | undefined, conversation: string | null): Promise<Response | null> {
    return this.#send("POST", "offer", { sdp, type: "offer", conversation_id: conversation });
  }

  candidates(call: string, found: RTCIceCandidate[]): Promise<Response | null> {
    const candidates = found.map((each) => ({
      candidate: each.candidate,
      sdp_mid: each.sdpMid ?? "0",
      sdp_mline_index: each.sdpMLineIndex ?? 0,
    }));
    return this.#send("PATCH", "offer", { pc_id: call, candidates });
  }

  type(conversation: string | null, text: string): Promise<Response | null> {
    return this.#send("POST", "typed", { conversation_id: conversation, text });
  }

  /** The answer, or null when there was none. */
  async #send(method: string, door: string, body: unknown): Promise<Response | null> {
    try {
      if (!this.#token && this.#access.tokenUrl) await this.#renew();
      const first = await this.#try(method, door, body);
      if (first.status !== 401 || !this.#access.tokenUrl) return first;
      await this.#renew();
      return await this.#try(method, door, body);
    } catch {
      return null;
    }
  }

  #try(method: string, door: string, body: unknown): Promise<Response> {
    const headers: Record<string, string> = { "Content-Type": "application/json" };
    if (this.#token) headers.Authorization = `Bearer ${this.#token}`;
    return fetch(`${this.#access.base}/api/v1/voice/${door}`, {
      method,
      headers,
      body: JSON.stringify(body),
      credentials: this.#token ? "omit" : "same-origin",
    });
  }

  async #renew(): Promise<void> {
    const response = await fetch(this.#access.tokenUrl ?? "", { credentials: "same-origin" });
    if (response.ok) this.#token = ((await response.json()) as { token: string }).token;
  }
}
