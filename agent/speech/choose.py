"""Which ears and which voice this process uses, and why; `doctor` prints the reasons."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from agent.speech.espeak import EspeakVoice
from agent.speech.lexicon import domain_lexicon
from agent.speech.pocketsphinx import PocketsphinxEars
from agent.speech.ports import SpeechIn, SpeechKit, SpeechOut
from orchestrator.errors import DrumbeatError
from settings import Settings

__all__ = ["SpeechKit", "SpeechUnavailableError", "choose"]

PHONE_RATE = 8000


class SpeechUnavailableError(DrumbeatError):
    """A speech engine was asked for by name and is not on this machine. The detail says how to get it."""

    status = 503
    title = "Speech is not available"


def choose(settings: Settings) -> SpeechKit:
    """The engines that the settings ask for. Takes seconds the first time; call it off the event loop.

    Nothing falls back in silence: an engine named in the settings is used, or SpeechUnavailableError is raised.
    """
    ears, why_ears = _ears(settings)
    voice, why_voice = _voice(settings)
    return SpeechKit(ears, voice, (why_ears, why_voice))


def whisper_folder(settings: Settings) -> Path | None:
    """Where a Whisper model is ready to use on this machine, or None."""
    folder = Path(settings.whisper_model) if settings.whisper_model else None
    if folder is None or not (folder / "model.bin").exists():
        return None
    return folder if importlib.util.find_spec("faster_whisper") else None


def _ears(settings: Settings) -> tuple[SpeechIn, str]:
    folder = whisper_folder(settings)
    if settings.stt == "whisper" and folder is None:
        raise SpeechUnavailableError(
            "DRUMBEAT_STT is whisper, which needs the package faster-whisper and DRUMBEAT_WHISPER_MODEL set to a "
            "model's folder."
        )
    if folder is not None and settings.stt in ("auto", "whisper"):
        from agent.speech.whisper import WhisperEars

        return WhisperEars(folder), f"speech in: Whisper from {folder.name}"
    ears = PocketsphinxEars(domain_lexicon(settings.data_dir / "cache" / "speech"))
    ears.warm_up()
    asked = "as asked" if settings.stt == "pocketsphinx" else "no Whisper model is on this machine"
    return ears, f"speech in: pocketsphinx with the campaign language model ({asked})"


def _voice(settings: Settings) -> tuple[SpeechOut, str]:
    asked = "as asked" if settings.tts == "espeak" else "the embedded default"
    return EspeakVoice(sample_rate=PHONE_RATE), f"speech out: eSpeak NG ({asked})"
