"""Sound as arrays, and WAV files as sound."""

from __future__ import annotations

import io
import wave
from typing import TypeAlias

import numpy as np
import soxr
from numpy.typing import NDArray

Sound: TypeAlias = NDArray[np.float64]
"""Samples of shape (frames, channels), -1 to 1."""

RATE = 48_000
"""Hertz of everything that goes with pictures; what AAC, Opus and every video platform use."""


def of_pcm(pcm: bytes, rate: int, wanted: int = RATE) -> Sound:
    """16-bit little-endian mono as one channel at `wanted` hertz."""
    samples = np.frombuffer(pcm[: len(pcm) // 2 * 2], "<i2").astype(np.float64) / 32768
    return resampled(samples[:, None], rate, wanted)


def resampled(sound: Sound, rate: int, wanted: int) -> Sound:
    if rate == wanted or not len(sound):
        return sound
    return np.asarray(soxr.resample(sound, rate, wanted), np.float64).reshape(-1, sound.shape[1])


def of_wav(data: bytes, wanted: int = RATE) -> Sound:
    """A 16-bit WAV file's sound at `wanted` hertz. Raises ValueError for anything else."""
    try:
        with wave.open(io.BytesIO(data)) as file:
            if file.getsampwidth() != 2:
                raise ValueError("not 16-bit")
            channels, rate = file.getnchannels(), file.getframerate()
            raw = file.readframes(file.getnframes())
    except (wave.Error, EOFError) as error:
        raise ValueError("not a WAV file") from error
    samples = np.frombuffer(raw, "<i2").astype(np.float64).reshape(-1, channels) / 32768
    return resampled(samples, rate, wanted)


def to_pcm(sound: Sound) -> bytes:
    """16-bit little-endian, channels interleaved; what would not fit is cut off."""
    return np.round(np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes()


def stereo(sound: Sound) -> Sound:
    return np.repeat(sound, 2, axis=1) if sound.shape[1] == 1 else sound


def sized(sound: Sound, frames: int) -> Sound:
    """The sound cut, or filled up with silence, to so many frames."""
    missing = frames - len(sound)
    return sound[:frames] if missing <= 0 else np.pad(sound, ((0, missing), (0, 0)))


def filtered(sound: Sound, spectrum: NDArray[np.complex128], tail: int) -> Sound:
    """The sound convolved with a response that rings for less than `tail` frames, cut to the sound's length.

    `spectrum` is the response's, of shape (channels or 1, bins). Piece by piece, because a transform that fits the
    processor's cache takes a fraction of the time of one over the whole.
    """
    size = 2 * (spectrum.shape[-1] - 1)
    heard = np.zeros((sound.shape[1], len(sound)))
    for start in range(0, len(sound), size - tail):
        piece = np.ascontiguousarray(sound[start : start + size - tail].T)
        end = min(len(sound), start + size)
        heard[:, start:end] += np.fft.irfft(np.fft.rfft(piece, size) * spectrum, size)[:, : end - start]
    return heard.T
