"""Music under a voice."""

from __future__ import annotations

import numpy as np

from studio.audio.sound import Sound, sized, stereo

UNDER = 10 ** (-13 / 20)
"""What is left of the bed while somebody speaks; advertising lowers music by 12 to 15 dB."""
BED = 10 ** (-5 / 20)
"""The bed against the voice where nobody speaks."""

_WINDOW = 0.02
_SPEAKING = 0.02
"""Root mean square of a window, about -34 dBFS, from which on it counts as speech."""
_BEFORE, _AFTER = 0.18, 0.45
"""Seconds that the bed is down before and after speech: it makes room, and does not pump between words."""


def ducked(bed: Sound, voice: Sound, rate: int) -> Sound:
    """Both together, as long as the longer; the bed steps back while there is speech."""
    frames = max(len(bed), len(voice))
    voice, bed = sized(stereo(voice), frames), sized(stereo(bed), frames)
    return voice + BED * bed * _room(voice, rate)[:, None]


def speech(voice: Sound, rate: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """For each hundredth part of two seconds whether somebody speaks."""
    step = round(_WINDOW * rate)
    mono = voice.mean(axis=1)
    windows = np.pad(mono, (0, -len(mono) % step)).reshape(-1, step)
    return np.asarray(np.sqrt((windows**2).mean(axis=1)) > _SPEAKING)


def _room(voice: Sound, rate: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    step = round(_WINDOW * rate)
    speaking = speech(voice, rate).astype(np.float64)
    before, after = round(_BEFORE / _WINDOW), round(_AFTER / _WINDOW)
    padded = np.pad(speaking, (after, before))
    held = np.lib.stride_tricks.sliding_window_view(padded, before + after + 1).max(axis=1)
    soft = np.convolve(np.pad(held, 4, mode="edge"), np.ones(9) / 9, mode="valid")
    places = (np.arange(len(soft)) + 0.5) * step
    level = np.interp(np.arange(len(voice)), places, soft)
    return np.asarray(10 ** (level * np.log10(UNDER)), np.float64)
