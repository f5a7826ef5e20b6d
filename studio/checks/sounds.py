"""Rules for sound: every file plays, lasts long enough to be remembered, and is as loud as it should be."""

from __future__ import annotations

import io

import av
import numpy as np

from studio.audio.loudness import loudness, true_peak
from studio.audio.mastering import LOUDNESS
from studio.audio.sound import Sound, of_wav
from studio.ports import Brief, File, Output

SHORTEST = 3.0
"""Seconds; a shorter jingle is a click."""
OFF = 1.0
"""Loudness units by which a file may miss its level; a listener begins to notice there."""
HIGHEST = -1.0
"""dBTP; EBU R 128's limit."""
CLIPPED = 0.001
"""Share of samples at full scale above which the clipping is heard."""
_APART = 0.3
"""Seconds by which the files of one jingle may differ: encoders pad."""

_RATE = 44_100


def playable_sounds(_: Brief, output: Output) -> list[str]:
    """Every sound file of the output opens and can be listened to, and all last as long as the first."""
    files = [file for file in output.files if file.mime.startswith("audio/")]
    reasons = [reason for file in files if file.mime == "audio/wav" for reason in _objections(file)]
    lengths = {file.name: seconds_of(file.data) for file in files}
    reasons += [f"{name} does not play." for name, seconds in lengths.items() if seconds is None]
    known = [seconds for seconds in lengths.values() if seconds is not None]
    reasons += [
        f"{name} lasts {seconds:.1f} seconds, not {known[0]:.1f}."
        for name, seconds in lengths.items()
        if seconds is not None and abs(seconds - known[0]) > _APART
    ]
    return list(dict.fromkeys(reasons))


def seconds_of(data: bytes) -> float | None:
    """How long a file sounds when it is decoded; None when it does not."""
    try:
        with av.open(io.BytesIO(data), "r") as file:
            stream = file.streams.audio[0]
            samples = sum(frame.samples for frame in file.decode(stream))
            return samples / stream.rate
    except (av.error.FFmpegError, IndexError, ZeroDivisionError):
        return None


def level(name: str, sound: Sound, rate: int) -> list[str]:
    """What speaks against a master's loudness."""
    measured = loudness(sound, rate)
    if abs(measured - LOUDNESS) > OFF:
        much = "quiet" if measured < LOUDNESS else "loud"
        return [f"{name} is too {much}: {measured:.1f} LUFS, not {LOUDNESS:.0f}."]
    peak = true_peak(sound, rate)
    return [f"{name} is clipped: it peaks at {peak:.1f} dBTP."] if peak > HIGHEST else []


def _objections(file: File) -> list[str]:
    try:
        sound = of_wav(file.data, _RATE)
    except ValueError:
        return [f"{file.name} does not play."]
    seconds, reasons = len(sound) / _RATE, []
    if seconds < SHORTEST:
        reasons.append(f"{file.name} lasts {seconds:.1f} seconds; at least {SHORTEST:.0f} are wanted.")
    if sound.size and float(np.mean(np.abs(sound) >= 0.9999)) > CLIPPED:
        return [*reasons, f"{file.name} is clipped."]
    return [*reasons, *level(file.name, sound, _RATE)]
