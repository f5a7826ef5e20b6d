"""Sound as files: WAV, MP3 and Opus, each told who made it; no time stamp, so that the same sound is the same file."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator, Mapping
from typing import cast

import av
import av.container
import numpy as np

from studio.audio.sound import RATE, Sound, resampled, stereo, to_pcm

MP3_BITS = 192_000
OPUS_BITS = 128_000
"""Bits a second at which trained listeners no longer tell stereo music from its source."""


def wav(sound: Sound, rate: int, title: str = "", maker: str = "") -> bytes:
    """16-bit PCM. `title` and `maker` are kept as UTF-8, which players other than the oldest read."""
    channels = sound.shape[1]
    shape = struct.pack("<HHIIHH", 1, channels, rate, rate * 2 * channels, 2 * channels, 16)
    info = b"INFO"
    for name, text in ((b"INAM", title), (b"ICMT", maker)):
        info += _chunk(name, text.encode() + b"\0") if text else b""
    told = _chunk(b"LIST", info) if title or maker else b""
    body = b"WAVE" + _chunk(b"fmt ", shape) + told + _chunk(b"data", to_pcm(sound))
    return _chunk(b"RIFF", body)


def mp3(sound: Sound, rate: int, tags: Mapping[str, str]) -> bytes:
    return _encoded(sound, rate, "mp3", "libmp3lame", MP3_BITS, tags)


def opus(sound: Sound, rate: int, tags: Mapping[str, str]) -> bytes:
    """Ogg Opus, at the 48 kHz which is all that Opus knows."""
    return _encoded(resampled(sound, rate, RATE), RATE, "ogg", "libopus", OPUS_BITS, tags)


def frames(sound: Sound, rate: int, length: int = 1024) -> Iterator[av.AudioFrame]:
    """The sound as PyAV's frames, stereo, in order and dated."""
    samples = np.frombuffer(to_pcm(stereo(sound)), "<i2").reshape(-1, 2)
    for start in range(0, len(samples), length):
        piece = np.ascontiguousarray(samples[start : start + length]).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(piece, format="s16", layout="stereo")
        frame.sample_rate, frame.pts = rate, start
        yield frame


def _encoded(sound: Sound, rate: int, form: str, codec: str, bits: int, tags: Mapping[str, str]) -> bytes:
    buffer = io.BytesIO()
    with av.open(buffer, "w", format=form, options={"fflags": "+bitexact"}) as file:
        file.metadata.update(tags)
        stream = cast("av.AudioStream", file.add_stream(codec, rate=rate))
        stream.metadata.update(tags)
        stream.bit_rate = bits
        for frame in frames(sound, rate):
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return buffer.getvalue()


def _chunk(name: bytes, data: bytes) -> bytes:
    return name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)
