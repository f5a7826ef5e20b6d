"""The sound of somebody who listens."""

from __future__ import annotations

import numpy as np


def murmur(pitch: float = 115.0) -> bytes:
    """A hummed "mm-hm" at 8 kHz: two notes with a closed mouth, nearly all of it below 600 Hz, as a real one is.

    `pitch` of the first note in hertz; 115 is a man's, 200 a woman's. The second is a minor third higher.
    """
    seconds = np.arange(4000) / 8000
    notes = np.where(seconds < 0.22, pitch, pitch * 140 / 115)
    phase = 2 * np.pi * np.cumsum(notes) / 8000
    hum = sum((np.sin(k * phase) / k**3 for k in range(1, 13)), np.zeros(4000))
    gap = np.where((seconds > 0.2) & (seconds < 0.26), 0.1, 1.0)
    fade = np.clip(np.minimum(seconds, 0.5 - seconds) / 0.03, 0, 1)
    return (hum * gap * fade * 6000).astype(np.int16).tobytes()
