"""Gives telephone speech the upper half of the spectrum that the recogniser's acoustic model was trained with.

The energy above the telephone band is estimated frame by frame from that below (a linear map, fitted on the embedded
voices heard wide and over the telephone) and filled with the folded lower band as excitation.
"""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt
import soxr

from agent.speech.mulaw import mulaw_to_pcm, pcm_to_mulaw

RATE = 16000
PHONE_RATE = 8000
LINE_NOISE = 6.0
FRAME = 512
HOP = 128
"""32 ms windows a quarter apart: smooth enough to be added up again without clicks."""
CONTEXT = 2
"""Frames on each side that the estimate looks at."""
TELEPHONE_TOP = 3600
"""Hz. Above this a resampled 8 kHz signal has lost energy to the anti-alias filter."""
RIDGE = 30.0
"""Keeps the map small where the voices it is fitted on say little; any value from 3 to 300 does as well."""
PLAUSIBLE = (-12.0, 3.0)
"""Log energy around the utterance's level that an upper band may have, so that a click cannot blow it up."""

Samples = npt.NDArray[np.int16]
Floats = npt.NDArray[np.float64]

_BIN_HZ = RATE / FRAME
_LOW_EDGES = np.unique(np.round(np.geomspace(100, TELEPHONE_TOP, 19) / _BIN_HZ).astype(int))
_HIGH_EDGES = np.round(np.linspace(TELEPHONE_TOP, 7600, 9) / _BIN_HZ).astype(int)
_WINDOW = np.hanning(FRAME + 1)[:-1]


@dataclass(frozen=True, slots=True)
class Widener:
    """The fitted map: lower-band log energies of neighbouring frames to upper-band log energies."""

    weights: Floats

    def __call__(self, phone: Samples, rate: int) -> Samples:
        """Speech at the telephone's `rate` as 16 kHz speech with an upper band."""
        narrow = soxr.resample(phone, rate, RATE).astype(np.float64)
        spectrum = _spectrum(narrow)
        level, features = _features(spectrum)
        wanted = np.exp(np.clip(features @ self.weights, *PLAUSIBLE) + level)
        top = int(_HIGH_EDGES[0])
        folded = spectrum[:, np.abs(2 * top - np.arange(top, FRAME // 2 + 1))]
        for band, (start, end) in enumerate(itertools.pairwise(_HIGH_EDGES)):
            excitation = folded[:, start - top : end - top]
            power = np.mean(np.abs(excitation) ** 2, axis=1) + 1.0
            spectrum[:, start:end] = excitation * np.sqrt(wanted[:, band] / power)[:, None]
        return np.clip(_sound(spectrum, narrow.size), -32768, 32767).astype(np.int16)

    def as_bytes(self) -> bytes:
        """For `load`."""
        buffer = io.BytesIO()
        np.save(buffer, self.weights)
        return buffer.getvalue()

    @classmethod
    def load(cls, path: Path) -> Self:
        return cls(np.load(path))


def carried_by_telephone(samples: Samples, rate: int) -> Samples:
    """Speech at `rate` as a telephone line hands it over: 8 kHz, noise of the line, μ-law and back."""
    narrow = soxr.resample(samples, rate, PHONE_RATE).astype(np.float64)
    noise = np.random.default_rng(narrow.size).normal(0, LINE_NOISE, narrow.size)
    return mulaw_to_pcm(pcm_to_mulaw(np.clip(narrow + noise, -32768, 32767).astype(np.int16)))


def fit(pairs: Iterable[tuple[Samples, Samples]], rate: int) -> Widener:
    """Least squares over pairs of the same speech: wide at 16 kHz, and as the telephone at `rate` carries it."""
    gram: Floats | None = None
    moment: Floats | None = None
    for wide, phone in pairs:
        narrow = soxr.resample(phone, rate, RATE).astype(np.float64)
        size = min(narrow.size, wide.size)
        level, features = _features(_spectrum(narrow[:size]))
        target = np.log(_bands(_spectrum(wide[:size].astype(np.float64)), _HIGH_EDGES) + 1.0) - level
        gram = features.T @ features + (0 if gram is None else gram)
        moment = features.T @ target + (0 if moment is None else moment)
    if gram is None or moment is None:
        raise ValueError("nothing to fit on")
    weights: Floats = np.linalg.solve(gram + RIDGE * np.eye(len(gram)), moment).astype(np.float64)
    return Widener(weights)


def _spectrum(samples: Floats) -> npt.NDArray[np.complex128]:
    padded = np.concatenate([np.zeros(FRAME), samples, np.zeros(FRAME + HOP)])
    frames = np.lib.stride_tricks.sliding_window_view(padded, FRAME)[::HOP]
    return np.fft.rfft(frames * _WINDOW, axis=1)


def _sound(spectrum: npt.NDArray[np.complex128], size: int) -> Floats:
    frames = np.fft.irfft(spectrum, FRAME, axis=1) * _WINDOW
    total = np.zeros((len(frames) - 1) * HOP + FRAME)
    weight = np.zeros_like(total)
    for place, frame in enumerate(frames):
        total[place * HOP : place * HOP + FRAME] += frame
        weight[place * HOP : place * HOP + FRAME] += _WINDOW**2
    sound: Floats = (total / np.maximum(weight, 1e-3))[FRAME : FRAME + size]
    return sound


def _bands(spectrum: npt.NDArray[np.complex128], edges: npt.NDArray[np.int_]) -> Floats:
    power = np.abs(spectrum) ** 2
    return np.stack([power[:, a:b].mean(axis=1) for a, b in itertools.pairwise(edges)], axis=1)


def _features(spectrum: npt.NDArray[np.complex128]) -> tuple[Floats, Floats]:
    """The utterance's level, and per frame the lower bands' log energies around it, relative to the level."""
    low = np.log(_bands(spectrum, _LOW_EDGES) + 1.0)
    level = np.quantile(low.mean(axis=1), 0.9)
    relative = low - level
    padded = np.pad(relative, ((CONTEXT, CONTEXT), (0, 0)), mode="edge")
    shifted = [padded[shift : shift + len(low)] for shift in range(2 * CONTEXT + 1)]
    return level, np.hstack([*shifted, np.ones((len(low), 1))])
