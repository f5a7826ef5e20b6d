"""The voice that speaks over films: the same engines as in calls, at a film's quality rather than a telephone's."""

from __future__ import annotations

import asyncio

from agent.speech.choose import piper_file, speaks_openai
from agent.speech.errors import SpeechFailed
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
        self.name = engine_of(settings)

    async def say(self, text: str) -> tuple[bytes, int]:
        """Raises `MakerError`, transient, when the engine fails: half a film in another voice is worse than a wait."""
        async with self._loading:
            if self._voice is None:
                self._voice = await asyncio.to_thread(_voice, self._settings)
        try:
            return await self._voice.say(text), self._voice.sample_rate
        except SpeechFailed as error:
            raise MakerError(
                f"the voice {self.name} did not speak: {error}",
                "try again, or set DRUMBEAT_TTS=espeak",
                transient=True,
            ) from error


def engine_of(settings: Settings) -> str:
    """espeak, piper or openai, by the same rule as for calls."""
    if settings.tts == "piper" or (settings.tts == "auto" and piper_file(settings).is_file()):
        return "piper"
    if settings.tts == "openai" or (settings.tts == "auto" and speaks_openai(settings)):
        return "openai"
    return "espeak"


def _voice(settings: Settings) -> SpeechOut:
    match engine_of(settings):
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
