"""A synthesised caller: phones in over a real socket, speaks and listens in real time, and measures."""

from __future__ import annotations

import asyncio
import re
import wave
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles

import numpy as np
import soxr
from websockets.asyncio.client import connect

from agent.rehearsal.wire import GAP, RATE, Wire
from agent.speech.espeak import EspeakVoice, Tone, trimmed
from agent.speech.ports import SpeechOut
from agent.speech.recording import Recording

CALLER_TONE = Tone("en-us+klatt3", words_per_minute=150, pitch=55, liveliness=50)
TAKES_FLOOR_AFTER = 0.9
"""Seconds of the agent's silence after which a polite caller takes it for done; sentences are 0.2 s apart."""
SPEAKS_NOW = 0.1
LONGEST_ANSWER = 60.0
MURMUR_SHOWS_AFTER = 0.4
"""Seconds after a murmur in which an agent that it stopped has fallen silent."""
LINGERS = 1.0
"""Seconds after the last line in which the agent may be the one to hang up."""
GIVES_UP_AFTER = 20.0
"""Seconds that a caller waits for the agent to say something."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing the caller says: words to speak, or PCM at 8 kHz. `[500]` in the words is a pause of 500 ms.

    `cut_in_after` seconds into the agent's speech it is said over the agent; None waits for its end.
    `expects_reply=False` goes on without waiting to be answered (a murmur); `listens=False` goes on as soon as
    the answer begins, so that the next line can cut into it.
    """

    words: str = ""
    pcm: bytes = b""
    cut_in_after: float | None = None
    expects_reply: bool = True
    listens: bool = True


@dataclass(slots=True)
class Exchange:
    """What was measured of one line; milliseconds. None where there was nothing to measure."""

    words: str
    latency: float | None = None
    """From the caller's last sound to the agent's first."""
    stopped_after: float | None = None
    """From the caller's first sound to the agent's last, when the caller cut in."""
    murmured: bool = False
    """The line expected no reply and was said while the agent spoke."""
    silenced: bool = False
    """After a line that expected no reply: the agent has stopped, though it was speaking."""
    false_start: bool = False
    """The agent began while the caller was still inside the line."""
    spoken: tuple[float, float] | None = None
    """When the caller's first and last sound went out, in seconds of the machine's monotonic time."""


@dataclass(slots=True)
class CallRecord:
    """A finished call. `ended_by` is caller or agent."""

    call_sid: str = ""
    exchanges: list[Exchange] = field(default_factory=list)
    seconds: float = 0.0
    ended_by: str = "caller"
    recording: Path | None = None

    def latencies(self) -> list[float]:
        return [e.latency for e in self.exchanges if e.latency is not None]

    def percentile(self, percent: int) -> float | None:
        """Of the latencies, in milliseconds."""
        return percentile(self.latencies(), percent)


def percentile(values: list[float], percent: int) -> float | None:
    if len(values) < 2:
        return values[0] if values else None
    return quantiles(values, n=100, method="inclusive")[percent - 1]


async def call(
    url: str,
    script: AsyncIterator[Line] | Iterable[Line],
    *,
    voice: SpeechOut | None = None,
    recording: Path | None = None,
    call_sid: str = "CArehearsal",
    patience: float = GIVES_UP_AFTER,
    takes_floor_after: float = TAKES_FLOOR_AFTER,
) -> CallRecord:
    """Calls the media socket at `url` (ws://…) and goes through the script.

    A line of the script is asked for when the agent has finished speaking, so an asynchronous script may look at
    what was said, or wait for something, before it decides. Raises OSError when nobody answers.
    """
    voice = voice or EspeakVoice(CALLER_TONE, RATE)
    record = CallRecord(call_sid, recording=recording)
    clock = asyncio.get_running_loop().time
    track = Recording(recording, clock) if recording is not None else None
    async with connect(url, max_size=1_000_000) as socket:
        wire = Wire(socket, "MZrehearsal", track)
        listener = Listener(wire, patience, takes_floor_after)
        await wire.begin(call_sid)
        tasks = [asyncio.create_task(wire.send_for_ever()), asyncio.create_task(wire.receive_for_ever())]
        started = clock()
        try:
            await _go_through(listener, _lines(script), record, voice)
        finally:
            record.ended_by = "agent" if wire.closed.is_set() else "caller"
            record.seconds = clock() - started
            if not wire.closed.is_set():
                await wire.hang_up()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            if track is not None:
                track.close()
    return record


