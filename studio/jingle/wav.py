"""A WAV file with an INFO chunk that says who made it; no time stamp, so that the same music is the same file."""

from __future__ import annotations

import struct

import numpy as np

from studio.jingle.synth import RATE, Sound


def encoded(sound: Sound, title: str, maker: str) -> bytes:
    """16-bit stereo PCM. `title` and `maker` are kept as UTF-8, which players other than the oldest read."""
    samples = np.round(sound * 32767).astype("<i2").tobytes()
    shape = struct.pack("<HHIIHH", 1, 2, RATE, RATE * 4, 4, 16)
    info = b"INFO" + _chunk(b"INAM", title.encode() + b"\0") + _chunk(b"ICMT", maker.encode() + b"\0")
    body = b"WAVE" + _chunk(b"fmt ", shape) + _chunk(b"LIST", info) + _chunk(b"data", samples)
    return _chunk(b"RIFF", body)


def _chunk(name: bytes, data: bytes) -> bytes:
    return name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)
