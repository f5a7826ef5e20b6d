"""The synthetic callers of an evaluation: eSpeak NG's voices, and Flite's where that program is installed."""

from __future__ import annotations

import asyncio
import io
import shutil
import wave

import numpy as np

from agent.rehearsal.caller import CALLER_TONE
from agent.speech.errors import SpeechUnavailableError
from agent.speech.espeak import EspeakVoice, Tone, to_rate, trimmed
from agent.speech.ports import SpeechOut
from agent.speech.wideband import PHONE_RATE

FLITE = "flite:"
"""Before the name of a Flite voice, as in `flite:rms`. Its voices are made of recordings of people and share neither
sounds nor pronunciations with eSpeak NG, which the embedded ears know from their dictionary.
"""


def caller_voice(name: str) -> SpeechOut:
    """The voice called `name`, at the rehearsed caller's pace. Raises SpeechUnavailableError, ValueError."""
    if name.startswith(FLITE):
        return FliteVoice(name.removeprefix(FLITE))
    tone = Tone(name, CALLER_TONE.words_per_minute, CALLER_TONE.pitch, CALLER_TONE.liveliness)
    return EspeakVoice(tone, PHONE_RATE)


class FliteVoice:
    """A `SpeechOut` by the `flite` command, one process a sentence."""

    sample_rate = PHONE_RATE

    def __init__(self, voice: str) -> None:
        """Raises SpeechUnavailableError where Flite is not installed."""
        program = shutil.which("flite")
        if program is None:
            raise SpeechUnavailableError(
                f"The voice {FLITE}{voice} needs the program flite: install Debian's package flite."
            )
        self.name = f"{FLITE}{voice}"
        self._command = (program, "-voice", voice, "-o", "/dev/stdout")

    async def say(self, text: str, rate: float = 1.0) -> bytes:
        """16-bit mono PCM at `sample_rate`. Raises SpeechUnavailableError when Flite fails."""
        if not any(character.isalnum() for character in text):
            return b""
        process = await asyncio.create_subprocess_exec(
            *self._command,
            "--setf",
            f"duration_stretch={1 / rate:.3f}",
            "-t",
            text,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        sound, complaint = await process.communicate()
        if process.returncode or not sound:
            raise SpeechUnavailableError(f"{self.name}: {complaint.decode(errors='replace').strip()}")
        with wave.open(io.BytesIO(sound), "rb") as file:
            samples = np.frombuffer(file.readframes(file.getnframes()), np.int16)
            source = file.getframerate()
        return to_rate(trimmed(samples, source), source, PHONE_RATE).tobytes()

    def close(self) -> None: ...
