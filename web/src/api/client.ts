import type { ProblemDocument } from "./types";

/** A request that failed; the message is a sentence for the reader. Status 0 means that nobody answered. */
export class Problem extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = "Problem";
    this.status = status;
  }
}

export async function get<T>(path: string): Promise<T> {
  return read<T>(await send(path, { method: "GET" }));
}

export const post = <T>(path: string, body: unknown = {}): Promise<T> => sendJson<T>("POST", path, body);

export const put = <T>(path: string, body: unknown): Promise<T> => sendJson<T>("PUT", path, body);
export const patch = <T>(path: string, body: unknown): Promise<T> => sendJson<T>("PATCH", path, body);

/** A file as a form; the browser names the boundary. */
export async function upload<T>(path: string, file: File, method: "POST" | "PUT" = "POST"): Promise<T> {
  const body = new FormData();
  body.set("file", file);
  return read<T>(await send(path, { method, body }));
}

async function sendJson<T>(method: string, path: string, body: unknown): Promise<T> {
  const headers = { "Content-Type": "application/json" };
  return read<T>(await send(path, { method, headers, body: JSON.stringify(body) }));
}

/** POST to a route that takes no body. */
export async function command<T>(path: string): Promise<T> {
  return read<T>(await send(path, { method: "POST" }));
}

export async function remove(path: string): Promise<void> {
  await send(path, { method: "DELETE" });
}

async function read<T>(response: Response): Promise<T> {
  return response.status === 204 ? (undefined as T) : ((await response.json()) as T);
}

async function send(path: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(`/api/v1${path}`, { ...init, credentials: "same-origin" });
  } catch {
    throw new Problem(0, "The server cannot be reached. Is it still running?");
  }
  if (!response.ok) {
    throw new Problem(response.status, await sentence(response));
  }
  return response;
}

async function sentence(response: Response): Promise<string> {
  const plain = `The server answered ${response.status}. Please try again.`;
  try {
    const problem = (await response.json()) as Partial<ProblemDocument>;
    return problem.detail || problem.title || plain;
  } catch {
    return plain;
  }
}
