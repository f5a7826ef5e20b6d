"""Where to go on in a sentence that a noise or a murmur cut short."""

from __future__ import annotations

import numpy as np

LONGEST_BACK = 0.5
"""Seconds to look back for a place to begin again: a word or two."""
FRAME = 0.02
"""Seconds of the stretches whose loudness is compared."""


def from_the_last_lull(pcm: bytes, left: int, rate: int) -> bytes:
    """The end of a sentence's 16-bit mono PCM, of which the last `left` bytes were not heard.

    It begins at the quietest moment shortly before, between two words or sounds, so that it is understood and does
    not click.
    """
    samples = np.frombuffer(pcm, np.int16)
    cut = max(0, samples.size - left // 2)
    frame = max(1, int(FRAME * rate))
    earliest = max(0, cut - int(LONGEST_BACK * rate))
    starts = np.arange(earliest, cut, frame)
    if not earliest or not starts.size:
        return pcm
    loudness = [float(np.mean(samples[at : at + frame].astype(np.float64) ** 2)) for at in starts]
    return samples[starts[int(np.argmin(loudness))] :].tobytes()
