"""Which ears and which voice this process uses, and why; `doctor` prints the reasons."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Literal

from agent.speech.errors import SpeechUnavailableError
from agent.speech.espeak import EspeakVoice
from agent.speech.lexicon import domain_lexicon, is_built
from agent.speech.pocketsphinx import PocketsphinxEars
from agent.speech.ports import SpeechIn, SpeechKit, SpeechOut
from agent.speech.steady import SteadyVoice
from settings import Settings

__all__ = ["SpeechKit", "SpeechUnavailableError", "choose"]

VoiceEngine = Literal["espeak", "piper", "openai"]
PHONE_RATE = 8000
FETCHED_WHISPER = "models/whisper"
FETCHED_PIPER = "models/piper"
"""Folders in the data directory where `drumbeat models fetch` puts what it fetches, Whisper models by name."""
DEFAULT_WHISPER = "base.en"
"""74 million weights, English only."""


def choose(settings: Settings) -> SpeechKit:
    """The engines that the settings ask for. Takes seconds the first time; call it off the event loop.

    An engine named in the settings is used, or SpeechUnavailableError is raised. `auto` takes the best that is there:
    a model on this machine, then OpenAI by key, then the embedded engine. Engines over the network have the embedded
    one behind them, which is logged and told by `Heard.engine`.
    """
    voice, why_voice = _voice(settings)
    ears, why_ears = _ears(settings)
    return SpeechKit(ears, voice, (f"speech in: {why_ears}", f"speech out: {why_voice}"))


def whisper_folder(settings: Settings) -> Path:
    """Where the Whisper model is, or would be: the folder or the fetched one's name that is set, else the fetched."""
    fetched, asked = settings.data_dir / FETCHED_WHISPER, settings.whisper_model
    if asked:
        is_name = Path(asked).name == asked and not Path(asked).is_dir()
        return fetched / asked if is_name else Path(asked)
    if (fetched / "config.json").is_file():
        return fetched  # fetched before models had folders by name
    named = sorted(fetched.glob("*/model.bin"), key=lambda file: file.stat().st_mtime)
    whole = [file.parent for file in named if not file.parent.name.endswith(".coming")]
    return whole[-1] if whole else fetched / DEFAULT_WHISPER


def piper_file(settings: Settings) -> Path:
    """The Piper voice's file, as set or as fetched."""
    folder = settings.data_dir / FETCHED_PIPER
    if settings.piper_voice:
        return Path(settings.piper_voice)
    return next(iter(sorted(folder.glob("*.onnx"))), folder / "voice.onnx")


def speaks_openai(settings: Settings) -> bool:
    """Whether `auto` may use OpenAI's speech: other servers of its interface seldom have it."""
    return settings.openai_api_key is not None and not settings.openai_base_url


def _ears(settings: Settings) -> tuple[SpeechIn, str]:
    folder, asked = whisper_folder(settings), settings.stt
    # A folder that is set and not fit is a mistake to be told, not a reason to hear worse.
    if asked == "whisper" or (asked == "auto" and (settings.whisper_model or folder.is_dir())):
        from agent.speech.whisper import WhisperEars

        return WhisperEars(folder, beam=settings.whisper_beam), f"Whisper in {folder} ({_why(asked)})"
    if asked == "openai" or (asked == "auto" and speaks_openai(settings)):
        return _openai_ears(settings)
    why = "as asked" if asked == "pocketsphinx" else "no Whisper model and no OpenAI key"
    return _embedded_ears(settings), f"pocketsphinx with the campaign language model ({why})"


async def prepare(settings: Settings) -> None:
    """Builds the embedded ears' language models into the cache, where needed, so that the first caller does not wait.

    In a process of its own, for building holds Python's lock; a failure is left to `choose`, which builds too.
    """
    folder, asked = settings.cache / "speech", settings.stt
    whisper = asked == "whisper" or (asked == "auto" and whisper_folder(settings).is_dir())
    if whisper or is_built(folder):
        return
    building = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "agent.speech.lexicon", str(folder)), stderr=asyncio.subprocess.DEVNULL
    )
    try:
        await building.wait()
    finally:
        if building.returncode is None:
            building.kill()
            await building.wait()


def _embedded_ears(settings: Settings) -> PocketsphinxEars:
    ears = PocketsphinxEars(domain_lexicon(settings.cache / "speech"), processes=settings.reading_processes)
    ears.warm_up()
    return ears


def _openai_ears(settings: Settings) -> tuple[SpeechIn, str]:
    from agent.brain.speech import OpenAIEars, speech_client
    from agent.speech.guarded import GuardedEars

    _require_key(settings, "DRUMBEAT_STT")
    ears = OpenAIEars(
        speech_client(settings), model=settings.transcribe_model, timeout=settings.speech_timeout
    )
    why = f"OpenAI {settings.transcribe_model} ({_why(settings.stt)}), pocketsphinx when it fails"
    return GuardedEars(ears, _embedded_ears(settings)), why


def voice_engine(settings: Settings) -> VoiceEngine:
    """Which engine speaks, in calls and over films alike."""
    asked = settings.tts
    if asked != "auto":
        return asked
    # A voice that is set and not there is a mistake to be told, not a reason to sound worse.
    if settings.piper_voice or piper_file(settings).is_file():
        return "piper"
    return "openai" if speaks_openai(settings) else "espeak"


def _voice(settings: Settings) -> tuple[SpeechOut, str]:
    match voice_engine(settings):
        case "piper":
            from agent.speech.piper import PiperVoice

            file = piper_file(settings)
            voice = SteadyVoice(PiperVoice(file, PHONE_RATE), _embedded_voice(), slow=True)
            return voice, f"Piper's {file.stem} ({_why(settings.tts)}), eSpeak NG when it fails"
        case "openai":
            return _openai_voice(settings)
        case _:
            why = "as asked" if settings.tts == "espeak" else "no Piper voice and no OpenAI key"
            return SteadyVoice(_embedded_voice()), f"eSpeak NG ({why})"


def _embedded_voice() -> EspeakVoice:
    return EspeakVoice(sample_rate=PHONE_RATE, most_cached=0)


def _openai_voice(settings: Settings) -> tuple[SpeechOut, str]:
    from agent.brain.speech import OpenAIVoice, speech_client

    _require_key(settings, "DRUMBEAT_TTS")
    engine = OpenAIVoice(
        speech_client(settings),
        model=settings.speech_model,
        voice=settings.speech_voice,
        timeout=settings.speech_timeout,
    )
    why = f"OpenAI {settings.speech_model} ({_why(settings.tts)}), eSpeak NG when it fails"
    return SteadyVoice(engine, _embedded_voice(), slow=True), why


def _require_key(settings: Settings, variable: str) -> None:
    if settings.openai_api_key is None and not settings.openai_base_url:
        raise SpeechUnavailableError(
            f"{variable} is openai, which needs DRUMBEAT_OPENAI_API_KEY (or DRUMBEAT_OPENAI_BASE_URL)."
        )


def _why(asked: str) -> str:
    return "the best that is here" if asked == "auto" else "as asked"
