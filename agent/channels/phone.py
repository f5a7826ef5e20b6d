"""The phone: Twilio Media Streams through pipecat's transport and serialiser, 8 kHz throughout."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

import structlog
from fastapi import WebSocket
from pipecat.frames.frames import (
    DataFrame,
    Frame,
    InputAudioRawFrame,
    InputDTMFFrame,
    InterruptionFrame,
    OutputAudioRawFrame,
)
from pipecat.pipeline.pipeline import Pipeline
from pipecat.pipeline.worker import PipelineParams, PipelineWorker
from pipecat.processors.frame_processor import FrameDirection, FrameProcessor
from pipecat.transports.websocket.fastapi import FastAPIWebsocketParams, FastAPIWebsocketTransport
from pipecat.workers.runner import WorkerRunner

from agent.channels.ear import Ear, Turn
from agent.channels.floor import Floor, Manners
from agent.channels.models import RATE, warm_up
from agent.channels.ports import Talk
from agent.channels.twilio import Serialiser, TwilioAccount
from agent.speech.ports import Heard, SpeechKit
from agent.speech.recording import Recording

log = structlog.get_logger()

CHUNK_BYTES = RATE // 50 * 2
"""20 ms, the packet of telephony: the voice stops at most one packet after it is told to."""
DEAD_AFTER = 15.0
"""Seconds without any audio from the provider (it sends silence too) after which the line is dead."""
FINISH_WITHIN = 10.0
"""Seconds that a turn under way gets to finish its acts after the caller has hung up."""
KEYPAD_PAUSE = 1.5
"""Seconds after the last key until the digits are taken as a turn; `#` takes them at once."""


@dataclass
class SentencePlayed(DataFrame):
    """Travels behind a sentence's audio and comes out of the transport when that has been sent."""

    sentence: str = ""


class Line(FrameProcessor):
    """Between the transport's two ends: gives the caller's audio to the ear, and is the agent's mouth."""

    def __init__(self, recording: Recording | None) -> None:
        super().__init__()
        self.ear: Ear | None = None
        self.on_digits: Callable[[str], None] = lambda _digits: None
        self.last_audio = asyncio.get_running_loop().time()
        self._recording = recording
        self._digits = ""
        self._digits_due: asyncio.TimerHandle | None = None

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        await super().process_frame(frame, direction)
        if isinstance(frame, InputAudioRawFrame):
            self.last_audio = asyncio.get_running_loop().time()
            if self._recording is not None:
                self._recording.add("caller", frame.audio)
            if self.ear is not None:
                self.ear.feed(frame.audio)
        elif isinstance(frame, InputDTMFFrame):
            self._key(str(frame.button.value))
        else:
            await self.push_frame(frame, direction)

    async def play(self, sentence: str, pcm: bytes) -> None:
        whole = pcm + bytes(-len(pcm) % CHUNK_BYTES)
        if whole:
            await self.push_frame(OutputAudioRawFrame(audio=whole, sample_rate=RATE, num_channels=1))
        await self.push_frame(SentencePlayed(sentence=sentence))

    async def stop(self) -> None:
        await self.push_frame(InterruptionFrame())

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

    def __init__(self, floor: Floor, recording: Recording | None) -> None:
        super().__init__()
        self._floor = floor
        self._recording = recording

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        await super().process_frame(frame, direction)
        if isinstance(frame, OutputAudioRawFrame):
            self._floor.started()
            if self._recording is not None:
                self._recording.add("agent", frame.audio)
        elif isinstance(frame, SentencePlayed):
            self._floor.played(frame.sentence)
        await self.push_frame(frame, direction)


