"""A caller in a LiveKit room: a real participant with a synthesised voice for a microphone, and ears of its own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import numpy as np
from livekit import rtc

RATE = 8000
PACKET = RATE // 50
LOUD = 500
"""Amplitude, of 32768, from which a packet counts as voice."""


@dataclass
class RoomCall:
    """`heard` is all of the agent's audio since it was last taken, 16-bit at 8 kHz; `loud` counts voiced packets."""

    room: rtc.Room
    source: rtc.AudioSource
    transcripts: list[tuple[str, str]] = field(default_factory=list)
    """(who, words) as the room's transcription streams gave them: `caller` or `agent`."""
    heard: bytearray = field(default_factory=bytearray)
    loud: int = 0
    last_loud: float = 0.0
    over: asyncio.Event = field(default_factory=asyncio.Event)
    _queue: bytearray = field(default_factory=bytearray)
    _spoken: asyncio.Event = field(default_factory=asyncio.Event)
    _stirred: asyncio.Event = field(default_factory=asyncio.Event)

    async def say(self, pcm: bytes) -> None:
        """Speaks, in real time; returns when the last sound has been sent."""
        self._spoken.clear()
        self._queue += pcm + bytes(-len(pcm) % (PACKET * 2))
        await self._spoken.wait()

    async def until(self, who: str, count: int = 1, *, within: float = 45) -> list[str]:
        """Waits for so many lines of the transcript."""
        async with asyncio.timeout(within):
            while len(found := [words for speaker, words in self.transcripts if speaker == who]) < count:
                self._stirred.clear()
                await self._stirred.wait()
        return found

    @property
    def agent(self) -> list[str]:
        """What the agent has said so far, sentence by sentence."""
        return [words for who, words in self.transcripts if who == "agent"]

    async def silence(self, seconds: float = 0.9, *, within: float = 60) -> None:
        """Waits until the agent has said something and then nothing for so long."""
        clock = asyncio.get_running_loop().time
        async with asyncio.timeout(within):
            while not self.loud or clock() - self.last_loud < seconds:
                await asyncio.sleep(0.05)

    async def voice(self, *, within: float = 45) -> None:
        """Waits until the agent is heard."""
        loud = self.loud
        async with asyncio.timeout(within):
            while self.loud < loud + 5:
                await asyncio.sleep(0.02)

    async def type(self, words: str) -> None:
        await self.room.local_participant.send_text(words, topic="lk.chat")

    async def answered(self, words: str, *, within: float = 45) -> None:
        """Types, and waits until the answer has been heard to its end: its words come before its sound does."""
        loud, said = self.loud, len(self.agent)
        await self.type(words)
        await self.until("agent", said + 1, within=within)
        async with asyncio.timeout(within):
            while self.loud < loud + 5:
                await asyncio.sleep(0.02)
        await self.silence(within=within)

    def take(self) -> bytes:
        """What was heard since this was last asked, without the silence around it."""
        taken, self.heard = np.frombuffer(bytes(self.heard), np.int16), bytearray()
        voiced = np.flatnonzero(np.abs(taken.astype(np.int32)) > LOUD)
        return taken[max(0, voiced[0] - RATE // 4) : voiced[-1] + RATE // 4].tobytes() if voiced.size else b""

    async def _speak(self) -> None:
        while True:
            packet, self._queue = bytes(self._queue[: PACKET * 2]), self._queue[PACKET * 2 :]
            if not self._queue:
                self._spoken.set()
            frame = rtc.AudioFrame(packet or bytes(PACKET * 2), RATE, 1, PACKET)
            await self.source.capture_frame(frame)

    async def _hear(self, track: rtc.Track) -> None:
        stream = rtc.AudioStream(track, sample_rate=RATE, num_channels=1)
        async for event in stream:
            pcm = bytes(event.frame.data)
            self.heard += pcm
            if np.abs(np.frombuffer(pcm, np.int16)).max(initial=0) > LOUD:
                self.loud += 1
                self.last_loud = asyncio.get_running_loop().time()

    async def _read(self, reader: rtc.TextStreamReader, identity: str) -> None:
        words = await reader.read_all()
        # Each side's words come once while they are said and once when they are final.
        if reader.info.attributes.get("lk.transcription_final") == "false":
            return
        who = "caller" if identity == self.room.local_participant.identity else "agent"
        self.transcripts.append((who, words.strip()))
        self._stirred.set()


@asynccontextmanager
async def in_room(url: str, token: str) -> AsyncIterator[RoomCall]:
    """A call that is up until the block ends."""
    room = rtc.Room()
    source = rtc.AudioSource(RATE, 1, queue_size_ms=100)
    call = RoomCall(room, source)
    tasks: set[asyncio.Task[None]] = set()

    @room.on("track_subscribed")
    def track(found: rtc.Track, *_: object) -> None:
        if found.kind == rtc.TrackKind.KIND_AUDIO:
            tasks.add(asyncio.create_task(call._hear(found)))

    @room.on("disconnected")
    def gone(_reason: object) -> None:
        call.over.set()

    def transcribed(reader: rtc.TextStreamReader, identity: str) -> None:
        tasks.add(asyncio.create_task(call._read(reader, identity)))

    room.register_text_stream_handler("lk.transcription", transcribed)
    await room.connect(url, token)
    try:
        microphone = rtc.LocalAudioTrack.create_audio_track("microphone", source)
        options = rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_MICROPHONE)
        await room.local_participant.publish_track(microphone, options)
        tasks.add(asyncio.create_task(call._speak()))
        yield call
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await room.disconnect()
        await source.aclose()
