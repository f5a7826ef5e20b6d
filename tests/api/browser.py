"""A browser without a window: aiortc's peer connection with a synthesised voice for a microphone."""

from __future__ import annotations

import asyncio
import fractions
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx2
import numpy as np
import soxr
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import AudioStreamTrack, MediaStreamError
from av import AudioFrame
from numpy.typing import NDArray

RATE = 8000
PACKET = RATE // 50


class Echo:
    """A loudspeaker beside the microphone: what the agent says comes back that many ms later and dB quieter."""

    def __init__(self, milliseconds: int, decibels: float) -> None:
        self._share = 10 ** (-decibels / 20)
        self._way = np.zeros(milliseconds * RATE // 1000, np.float32)
        self._coming = np.zeros(0, np.float32)
        self._down = soxr.ResampleStream(48_000, RATE, 1, dtype="float32")

    def hear(self, frame: AudioFrame) -> None:
        """One frame of the agent's voice, 48 kHz stereo as Opus comes out of its decoder."""
        if not len(self._coming):
            self._coming = self._way
        left = frame.to_ndarray().reshape(-1, len(frame.layout.channels))[:, 0]
        coming = np.concatenate([self._coming, self._down.resample_chunk(left.astype(np.float32))])
        # A busy machine's packets come in heaps: they must not make the way longer and longer.
        self._coming = coming[-(len(self._way) + RATE // 5) :]

    def over(self, sound: NDArray[np.int16]) -> NDArray[np.int16]:
        coming, self._coming = self._coming[: len(sound)], self._coming[len(sound) :]
        mixed = sound + self._share * np.pad(coming, (0, len(sound) - len(coming)))
        return np.clip(mixed, -32768, 32767).astype(np.int16)


class Microphone(AudioStreamTrack):
    """Silence in real time, and what it is told to say."""

    def __init__(self, echo: Echo | None = None) -> None:
        super().__init__()
        self._echo = echo
        self._queued = np.zeros(0, np.int16)
        self._sent = 0
        self._began: float | None = None
        self.said = asyncio.Event()

    def say(self, pcm: bytes) -> None:
        self.said.clear()
        self._queued = np.concatenate([self._queued, np.frombuffer(pcm, np.int16)])

    async def recv(self) -> AudioFrame:
        clock = asyncio.get_running_loop().time
        self._began = self._began if self._began is not None else clock()
        await asyncio.sleep(max(0.0, self._began + self._sent / RATE - clock()))
        head, self._queued = self._queued[:PACKET], self._queued[PACKET:]
        if not len(self._queued):
            self.said.set()
        sound = np.pad(head, (0, PACKET - len(head)))
        if self._echo is not None:
            sound = self._echo.over(sound)
        frame = AudioFrame.from_ndarray(sound[None, :], layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = RATE, self._sent, fractions.Fraction(1, RATE)
        self._sent += PACKET
        return frame


@dataclass
class BrowserCall:
    """`messages` came over the data channel; `loud` counts the packets of the agent's voice that were not silent."""

    peer: RTCPeerConnection
    microphone: Microphone
    channel: Any
    conversation_id: str = ""
    pc_id: str = ""
    messages: list[dict[str, Any]] = field(default_factory=list)
    loud: int = 0
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    async def until(self, kind: str, count: int = 1) -> list[dict[str, Any]]:
        """Waits for so many messages of the kind, and for the voice to have fallen silent."""
        async with asyncio.timeout(30):
            while len(found := [m for m in self.messages if m["type"] == kind]) < count:
                self.arrived.clear()
                await self.arrived.wait()
        return found

    async def silence(self, seconds: float = 0.6) -> None:
        """Waits until the agent has not been heard for so long."""
        async with asyncio.timeout(30):
            while True:
                loud = self.loud
                await asyncio.sleep(seconds)
                if loud == self.loud:
                    return

    async def voice(self, packets: int = 25) -> None:
        """Waits until the agent has been heard for so many packets (of 20 ms) more."""
        loud = self.loud
        async with asyncio.timeout(30):
            while self.loud < loud + packets:
                await asyncio.sleep(0.02)

    def type(self, words: str) -> None:
        self.channel.send(json.dumps({"type": "text", "text": words}))


@asynccontextmanager
async def calling(
    client: httpx2.AsyncClient, conversation_id: str | None = None, echo: Echo | None = None
) -> AsyncIterator[BrowserCall]:
    """A call that is up until the block ends."""
    peer = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    microphone = Microphone(echo)
    peer.addTrack(microphone)
    channel = peer.createDataChannel("talk")
    call = BrowserCall(peer, microphone, channel)

    @channel.on("message")
    def message(text: str) -> None:
        call.messages.append(json.loads(text))
        call.arrived.set()

    listening: list[asyncio.Task[None]] = []

    async def listen(track: Any) -> None:
        while True:
            try:
                frame = await track.recv()
            except MediaStreamError:
                return
            if echo is not None:
                echo.hear(frame)
            call.loud += bool(np.abs(frame.to_ndarray()).max() > 500)

    @peer.on("track")
    def track(found: Any) -> None:
        listening.append(asyncio.create_task(listen(found)))

    try:
        await peer.setLocalDescription(await peer.createOffer())
        body = {"sdp": peer.localDescription.sdp, "type": "offer", "conversation_id": conversation_id}
        response = await client.post("/voice/offer", json=body)
        assert response.status_code == 200, response.text
        answer = response.json()
        call.conversation_id, call.pc_id = answer["conversation_id"], answer["pc_id"]
        await peer.setRemoteDescription(RTCSessionDescription(answer["sdp"], "answer"))
        yield call
    finally:
        await peer.close()
        for task in listening:
            task.cancel()
        await asyncio.gather(*listening, return_exceptions=True)
