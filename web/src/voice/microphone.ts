/** The microphone: asked for, measured, given back. */

export type Missing = "no-permission" | "no-device" | "in-use" | "insecure";

const LEVEL_EVERY = 60;

/** Echo cancellation keeps the agent from hearing itself through loudspeakers; the server does what it leaves. */
export function microphone(device: string): Promise<MediaStream> {
  const choice = device ? { deviceId: { exact: device } } : {};
  const audio = { ...choice, echoCancellation: true, noiseSuppression: true, autoGainControl: true };
  return navigator.mediaDevices.getUserMedia({ audio });
}

/** Why there is no microphone. */
export function missing(error: unknown): Missing {
  if (!window.isSecureContext) return "insecure";
  const name = error instanceof DOMException ? error.name : "";
  if (["NotAllowedError", "SecurityError"].includes(name)) return "no-permission";
  return ["NotReadableError", "AbortError"].includes(name) ? "in-use" : "no-device";
}

export function stop(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) {
    track.onended = null;
    track.stop();
  }
}

/** Measures a stream's loudness, 0 to 1, until the function it returns is called. */
export function meter(stream: MediaStream, onLevel: (level: number) => void): () => void {
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
