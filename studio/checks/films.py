"""Rules for films: they play as long as their script, move, are not black, have their level and true captions."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

import av
import numpy as np
from PIL import Image, UnidentifiedImageError

from studio.audio.sound import RATE, Sound
from studio.checks.reading import words
from studio.checks.sounds import level
from studio.ports import Brief, File, Output

APART = 0.3
"""Seconds by which a film may miss its script; a frame or two at each end are the encoder's."""
_EVERY = 10
"""One frame in so many is looked at."""
_BLACK = 24
"""Mean luma, of 255, under which a frame counts as black; 16 is black itself."""
_STILL = 0.15
"""Mean change of luma between two looks under which nothing is seen to move."""
_LONGEST_STILL = 4.0
"""Seconds; a film that stands longer is taken for stuck."""
_SMALL = (48, 48)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What decoding told. `looks` are small grey pictures, `every` seconds apart."""

    seconds: float
    fps: float
    size: tuple[int, int]
    looks: Sequence[np.ndarray]
    every: float
    sound: Sound


def playable_films(_: Brief, output: Output) -> list[str]:
    """Judges every MP4 of the output, its captions and its poster."""
    reasons = []
    for file in output.files:
        if file.mime == "video/mp4":
            seen = _watched(file.data)
            reasons += _objections(file, seen, output) if seen else [f"{file.name} does not play."]
    if reasons or not any(file.mime == "video/mp4" for file in output.files):
        return reasons
    return [*_captions(output), *_poster(output)]


def _objections(file: File, seen: _Seen, output: Output) -> list[str]:
    told, reasons = output.provenance, []
    wanted = float(told.get("seconds", seen.seconds))
    if abs(seen.seconds - wanted) > APART or abs(len(seen.sound) / RATE - wanted) > APART:
        reasons.append(f"{file.name} lasts {seen.seconds:.1f} seconds, not {wanted:.1f}.")
    if tuple(told.get("size", seen.size)) != seen.size:
        reasons.append(f"{file.name} is {seen.size[0]} by {seen.size[1]}.")
    if abs(seen.fps - float(told.get("fps", seen.fps))) > 0.1:
        reasons.append(f"{file.name} has {seen.fps:.1f} frames a second.")
    if np.mean([look.mean() < _BLACK and look.std() < _BLACK / 4 for look in seen.looks]) > 0.1:
        reasons.append(f"{file.name} is black.")
    if _stands(seen) > _LONGEST_STILL:
        reasons.append(f"{file.name} stands still.")
    return [*reasons, *level(file.name, seen.sound, RATE)]


def _stands(seen: _Seen) -> float:
    """The longest time without anything moving, in seconds."""
    longest = run = 0
    for one, other in zip(seen.looks, seen.looks[1:], strict=False):
        run = run + 1 if float(np.abs(one - other).mean()) < _STILL else 0
        longest = max(longest, run)
    return longest * seen.every


def _captions(output: Output) -> list[str]:
    """The caption file says every word that the voice says, and no other."""
    said = words(" ".join(map(str, output.provenance.get("says", ()))))
    shown = {
        file.mime: words(_bare(file.data.decode("utf-8", "replace"))) for file in output.files if _timed(file)
    }
    if said and "text/vtt" not in shown:
        return ["There are no captions."]
    return [f"The captions ({mime}) are not what is said." for mime, found in shown.items() if found != said]


def _timed(file: File) -> bool:
    return file.mime in {"text/vtt", "application/x-subrip"}


def _bare(captions: str) -> str:
    """The words of the cues."""
    lines = [
        line for line in captions.splitlines() if "-->" not in line and not re.fullmatch(r"\d+|WEBVTT", line)
    ]
    return " ".join(lines).replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")


def _poster(output: Output) -> list[str]:
    for file in output.files:
        if file.mime in {"image/jpeg", "image/png"}:
            try:
                picture = Image.open(io.BytesIO(file.data)).convert("L")
            except (UnidentifiedImageError, OSError):
                return [f"The poster {file.name} does not open."]
            return [] if np.asarray(picture).std() > 1 else [f"The poster {file.name} shows nothing."]
    return ["There is no poster."]


def _watched(data: bytes) -> _Seen | None:
    try:
        with av.open(io.BytesIO(data), "r") as file:
            video = file.streams.video[0]
            fps = float(video.average_rate or 0)
            looks, count = [], 0
            for frame in file.decode(video):
                if count % _EVERY == 0:
                    small = frame.reformat(width=_SMALL[0], height=_SMALL[1], format="gray")
                    looks.append(small.to_ndarray().astype(np.float32))
                count += 1
            if not count or not fps:
                return None
            size = (video.width, video.height)
        return _Seen(count / fps, fps, size, looks, _EVERY / fps, _heard(data))
    except (av.error.FFmpegError, IndexError):
        return None


def _heard(data: bytes) -> Sound:
    resampler = av.AudioResampler(format="s16", layout="stereo", rate=RATE)
    pieces = []
    with av.open(io.BytesIO(data), "r") as file:
        for frame in file.decode(file.streams.audio[0]):
            pieces += [each.to_ndarray().reshape(-1, 2) for each in resampler.resample(frame)]
    return np.concatenate(pieces).astype(np.float64) / 32768 if pieces else np.zeros((0, 2))
