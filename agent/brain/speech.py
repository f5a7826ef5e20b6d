"""OpenAI's speech by key, behind the speech ports; here because only the brain's room speaks with that library."""

from __future__ import annotations

import asyncio
import io
import math
import wave
from collections.abc import Sequence
from typing import Any

import httpx2
import numpy as np
import openai

from agent.speech.errors import SpeechFailed
from agent.speech.espeak import trimmed
from agent.speech.ports import Expectation, Heard
from agent.speech.spoken_form import spoken_form
from prompts import text
from settings import Settings

PCM_RATE = 24000
"""Of `response_format="pcm"`: 16-bit mono without a header."""
UNSURE = 0.8
"""Confidence of a transcript whose model tells no likelihoods."""
TELLS_LIKELIHOODS = "gpt-4o"
"""Models by this name tell how sure they are, and take words in a prompt; the newer ones take them as keywords."""
MOST_SPEECH = 60 * PCM_RATE * 2
"""Bytes of one sentence; a stream that does not end is broken off there."""
LONGEST_WAIT = 3
"""Time-outs within which a whole sentence must have come."""
_ERRORS = (openai.OpenAIError, httpx2.HTTPError, TimeoutError, ValueError)


def speech_client(settings: Settings) -> openai.AsyncOpenAI:
    """A client of its own, so that its time-outs are those of a call."""
    key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else "none"
    return openai.AsyncOpenAI(api_key=key, base_url=settings.openai_base_url or None, max_retries=0)


class OpenAIVoice:
    """A `SpeechOut` at 24 kHz. `timeout` is the seconds until the first audio, and between two pieces of it."""

    name = "openai"
    sample_rate = PCM_RATE

    def __init__(self, client: openai.AsyncOpenAI, *, model: str, voice: str, timeout: float) -> None:
        self._client = client
        self._model = model
        self._voice = voice
        self._timeout = timeout

    async def say(self, words: str, rate: float = 1.0) -> bytes:
        """Raises SpeechFailed."""
        said = spoken_form(words)
        if not any(sign.isalnum() for sign in said):
            return b""
        try:
            # A stream that drips keeps within the time between two pieces, but nobody waits for ever.
            pcm = await asyncio.wait_for(self._fetch(said, rate), LONGEST_WAIT * self._timeout)
        except _ERRORS as error:
            raise SpeechFailed(type(error).__name__) from error
        samples = trimmed(np.frombuffer(pcm[: len(pcm) // 2 * 2], np.int16), PCM_RATE)
        if not samples.size:
            raise SpeechFailed("an answer without sound")
        return samples.tobytes()

    def close(self) -> None:
        """The client's connections end with the process; it has no other state."""

    async def _fetch(self, words: str, rate: float) -> bytes:
        pcm = bytearray()
        asked = self._client.audio.speech.with_streaming_response.create(
            model=self._model,
            voice=self._voice,
            input=words,
            instructions=text("speech"),
            response_format="pcm",
            speed=rate,
        )
        try:
            response = await asyncio.wait_for(asked.__aenter__(), self._timeout)
            pieces = aiter(response.iter_bytes(4096))
            while len(pcm) < MOST_SPEECH:
                try:
                    pcm += await asyncio.wait_for(anext(pieces), self._timeout)
                except StopAsyncIteration:
                    break
        finally:
            await asked.__aexit__(None, None, None)
        return bytes(pcm)


class OpenAIEars:
    """A `SpeechIn` that sends each finished turn. `timeout` is the seconds for the whole answer."""

    name = "openai"

    def __init__(self, client: openai.AsyncOpenAI, *, model: str, timeout: float) -> None:
        self._client = client
        self._model = model
        self._timeout = timeout

    def listen(self, expectation: Expectation, *, rate: int) -> OpenAIHearing:
        return OpenAIHearing(self, expectation, rate)

    async def transcribe(self, pcm: bytes, rate: int, words: Sequence[str]) -> Heard:
        """Raises SpeechFailed."""
        if len(pcm) < rate // 10:
            return Heard("", 0.0, engine=self.name)
        try:
            answer: Any = await asyncio.wait_for(self._ask(pcm, rate, words), self._timeout)
        except _ERRORS as error:
            raise SpeechFailed(type(error).__name__) from error
        if not isinstance(getattr(answer, "text", None), str):
            raise SpeechFailed("an answer without a text")
        found = answer.text.strip()
        return Heard(found, _confidence(answer) if found else 0.0, engine=self.name)

    def close(self) -> None:
        """The client's connections end with the process; it has no other state."""

    async def _ask(self, pcm: bytes, rate: int, words: Sequence[str]) -> Any:
        hints: dict[str, Any] = {}
        if self._model.startswith(TELLS_LIKELIHOODS):
            hints = {"include": ["logprobs"], **({"prompt": ", ".join(words)} if words else {})}
        elif words:
            hints = {"keywords": list(words)}
        return await self._client.audio.transcriptions.create(
            model=self._model,
            file=("turn.wav", _wav(pcm, rate), "audio/wav"),
            language="en",
            response_format="json",
            **hints,
        )


class OpenAIHearing:
    """A `Hearing`. The same audio is sent once, also when it is read again."""

    def __init__(self, ears: OpenAIEars, expectation: Expectation, rate: int) -> None:
        self._ears = ears
        self._expectation = expectation
        self._rate = rate
        self._pcm = bytearray()
        self._read: tuple[int, Heard] | None = None

    def feed(self, pcm: bytes) -> None:
        self._pcm.extend(pcm)

    async def read(self) -> Heard:
        """Cancelled, it breaks off the request. Raises SpeechFailed."""
        length = len(self._pcm)
        if self._read is None or self._read[0] != length:
            heard = await self._ears.transcribe(bytes(self._pcm), self._rate, self._expectation.words)
            self._read = (length, heard)
        return self._read[1]


def _confidence(answer: Any) -> float:
    likelihoods = [entry.logprob for entry in answer.logprobs or () if entry.logprob is not None]
    return min(1.0, math.exp(sum(likelihoods) / len(likelihoods))) if likelihoods else UNSURE


def _wav(pcm: bytes, rate: int) -> bytes:
    held = io.BytesIO()
    with wave.open(held, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(pcm)
    return held.getvalue()
