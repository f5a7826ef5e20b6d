"""How loud a sound is, by ITU-R BS.1770-5 and EBU R 128: K-weighted, gated, in LUFS; and its true peak in dBTP."""

from __future__ import annotations

from functools import cache, reduce

import numpy as np
import soxr
from numpy.typing import NDArray

from studio.audio.sound import Sound, filtered

SILENCE = -120.0
"""What is given for a sound without anything in it."""

_BLOCK, _HOP = 0.4, 0.1
"""Seconds; BS.1770's gating blocks, overlapping by three quarters."""
_ABSOLUTE, _RELATIVE = -70.0, -10.0
_OVERSAMPLED = 4
_PIECE = 10
"""Seconds oversampled at once, which bounds the memory."""


def loudness(sound: Sound, rate: int) -> float:
    """Integrated loudness in LUFS."""
    if not len(sound):
        return SILENCE
    power = np.concatenate([[0.0], np.cumsum((_weighted(sound, rate) ** 2).T.sum(axis=0))])
    block, hop = round(_BLOCK * rate), round(_HOP * rate)
    starts = np.arange(0, max(1, len(sound) - block + 1), hop)
    ends = np.minimum(starts + block, len(sound))
    blocks = (power[ends] - power[starts]) / np.maximum(1, ends - starts)
    loud = blocks[_lufs(blocks) > _ABSOLUTE]
    if not loud.size:
        return SILENCE
    kept = loud[_lufs(loud) > float(_lufs(loud.mean())) + _RELATIVE]
    return float(_lufs(kept.mean()))


def true_peak(sound: Sound, rate: int) -> float:
    """The highest point between the samples too, in dB of full scale."""
    peak = 0.0
    for start in range(0, len(sound), _PIECE * rate):
        peak = max(peak, float(oversampled(sound[start : start + _PIECE * rate], rate).max(initial=0.0)))
    return 20 * float(np.log10(peak)) if peak > 0 else SILENCE


def oversampled(sound: Sound, rate: int) -> NDArray[np.float64]:
    """The magnitude at four times the rate, of the louder channel."""
    if not len(sound):
        return np.zeros(0)
    raised = np.asarray(soxr.resample(sound, rate, rate * _OVERSAMPLED), np.float64)
    sides = np.abs(raised.reshape(len(raised), -1)).T
    # A column at a time: numpy's maximum over rows of two is many times slower.
    return np.asarray(reduce(np.maximum, sides), np.float64)


def _lufs(power: NDArray[np.float64] | float) -> NDArray[np.float64]:
    return -0.691 + 10 * np.log10(np.maximum(power, 1e-12))


def _weighted(sound: Sound, rate: int) -> Sound:
    """Through BS.1770's two filters, the head's shelf and the low cut; they have rung out after half a second."""
    tail = rate // 2
    return filtered(sound, _response(rate, 1 << (2 * tail).bit_length()), tail)


@cache
def _response(rate: int, size: int) -> NDArray[np.complex128]:
    turn = np.exp(-2j * np.pi * np.arange(size // 2 + 1) / size)
    response = np.ones(len(turn), complex)
    for (b0, b1, b2), (a1, a2) in (_shelf(rate), _low_cut(rate)):
        response *= (b0 + b1 * turn + b2 * turn**2) / (1 + a1 * turn + a2 * turn**2)
    return response[None]


_Filter = tuple[tuple[float, float, float], tuple[float, float]]


def _shelf(rate: int) -> _Filter:
    """The analogue prototype's numbers give BS.1770's table 1 at 48 kHz."""
    k, q = np.tan(np.pi * 1681.974450955533 / rate), 0.7071752369554196
    high = 10 ** (3.999843853973347 / 20)
    band = high**0.4996667741545416
    a0 = 1 + k / q + k * k
    top = ((high + band * k / q + k * k) / a0, 2 * (k * k - high) / a0, (high - band * k / q + k * k) / a0)
    return top, (2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0)


def _low_cut(rate: int) -> _Filter:
    """As above, for table 2."""
    k, q = np.tan(np.pi * 38.13547087602444 / rate), 0.5003270373238773
    a0 = 1 + k / q + k * k
    return (1.0, -2.0, 1.0), (2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0)
