"""The voice that speaks over films: the same engines as in calls, at a film's quality rather than a telephone's."""

from __future__ import annotations

import asyncio

from agent.speech.choose import piper_file, voice_engine
from agent.speech.errors import SpeechFailed, SpeechUnavailableError
from agent.speech.espeak import EspeakVoice, Tone
from agent.speech.ports import SpeechOut
from settings import Settings
from studio.ports import MakerError

RATE = 22_050
"""Hertz of eSpeak NG and of Piper's medium voices; nothing is lost on the way."""
TIMEOUT = 30.0
"""Seconds until OpenAI's first audio: nobody waits on the line for a film."""
TONE = Tone(words_per_minute=150, pitch=44, liveliness=66)
"""Slower and livelier than on the phone: there is music under it."""


class FilmVoice:
    """Implements `studio.video.narration.Narrator`; its engine is loaded at the first word."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._voice: SpeechOut | None = None
        self._loading = asyncio.Lock()
        self.name: str = voice_engine(settings)

    async def say(self, text: str) -> tuple[bytes, int]:
        """Raises `MakerError`, transient when the engine fails: half a film in another voice is worse than a wait."""
        voice = await self._loaded()
        try:
            return await voice.say(text), voice.sample_rate
        except SpeechFailed as error:
            raise MakerError(
                f"the voice {self.name} did not speak: {error}",
                "try again, or set DRUMBEAT_TTS=espeak",
                transient=True,
            ) from error

    async def _loaded(self) -> SpeechOut:
        async with self._loading:
            if self._voice is None:
                try:
                    self._voice = await asyncio.to_thread(_voice, self._settings)
                except SpeechUnavailableError as error:
                    raise MakerError(
                        f"the voice {self.name} is not there: {error}",
                        "mend that, or set DRUMBEAT_TTS=espeak",
                    ) from error
            return self._voice


def _voice(settings: Settings) -> SpeechOut:
    match voice_engine(settings):
        case "piper":
            from agent.speech.piper import PiperVoice

            return PiperVoice(piper_file(settings), RATE)
        case "openai":
            from agent.brain.speech import OpenAIVoice, speech_client

            return OpenAIVoice(
                speech_client(settings),
                model=settings.speech_model,
                voice=settings.speech_voice,
                timeout=TIMEOUT,
            )
        case _:
            return EspeakVoice(TONE, sample_rate=RATE)
