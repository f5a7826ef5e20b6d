"""Every engine's speech at one level, and audio that is cut faded, so that a call neither jumps nor clicks."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

LEVEL = -20.0
"""dBFS, RMS over the frames with speech: telephony's nominal active level lies 18 to 26 dB below full scale (P.56)."""
FRAME_SECONDS = 0.02
AUDIBLE = -50.0
"""dBFS under which a frame is silence whatever the rest is."""
GATE = -20.0
"""Decibels against the mean of the audible frames under which a frame is a pause between words."""
MOST_GAIN = 30.0
"""Decibels: what is softer than that is noise, not a voice."""
KNEE = 0.7
"""Of full scale; peaks above it are bent so that they never reach the end of the range."""
FADE_SECONDS = 0.01

Samples = npt.NDArray[np.int16]


def level(samples: Samples, rate: int) -> float:
    """How loud the speech in it is in dBFS, its pauses left out; minus infinity for silence."""
    frame = max(1, int(rate * FRAME_SECONDS))
    padded = np.pad(samples.astype(np.float64) / 32768.0, (0, -samples.size % frame))
    power = np.mean(padded.reshape(-1, frame) ** 2, axis=1) if padded.size else np.zeros(0)
    audible = power[power > _power(AUDIBLE)]
    if not audible.size:
        return float("-inf")
    spoken = audible[audible > audible.mean() * _power(GATE)]
    return float(10 * np.log10(spoken.mean()))


def levelled(samples: Samples, rate: int) -> Samples:
    """The same speech at LEVEL: one gain over the whole of it, so nothing pumps, and no sample clips."""
    found = level(samples, rate)
    if not np.isfinite(found):
        return samples
    gain = 10 ** (min(MOST_GAIN, LEVEL - found) / 20)
    loud = samples.astype(np.float64) / 32768.0 * gain
    over = np.abs(loud) > KNEE
    loud[over] = np.sign(loud[over]) * _bent(np.abs(loud[over]))
    result: Samples = np.round(loud * 32767.0).astype(np.int16)
    return result


def faded_out(pcm: bytes, rate: int, seconds: float = FADE_SECONDS) -> bytes:
    """The first `seconds` of 16-bit mono PCM, going down to nothing: what is played last when a voice is cut."""
    length = max(1, int(rate * seconds))
    samples = np.frombuffer(pcm[: len(pcm) // 2 * 2], np.int16)[:length].astype(np.float64)
    slope = 0.5 + 0.5 * np.cos(np.pi * np.arange(1, samples.size + 1) / max(1, samples.size))
    return (samples * slope).astype(np.int16).tobytes()


def _bent(heights: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    bent: npt.NDArray[np.float64] = KNEE + (1 - KNEE) * np.tanh((heights - KNEE) / (1 - KNEE))
    return bent


def _power(decibels: float) -> float:
    return float(10 ** (decibels / 10))
