"""Brings a sound to its loudness with its peaks held below a ceiling."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from studio.audio.loudness import SILENCE, loudness, oversampled, true_peak
from studio.audio.sound import Sound

LOUDNESS = -16.0
"""LUFS; what Apple Podcasts asks for and web players level to, so that nobody reaches for the volume."""
PEAK = -1.5
"""dBTP of the master: half a decibel under the -1 of EBU R 128, because lossy encoders add a little."""

_STEP = 0.001
"""Seconds of one value of the limiter's gain."""
_AHEAD = 5
"""Steps by which the gain falls before a peak and stays low after it."""
_ROUNDS = 4
"""Limiting lowers the loudness a little; so it is made up for so many times at most."""


def mastered(sound: Sound, rate: int, target: float = LOUDNESS, ceiling: float = PEAK) -> Sound:
    """The sound at `target` LUFS, within a tenth where its peaks allow, never above `ceiling` dBTP."""
    measured = loudness(sound, rate)
    if measured <= SILENCE:
        return sound
    gain, done = target - measured, sound
    for _ in range(_ROUNDS):
        done = _limited(sound * 10 ** (gain / 20), rate, 10 ** (ceiling / 20))
        missing = target - loudness(done, rate)
        if abs(missing) < 0.1:
            break
        gain += missing
    over = true_peak(done, rate) - ceiling
    return done * 10 ** (-over / 20) if over > 0 else done


def faded(sound: Sound, rate: int, first: float, last: float) -> Sound:
    """Faded in over `first` seconds and out over `last`."""
    shaped = sound.copy()
    rise, fall = min(len(sound), round(first * rate)), min(len(sound), round(last * rate))
    if rise:
        shaped[:rise] *= np.linspace(0, 1, rise)[:, None]
    if fall:
        shaped[-fall:] *= (np.linspace(1, 0, fall) ** 1.5)[:, None]
    return shaped


def _limited(sound: Sound, rate: int, ceiling: float) -> Sound:
    step = max(1, round(_STEP * rate))
    peaks = _peaks(sound, rate, step)
    wanted = np.minimum(1.0, ceiling / np.maximum(peaks, 1e-9))
    if wanted.min(initial=1.0) >= 1.0:
        return sound
    padded = np.pad(wanted, 2 * _AHEAD, mode="edge")
    low = np.lib.stride_tricks.sliding_window_view(padded, 2 * _AHEAD + 1).min(axis=1)
    smooth = np.lib.stride_tricks.sliding_window_view(low, 2 * _AHEAD + 1).mean(axis=1)
    places = (np.arange(len(smooth)) + 0.5) * step
    gain = np.interp(np.arange(len(sound)), places, smooth)
    return np.asarray(sound * gain[:, None], np.float64)


def _peaks(sound: Sound, rate: int, step: int) -> NDArray[np.float64]:
    """The true peak of each step."""
    piece = step * 10_000
    found = []
    for start in range(0, len(sound), piece):
        raised = oversampled(sound[start : start + piece], rate)
        missing = -len(raised) % (4 * step)
        found.append(np.pad(raised, (0, missing)).reshape(-1, 4 * step).max(axis=1))
    return np.concatenate(found) if found else np.zeros(0)
