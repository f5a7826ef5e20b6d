"""What reaches the agent of the user's words: as typed, or as the ears take them off a telephone line."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from agent.rehearsal.caller import speech
from agent.speech.ports import Expectation, Heard, SpeechIn, SpeechOut
from agent.speech.wideband import PHONE_RATE, carried_by_telephone

VOICES = ("en-us+klatt3", "en-us+edward")
"""Of eSpeak's English voices the two that the embedded ears, trained on people, understand best."""


class Line(Protocol):
    """Carries one turn of the user to the agent."""

    async def __call__(self, words: str, expected: Expectation, /) -> Heard: ...


async def typed(words: str, _expected: Expectation) -> Heard:
    return Heard(words, 1.0, engine="typed")


@dataclass(frozen=True, slots=True)
class Telephone:
    """A synthetic voice, 8 kHz μ-law and the real ears, without the clock of a call: no turn-taking is tried."""

    voice: SpeechOut
    ears: SpeechIn
    rng: random.Random
    noise: float | None = None
    """Signal-to-noise ratio in dB while the user speaks."""

    async def __call__(self, words: str, expected: Expectation) -> Heard:
        pcm = await speech(speakable(words), self.voice)
        if self.noise is not None:
            pcm = noisy(pcm, self.noise, self.rng)
        carried = carried_by_telephone(np.frombuffer(pcm, np.int16), PHONE_RATE)
        hearing = self.ears.listen(expected, rate=PHONE_RATE)
        hearing.feed(carried.tobytes())
        return await hearing.read()


def noisy(pcm: bytes, snr: float, rng: random.Random) -> bytes:
    """16-bit PCM with white noise `snr` dB below its root mean square."""
    samples = np.frombuffer(pcm, np.int16).astype(np.float64)
    if not samples.size:
        return pcm
    level = float(np.sqrt(np.mean(samples**2))) / 10 ** (snr / 20)
    noise = np.random.default_rng(rng.getrandbits(32)).normal(0.0, level, samples.size)
    mixed: bytes = np.clip(samples + noise, -32768, 32767).astype(np.int16).tobytes()
    return mixed


def speakable(words: str) -> str:
    """Without brackets, which would be taken for pauses."""
    return words.replace("[", " ").replace("]", " ")
