"""Our voice as LiveKit's `tts.TTS`, and the floor's mouth in a room: each sentence is one speech of the session."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Callable
from uuid import uuid4

from livekit import rtc
from livekit.agents import Agent, AgentSession, APIConnectOptions, ModelSettings, llm, stt, tts
from livekit.agents.types import DEFAULT_API_CONNECT_OPTIONS, NOT_GIVEN, NotGivenOr
from livekit.agents.voice import SpeechHandle

from agent.speech.ports import SpeechOut

PAUSE_AFTER = 0.12
"""Seconds of silence behind a sentence: as long as between the sentences of one speaker who has more to say."""


class RoomVoice(tts.TTS[str]):
    """`rate` is asked before every sentence: callers may ask for slower in the middle of a call."""

    def __init__(self, voice: SpeechOut, rate: Callable[[], float]) -> None:
        super().__init__(
            capabilities=tts.TTSCapabilities(streaming=False), sample_rate=voice.sample_rate, num_channels=1
        )
        self._voice = voice
        self._rate = rate

    @property
    def model(self) -> str:
        return self._voice.name

    @property
    def provider(self) -> str:
        return "drumbeat"

    def synthesize(
        self, text: str, *, conn_options: APIConnectOptions = DEFAULT_API_CONNECT_OPTIONS
    ) -> tts.ChunkedStream:
        return _Sentence(self, text, conn_options)

    async def say(self, text: str) -> bytes:
        """16-bit mono PCM with the pause after it."""
        pcm = await self._voice.say(text, self._rate())
        return pcm + bytes(int(self._voice.sample_rate * PAUSE_AFTER) * 2)


class _Sentence(tts.ChunkedStream):
    def __init__(self, voice: RoomVoice, text: str, conn_options: APIConnectOptions) -> None:
        super().__init__(tts=voice, input_text=text, conn_options=conn_options)
        self._voice = voice

    async def _run(self, output_emitter: tts.AudioEmitter) -> None:
        pcm = await self._voice.say(self.input_text)
        output_emitter.initialize(
            request_id=uuid4().hex,
            sample_rate=self._voice.sample_rate,
            num_channels=1,
            mime_type="audio/pcm",
            frame_size_ms=20,
        )
        output_emitter.push(pcm)
        output_emitter.flush()


class RoomAgent(Agent):
    """Speaks what the talk says. What is to be said next is the only thing in the context that the mouth gives."""

    def __init__(self, ears: stt.STT[str]) -> None:
        super().__init__(instructions="", stt=ears)

    async def llm_node(
        self,
        chat_ctx: llm.ChatContext,
        tools: list[llm.Tool],
        model_settings: ModelSettings,
    ) -> AsyncIterator[str]:
        said = [message.text_content for message in chat_ctx.messages() if message.role == "assistant"]
        if said and said[-1]:
            yield said[-1]

    async def tts_node(
        self,
        text: AsyncIterable[str],
        model_settings: ModelSettings,
    ) -> AsyncIterator[rtc.AudioFrame]:
        voice = self.session.tts
        assert voice is not None
        async for sentence in text:
            async with voice.synthesize(sentence) as audio:
                async for part in audio:
                    yield part.frame


class TheTalkIsTheModel(llm.LLM[str]):
    """Fills the session's place for a model: replies come from the talk by way of the agent's `llm_node`."""

    @property
    def model(self) -> str:
        return "conversation"

    @property
    def provider(self) -> str:
        return "drumbeat"

    def chat(
        self,
        *,
        chat_ctx: llm.ChatContext,
        tools: list[llm.Tool] | None = None,
        conn_options: APIConnectOptions = DEFAULT_API_CONNECT_OPTIONS,
        parallel_tool_calls: NotGivenOr[bool] = NOT_GIVEN,
        tool_choice: NotGivenOr[llm.ToolChoice] = NOT_GIVEN,
        extra_kwargs: NotGivenOr[dict[str, object]] = NOT_GIVEN,
    ) -> llm.LLMStream:
        raise RuntimeError(
            "Rooms have no model of their own; the agent's llm_node speaks for the conversation."
        )


class MadeByTheSession:
    """The floor's voice in a room: makes no sound itself, for the session's `tts.TTS` does."""

    name = "session"

    def __init__(self, sample_rate: int) -> None:
        self.sample_rate = sample_rate

    async def say(self, text: str, rate: float = 1.0) -> bytes:
        return b""

    def close(self) -> None:
        return


class RoomMouth:
    """Implements `agent.channels.floor.Mouth`. `played` is told of each sentence that went out whole."""

    def __init__(self, session: AgentSession[None]) -> None:
        self._session = session
        self.played: Callable[[str], None] = lambda _sentence: None

    async def play(self, sentence: str, pcm: bytes) -> None:
        said = llm.ChatContext.empty()
        said.add_message(role="assistant", content=sentence)

        def done(speech: SpeechHandle) -> None:
            if not speech.interrupted:
                self.played(sentence)

        self._session.generate_reply(chat_ctx=said).add_done_callback(done)

    async def stop(self) -> None:
        await self._session.interrupt()
