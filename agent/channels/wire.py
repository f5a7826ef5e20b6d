"""The two ends of a call's pipeline: the caller's audio to the ear, the agent's sentences to the transport."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from pipecat.frames.frames import (
    DataFrame,
    Frame,
    InputAudioRawFrame,
    InputDTMFFrame,
    InterruptionFrame,
    OutputAudioRawFrame,
)
from pipecat.processors.frame_processor import FrameDirection, FrameProcessor

from agent.channels.ear import Ear
from agent.channels.echo import EchoGuard
from agent.channels.floor import Floor
from agent.channels.models import RATE
from agent.speech.loudness import faded_out
from agent.speech.recording import Recording

CHUNK_BYTES = RATE // 50 * 2
"""20 ms, the packet of telephony: the voice stops at most one packet after it is told to."""
KEYPAD_PAUSE = 1.5
"""Seconds after the last key until the digits are taken as a turn; `#` takes them at once."""


@dataclass
class SentencePlayed(DataFrame):
    """Travels behind a sentence's audio and comes out of the transport when that has been sent."""

    sentence: str = ""


class Line(FrameProcessor):
    """Between the transport's two ends: gives the caller's audio to the ear, and is the agent's mouth."""

    def __init__(self, recording: Recording | None, guard: EchoGuard | None = None) -> None:
        """`guard` is for channels through whose loudspeakers the agent could hear itself."""
        super().__init__()
        self.ear: Ear | None = None
        self.on_digits: Callable[[str], None] = lambda _digits: None
        self.last_audio = asyncio.get_running_loop().time()
        self._recording = recording
        self._guard = guard
        self._unsent = bytearray()
        self._digits = ""
        self._digits_due: asyncio.TimerHandle | None = None

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        await super().process_frame(frame, direction)
        if isinstance(frame, InputAudioRawFrame):
            self.last_audio = asyncio.get_running_loop().time()
            if self._recording is not None:
                self._recording.add("caller", frame.audio)
            if self.ear is not None:
                self.ear.feed(self._guard.clean(frame.audio) if self._guard is not None else frame.audio)
        elif isinstance(frame, InputDTMFFrame):
            self._key(str(frame.button.value))
        else:
            await self.push_frame(frame, direction)

    async def play(self, sentence: str, pcm: bytes) -> None:
        whole = pcm + bytes(-len(pcm) % CHUNK_BYTES)
        if whole:
            self._unsent += whole
            await self.push_frame(OutputAudioRawFrame(audio=whole, sample_rate=RATE, num_channels=1))
        await self.push_frame(SentencePlayed(sentence=sentence))

    async def stop(self) -> None:
        # One packet is on its way while the next one waits for its moment; the fade goes on behind it.
        tail = faded_out(bytes(self._unsent[CHUNK_BYTES : 2 * CHUNK_BYTES]), RATE)
        self._unsent.clear()
        await self.push_frame(InterruptionFrame())
        if tail:
            whole = tail + bytes(-len(tail) % CHUNK_BYTES)
            await self.push_frame(OutputAudioRawFrame(audio=whole, sample_rate=RATE, num_channels=1))

    @property
    def unsent(self) -> int:
        """Bytes that were given to be played and have not been sent."""
        return len(self._unsent)

    def sent(self, pcm: bytes) -> None:
        """The transport has sent this much of what was played."""
        del self._unsent[: len(pcm)]
        if self._guard is not None:
            self._guard.played(pcm)

    def _key(self, key: str) -> None:
        if self._digits_due is not None:
            self._digits_due.cancel()
        if key != "#":
            self._digits += key
        wait = 0.0 if key == "#" else KEYPAD_PAUSE
        self._digits_due = asyncio.get_running_loop().call_later(wait, self._take_digits)

    def _take_digits(self) -> None:
        digits, self._digits = self._digits, ""
        if digits:
            self.on_digits(digits)


class AfterTheWire(FrameProcessor):
    """Behind the transport: sees what has really been sent."""

    def __init__(self, line: Line, floor: Floor, recording: Recording | None) -> None:
        super().__init__()
        self._line = line
        self._floor = floor
        self._recording = recording

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        await super().process_frame(frame, direction)
        if isinstance(frame, OutputAudioRawFrame):
            self._line.sent(frame.audio)
            self._floor.started()
            if self._recording is not None:
                self._recording.add("agent", frame.audio)
        elif isinstance(frame, SentencePlayed):
            self._floor.played(frame.sentence)
        await self.push_frame(frame, direction)