@dataclass(frozen=True, slots=True)
class Listener:
    """How the caller waits for the agent."""

    wire: Wire
    patience: float
    takes_floor_after: float

    async def until_agent_speaks(self) -> None:
        await self._until(lambda: self.wire.agent_quiet_for() < SPEAKS_NOW, self.patience)

    async def until_floor_is_free(self) -> None:
        await self._until(lambda: self.wire.agent_quiet_for() > self.takes_floor_after, LONGEST_ANSWER)

    async def until_agent_begins(self, after: int) -> None:
        """Until the agent has begun to speak more often than `after` times."""
        await self._until(lambda: len(self.wire.agent_onsets) > after, self.patience)

    async def until_hung_up(self, seconds: float) -> None:
        await self._until(self.wire.closed.is_set, seconds)

    async def _until(self, true: Callable[[], bool], seconds: float) -> None:
        end = self.wire.clock() + seconds
        while not true() and not self.wire.closed.is_set() and self.wire.clock() < end:  # noqa: ASYNC110
            # Silence makes no event to wait for.
            await asyncio.sleep(0.01)


async def _go_through(
    listener: Listener, script: AsyncIterator[Line], record: CallRecord, voice: SpeechOut
) -> None:
    await listener.until_agent_begins(after=0)
    answered = True
    while not listener.wire.closed.is_set():
        if answered:
            await listener.until_floor_is_free()
        line = await anext(script, None)
        if line is None:
            await listener.until_hung_up(LINGERS)
            return
        record.exchanges.append(await _exchange(listener, line, voice))
        answered = line.listens and line.expects_reply


async def _exchange(listener: Listener, line: Line, voice: SpeechOut) -> Exchange:
    wire, measured = listener.wire, Exchange(line.words)
    pcm = line.pcm or await speech(line.words, voice)
    if line.cut_in_after is None:
        await listener.until_floor_is_free()
    else:
        await listener.until_agent_speaks()
        await asyncio.sleep(line.cut_in_after)
    onsets = len(wire.agent_onsets)
    over_agent = wire.agent_quiet_for() < SPEAKS_NOW
    wire.speak(pcm)
    agent_last = await _agent_falls_silent(wire) if over_agent else None
    while wire.speaking and not wire.closed.is_set():  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    if wire.spoke_from is not None and wire.spoke_until is not None:
        measured.spoken = (wire.spoke_from, wire.spoke_until)
    if not line.expects_reply:
        await asyncio.sleep(MURMUR_SHOWS_AFTER)
        measured.murmured = over_agent
        measured.silenced = over_agent and wire.agent_quiet_for() > GAP
        return measured
    if agent_last is not None and wire.spoke_from is not None:
        measured.stopped_after = max(0.0, (agent_last - wire.spoke_from) * 1000)
    measured.false_start = len(wire.agent_onsets) > onsets
    await listener.until_agent_begins(onsets)
    ended = wire.spoke_until
    replies = [onset for onset in wire.agent_onsets[onsets:] if ended is not None and onset >= ended]
    if ended is not None and replies and not measured.false_start:
        measured.latency = (replies[0] - ended) * 1000
    return measured


async def _agent_falls_silent(wire: Wire) -> float | None:
    """When the agent was last heard before its first silence while the caller speaks over it."""
    while wire.speaking and wire.agent_quiet_for() < GAP and not wire.closed.is_set():  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    return wire.agent_heard_at


async def speech(words: str, voice: SpeechOut) -> bytes:
    """The words as PCM at 8 kHz, with pauses of exactly their `[milliseconds]`."""
    pcm = b""
    for place, part in enumerate(re.split(r"\[(\d+)\]", words)):
        if place % 2:
            pcm = trimmed(np.frombuffer(pcm, np.int16), RATE, tail=0.0).tobytes()
            pcm += bytes(int(part) * RATE // 1000 * 2)
        else:
            pcm += await voice.say(part.strip())
    return pcm


def recorded(path: Path) -> bytes:
    """A WAV file as PCM at 8 kHz, its channels mixed. Raises ValueError for anything but 16-bit PCM."""
    with wave.open(str(path), "rb") as file:
        if file.getsampwidth() != 2:
            raise ValueError(f"{path.name} is not 16-bit PCM")
        samples = np.frombuffer(file.readframes(file.getnframes()), np.int16)
        mono = samples.reshape(-1, file.getnchannels()).mean(axis=1).astype(np.int16)
        rate = file.getframerate()
    at_8k: np.ndarray[tuple[int, ...], np.dtype[np.int16]] = soxr.resample(mono, rate, RATE)
    return at_8k.tobytes()


async def _lines(script: AsyncIterator[Line] | Iterable[Line]) -> AsyncIterator[Line]:
    if isinstance(script, AsyncIterator):
        async for line in script:
            yield line
    else:
        for line in script:
            yield line
