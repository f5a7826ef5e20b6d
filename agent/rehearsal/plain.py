"""The bench's baseline: pipecat as its defaults come, around the same ears, voice and talk."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

from fastapi import WebSocket
from pipecat.audio.vad.silero import SileroVADAnalyzer
from pipecat.frames.frames import (
    Frame,
    LLMContextFrame,
    LLMFullResponseEndFrame,
    LLMFullResponseStartFrame,
    LLMTextFrame,
    TranscriptionFrame,
    TTSAudioRawFrame,
    TTSSpeakFrame,
)
from pipecat.pipeline.pipeline import Pipeline
from pipecat.pipeline.worker import PipelineParams, PipelineWorker
from pipecat.processors.aggregators.llm_context import LLMContext
from pipecat.processors.aggregators.llm_response_universal import (
    LLMContextAggregatorPair,
    LLMUserAggregatorParams,
)
from pipecat.processors.frame_processor import FrameDirection, FrameProcessor
from pipecat.serializers.twilio import TwilioFrameSerializer
from pipecat.services.settings import STTSettings, TTSSettings
from pipecat.services.stt_service import SegmentedSTTService
from pipecat.services.tts_service import TTSService
from pipecat.transports.websocket.fastapi import FastAPIWebsocketParams, FastAPIWebsocketTransport
from pipecat.utils.time import time_now_iso8601
from pipecat.workers.runner import WorkerRunner

from agent.channels.ports import Talk
from agent.speech.ports import ANYTHING, Heard, SpeechIn, SpeechKit, SpeechOut

RATE = 8000
SLOWEST_READING = 0.5
"""Seconds: the 99th percentile of the ears, which pipecat's strategies ask for."""


class Ears(SegmentedSTTService):
    """Our recogniser as a pipecat service."""

    def __init__(self, ears: SpeechIn) -> None:
        super().__init__(
            sample_rate=RATE,
            trailing_silence_secs=0.0,
            ttfs_p99_latency=SLOWEST_READING,
            settings=STTSettings(model=None, language=None),
        )
        self._ears = ears

    @property
    def wants_wav_segments(self) -> bool:
        return False

    async def run_stt(self, audio: bytes) -> AsyncGenerator[Frame | None, None]:
        hearing = self._ears.listen(ANYTHING, rate=RATE)
        hearing.feed(audio)
        heard = await hearing.read()
        if heard.text:
            yield TranscriptionFrame(heard.text, "caller", time_now_iso8601())


class Voice(TTSService):
    """Our voice as a pipecat service."""

    def __init__(self, voice: SpeechOut) -> None:
        super().__init__(
            sample_rate=RATE,
            push_start_frame=True,
            push_stop_frames=True,
            settings=TTSSettings(model=None, voice=None, language=None),
        )
        self._voice = voice

    async def run_tts(self, text: str, context_id: str) -> AsyncGenerator[Frame | None, None]:
        pcm = await self._voice.say(text)
        yield TTSAudioRawFrame(pcm, self._voice.sample_rate, 1, context_id=context_id)


class Replies(FrameProcessor):
    """Answers each turn by the talk, where a pipeline has its model; cut off when the caller cuts in, as a model is."""

    def __init__(self, talk: Talk) -> None:
        super().__init__()
        self._talk = talk

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        await super().process_frame(frame, direction)
        if not isinstance(frame, LLMContextFrame):
            await self.push_frame(frame, direction)
            return
        await self.push_frame(LLMFullResponseStartFrame())
        async for sentence in self._talk.hear(Heard(last_words(frame.context), 1.0)):
            await self.push_frame(LLMTextFrame(sentence + " "))
            await self._talk.spoken(sentence)
        await self.push_frame(LLMFullResponseEndFrame())


def last_words(context: LLMContext) -> str:
    """What the caller said last; "" when the context ends in anything else."""
    last = context.get_messages()[-1:]
    words = last[0].get("content") if last and isinstance(last[0], dict) else ""
    return words if isinstance(words, str) else ""


async def serve_plain_call(websocket: WebSocket, speech: SpeechKit, stream_sid: str, talk: Talk) -> None:
    """One call on pipecat's defaults, until the caller hangs up."""
    transport = FastAPIWebsocketTransport(
        websocket,
        FastAPIWebsocketParams(
            serializer=TwilioFrameSerializer(
                stream_sid, params=TwilioFrameSerializer.InputParams(auto_hang_up=False)
            ),
            audio_in_enabled=True,
            audio_out_enabled=True,
            allowed_origins=[],
        ),
    )
    user, assistant = LLMContextAggregatorPair(
        LLMContext(), user_params=LLMUserAggregatorParams(vad_analyzer=SileroVADAnalyzer())
    )
    worker = PipelineWorker(
        Pipeline(
            [
                transport.input(),
                Ears(speech.ears),
                user,
                Replies(talk),
                Voice(speech.voice),
                transport.output(),
                assistant,
            ]
        ),
        params=PipelineParams(audio_in_sample_rate=RATE, audio_out_sample_rate=RATE),
        idle_timeout_secs=None,
    )

    async def greet(*_: object) -> None:
        async for sentence in talk.open():
            await worker.queue_frame(TTSSpeakFrame(sentence))

    async def stop(*_: object) -> None:
        await worker.cancel()

    transport.add_event_handler("on_client_connected", greet)
    transport.add_event_handler("on_client_disconnected", stop)
    runner = WorkerRunner(handle_sigint=False, check_dangling_tasks=False)
    await runner.add_workers(worker)
    try:
        await asyncio.shield(asyncio.ensure_future(runner.run()))
    finally:
        await talk.close("hung_up")
