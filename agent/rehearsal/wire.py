"""The caller's end of a Twilio media stream: 20 ms μ-law packets in real time, both ways, on one clock."""

from __future__ import annotations

import asyncio
import base64
import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from agent.speech.mulaw import mulaw_to_pcm, pcm_to_mulaw
from agent.speech.recording import Recording

RATE = 8000
PACKET = RATE // 50
PACKET_SECONDS = PACKET / RATE
AUDIBLE = 150.0
"""Amplitude (of 32768, root mean square of a packet) above which a packet carries a voice."""
NOISE = 6.0
"""Amplitude of the noise on the caller's line; a real line is never digitally silent."""


@dataclass(slots=True)
class Wire:
    """A connected stream. `speak` queues audio; what comes and goes is noted with the loop's time."""

    socket: ClientConnection
    stream_sid: str
    recording: Recording | None = None
    agent_heard_at: float | None = None
    """When the last audible packet of the agent came."""
    agent_onsets: list[float] = field(default_factory=list)
    """When the agent began to be heard after at least `GAP` of silence."""
    spoke_from: float | None = None
    spoke_until: float | None = None
    """When the first and the last audible packet of the current line were sent."""
    closed: asyncio.Event = field(default_factory=asyncio.Event)
    _queue: deque[bytes] = field(default_factory=deque)
    _rng: np.random.Generator = field(default_factory=lambda: np.random.default_rng(8000))
    _sequence: int = 0

    @property
    def clock(self) -> Callable[[], float]:
        return asyncio.get_running_loop().time

    @property
    def speaking(self) -> bool:
        return bool(self._queue)

    def agent_quiet_for(self) -> float:
        """Seconds since the agent was last heard; infinite before it ever was."""
        return float("inf") if self.agent_heard_at is None else self.clock() - self.agent_heard_at

    def speak(self, pcm: bytes) -> None:
        """Queues 8 kHz PCM behind what is being said."""
        self.spoke_from = self.spoke_until = None
        for start in range(0, len(pcm), PACKET * 2):
            packet = pcm[start : start + PACKET * 2]
            self._queue.append(packet + bytes(PACKET * 2 - len(packet)))

    async def begin(self, call_sid: str) -> None:
        await self._send({"event": "connected", "protocol": "Call", "version": "1.0.0"})
        await self._send(
            {
                "event": "start",
                "streamSid": self.stream_sid,
                "start": {
                    "streamSid": self.stream_sid,
                    "callSid": call_sid,
                    "tracks": ["inbound"],
                    "mediaFormat": {"encoding": "audio/x-mulaw", "sampleRate": RATE, "channels": 1},
                },
            }
        )

    async def press(self, digit: str) -> None:
        await self._send({"event": "dtmf", "streamSid": self.stream_sid, "dtmf": {"digit": digit}})

    async def hang_up(self) -> None:
        await self._send({"event": "stop", "streamSid": self.stream_sid, "stop": {}})
        await self.socket.close()

    async def send_for_ever(self) -> None:
        """One packet each 20 ms, speech or the line's noise."""
        due = self.clock()
        while not self.closed.is_set():
            await self._send_packet()
            due += PACKET_SECONDS
            await asyncio.sleep(max(0.0, due - self.clock()))

    async def receive_for_ever(self) -> None:
        try:
            async for raw in self.socket:
                await self._take(json.loads(raw))
        except ConnectionClosed:
            pass
        finally:
            self.closed.set()

    async def _send_packet(self) -> None:
        speech = self._queue.popleft() if self._queue else bytes(PACKET * 2)
        samples = np.frombuffer(speech, np.int16).astype(np.float64)
        now = self.clock()
        if _loudness(samples) > AUDIBLE:
            self.spoke_from = self.spoke_from or now
            self.spoke_until = now + PACKET_SECONDS
        noisy = np.clip(samples + self._rng.normal(0, NOISE, PACKET), -32768, 32767).astype(np.int16)
        if self.recording is not None:
            self.recording.add("caller", noisy.tobytes())
        self._sequence += 1
        payload = base64.b64encode(pcm_to_mulaw(noisy)).decode()
        await self._send(
            {
                "event": "media",
                "sequenceNumber": str(self._sequence),
                "streamSid": self.stream_sid,
                "media": {"track": "inbound", "payload": payload},
            }
        )

    async def _take(self, message: dict[str, object]) -> None:
        if message["event"] == "media":
            media = message["media"]
            assert isinstance(media, dict)
            samples = mulaw_to_pcm(base64.b64decode(media["payload"]))
            now = self.clock()
            if self.recording is not None:
                self.recording.add("agent", samples.tobytes())
            if _loudness(samples.astype(np.float64)) > AUDIBLE:
                if self.agent_quiet_for() > GAP:
                    self.agent_onsets.append(now)
                self.agent_heard_at = now
        elif message["event"] == "mark":
            await self._send(message)

    async def _send(self, message: dict[str, object]) -> None:
        try:
            await self.socket.send(json.dumps(message))
        except ConnectionClosed:
            self.closed.set()


GAP = 0.25
"""Seconds of silence that divide two stretches of the agent's speech; gaps within a sentence are shorter."""


def _loudness(samples: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> float:
    return float(np.sqrt(np.mean(samples**2)))