class Call:
    """One call's parts, wired; `hold` runs it."""

    def __init__(
        self,
        websocket: WebSocket,
        talk: Talk,
        speech: SpeechKit,
        serialiser: Serialiser,
        *,
        recording: Recording | None,
        manners: Manners | None,
    ) -> None:
        self._talk = talk
        self._serialiser = serialiser
        self._line = Line(recording)
        self.floor = Floor(talk, speech.voice, self._line, manners)
        self._ear = Ear(
            speech.ears,
            expectation=talk.expectation,
            agent_speaks=lambda: self.floor.agent_speaks,
            on_cut_in=self.floor.cut_in,
            on_turn=self.floor.heard,
        )
        self._line.ear = self._ear
        self._line.on_digits = self._keyed
        self.floor.caller_speaks = lambda: self._ear.speaking
        transport = _transport(websocket, serialiser)
        transport.add_event_handler("on_client_disconnected", self._disconnected)
        self._worker = PipelineWorker(
            Pipeline(
                [transport.input(), self._line, transport.output(), AfterTheWire(self.floor, recording)]
            ),
            params=PipelineParams(audio_in_sample_rate=RATE, audio_out_sample_rate=RATE),
            enable_rtvi=False,
            enable_turn_tracking=False,
            idle_timeout_secs=None,
        )

    async def hold(self, announcements: AsyncIterator[str] | None) -> str:
        """Runs the call to its end and returns why it ended."""
        runner = WorkerRunner(handle_sigint=False, check_dangling_tasks=False)
        await runner.add_workers(self._worker)
        wire = asyncio.create_task(runner.run())
        floor = asyncio.create_task(self.floor.run())
        endings = {
            floor: "",
            asyncio.create_task(self._serialiser.hung_up.wait()): "hung_up",
            asyncio.create_task(self._line_goes_dead()): "dead_line",
            wire: "hung_up",
        }
        news = asyncio.create_task(self._announce(announcements)) if announcements is not None else None
        reason = "cancelled"
        try:
            done, _ = await asyncio.wait(endings, return_when=asyncio.FIRST_COMPLETED)
            reason = _outcome(floor) if floor in done else endings[done.pop()]
        finally:
            self._ear.close()
            self.floor.hang_up()
            await asyncio.wait({floor}, timeout=FINISH_WITHIN)
            await self._worker.cancel()
            await _cancel(*(task for task in (news, *endings) if task is not None and task is not wire))
            await asyncio.wait({wire}, timeout=FINISH_WITHIN)
            await self._talk.close(reason)
        return reason

    async def _line_goes_dead(self) -> None:
        clock = asyncio.get_running_loop().time
        left = DEAD_AFTER
        while left > 0:
            await asyncio.sleep(left)
            left = self._line.last_audio + DEAD_AFTER - clock()

    async def _announce(self, announcements: AsyncIterator[str]) -> None:
        async for sentence in announcements:
            self.floor.announce(sentence)

    async def _disconnected(self, *_: object) -> None:
        self._serialiser.hung_up.set()

    def _keyed(self, digits: str) -> None:
        now = asyncio.get_running_loop().time()
        self.floor.cut_in()
        self.floor.heard(Turn(Heard(digits, 1.0, engine="keypad"), now))


async def serve_call(
    websocket: WebSocket,
    talk: Talk,
    speech: SpeechKit,
    *,
    stream_sid: str,
    call_sid: str = "",
    account: TwilioAccount | None = None,
    announcements: AsyncIterator[str] | None = None,
    recording: Recording | None = None,
    manners: Manners | None = None,
) -> str:
    """Holds one call and returns why it ended: goodbye, hung_up, dead_line or error.

    The socket is accepted and its `start` message read (`agent.channels.twilio.read_start`). However it ends, the
    talk and the socket are closed and no task is left running. `announcements` are said at pauses. The recording
    is left open.
    """
    await asyncio.to_thread(warm_up)
    serialiser = Serialiser(stream_sid, call_sid, account)
    call = Call(websocket, talk, speech, serialiser, recording=recording, manners=manners)
    return await call.hold(announcements)


def _transport(websocket: WebSocket, serialiser: Serialiser) -> FastAPIWebsocketTransport:
    return FastAPIWebsocketTransport(
        websocket,
        FastAPIWebsocketParams(
            serializer=serialiser,
            audio_in_enabled=True,
            audio_out_enabled=True,
            audio_in_sample_rate=RATE,
            audio_out_sample_rate=RATE,
            audio_out_10ms_chunks=CHUNK_BYTES * 100 // (RATE * 2),
            audio_out_end_silence_secs=0,
            allowed_origins=[],
        ),
    )


def _outcome(floor: asyncio.Task[str]) -> str:
    failure = floor.exception()
    if failure is None:
        return floor.result()
    log.error("a call broke off", exc_info=failure)
    return "error"


async def _cancel(*tasks: asyncio.Task[Any]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
