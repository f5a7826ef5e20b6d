"""Rules for sound: it plays, it is long enough to be remembered, it is neither silent nor clipped."""

from __future__ import annotations

import io
import wave

import numpy as np

from studio.ports import Brief, Output

SHORTEST = 3.0
"""Seconds; a shorter jingle is a click."""
QUIETEST = 0.05
"""Root mean square of full scale, about -26 dBFS: below it a listener reaches for the volume."""
CLIPPED = 0.001
"""Share of samples at full scale above which the clipping is heard."""


def playable_sounds(_: Brief, output: Output) -> list[str]:
    """Every WAV of the output opens and can be listened to."""
    files = [file for file in output.files if file.mime == "audio/wav"]
    return [reason for file in files for reason in _objections(file.name, file.data)]


def _objections(name: str, data: bytes) -> list[str]:
    try:
        with wave.open(io.BytesIO(data)) as sound:
            seconds = sound.getnframes() / sound.getframerate()
            samples = np.frombuffer(sound.readframes(sound.getnframes()), np.int16) / 32768.0
    except (wave.Error, EOFError, ValueError):
        return [f"{name} does not play."]
    reasons = []
    if seconds < SHORTEST:
        reasons.append(f"{name} lasts {seconds:.1f} seconds; at least {SHORTEST:.0f} are wanted.")
    if not samples.size or float(np.sqrt(np.mean(samples**2))) < QUIETEST:
        reasons.append(f"{name} is too quiet.")
    if samples.size and float(np.mean(np.abs(samples) >= 0.9999)) > CLIPPED:
        reasons.append(f"{name} is clipped.")
    return reasons
