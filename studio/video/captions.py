"""Captions: what is said, cut into lines, timed by where the voice is heard, as files and as type on the film."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

from studio.audio.mixing import speech
from studio.audio.sound import RATE, Sound
from studio.creative.types import Script
from studio.images.fonts import Face, Pairing
from studio.images.typesetting import DoesNotFit, cap_height, fit, measure
from studio.video.encoding import Planes
from studio.video.look import aspect_of
from studio.video.staging import CAPTIONS

LONGEST = 42
"""Characters of one cue; what the BBC's guidelines allow a line, and a phone shows in two."""
_HOLD = 0.25
"""Seconds that a cue stands after its last word."""


@dataclass(frozen=True, slots=True)
class Cue:
    """Words on the screen from `start` to `end`, in seconds of the film."""

    start: float
    end: float
    text: str


def cues(script: Script, narration: Sound) -> tuple[Cue, ...]:
    """The script's words cut into cues; each scene's are spread over the time in which its voice is heard."""
    found: list[Cue] = []
    begins = 0.0
    for scene in script.scenes:
        ends = begins + scene.seconds
        parts = _parts(scene.says)
        if parts:
            first, last = _heard(narration, begins, ends)
            found += _spread(parts, first, last, min(ends, last + _HOLD))
        begins = ends
    return tuple(found)


def vtt(found: tuple[Cue, ...]) -> str:
    """WebVTT, as browsers read it."""
    lines = [f"{_clock(cue.start, '.')} --> {_clock(cue.end, '.')}\n{_escaped(cue.text)}\n" for cue in found]
    return "\n".join(["WEBVTT\n", *lines])


def srt(found: tuple[Cue, ...]) -> str:
    """SubRip, as the networks' upload forms take it."""
    return "\n".join(
        f"{number}\n{_clock(cue.start, ',')} --> {_clock(cue.end, ',')}\n{cue.text}\n"
        for number, cue in enumerate(found, 1)
    )


def _clock(seconds: float, point: str) -> str:
    total = round(seconds * 1000)
    return (
        f"{total // 3_600_000:02}:{total // 60_000 % 60:02}:{total // 1000 % 60:02}{point}{total % 1000:03}"
    )


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _parts(says: str) -> list[str]:
    """Pieces of at most `LONGEST` characters that are alike in length, broken between words."""
    words = says.split()
    whole = " ".join(words)
    count = -(-len(whole) // LONGEST)
    parts: list[str] = []
    for word in words:
        grown = f"{parts[-1]} {word}" if parts else word
        enough = parts and len(parts[-1]) >= len(whole) / count and len(parts) < count
        if parts and not enough and len(grown) <= LONGEST:
            parts[-1] = grown
        else:
            parts.append(word)
    return parts


def _heard(narration: Sound, begins: float, ends: float) -> tuple[float, float]:
    """From when to when somebody speaks in that time; all of it when nobody does."""
    piece = narration[round(begins * RATE) : round(ends * RATE)]
    loud = np.flatnonzero(speech(piece, RATE)) if len(piece) else np.zeros(0)
    if not loud.size:
        return begins, ends
    return begins + float(loud[0]) / 50, begins + float(loud[-1] + 1) / 50


def _spread(parts: list[str], first: float, last: float, ends: float) -> list[Cue]:
    """In proportion to the characters, which is how long they take to say."""
    total = sum(len(part) + 1 for part in parts)
    edges, said = [first], 0
    for part in parts:
        said += len(part) + 1
        edges.append(first + (last - first) * said / total)
    edges[-1] = ends
    return [
        Cue(round(start, 3), round(end, 3), part)
        for part, start, end in zip(parts, edges, edges[1:], strict=False)
    ]


class Burner:
    """Sets cues into frames: white type on a dark rounded ground, readable on anything."""

    def __init__(self, found: tuple[Cue, ...], faces: Pairing, size: tuple[int, int]) -> None:
        self._cues, self._face, self._size = found, faces.label, size
        self._at: Cue | None = None
        self._sheet: _Sheet | None = None

    def burn(self, planes: Planes, time: float) -> None:
        """Draws the cue that stands at `time`, if any, into the frame."""
        cue = next((each for each in self._cues if each.start <= time < each.end), None)
        if cue is None:
            return
        if cue != self._at:
            self._at, self._sheet = cue, _sheet(cue.text, self._face, self._size)
        if self._sheet is not None:
            self._sheet.onto(planes)


@dataclass(slots=True)
class _Sheet:
    """A caption as planes: what is added, and how much of the film shows through, from `top`, `left` (even)."""

    left: int
    top: int
    through: tuple[np.ndarray, np.ndarray]
    added: tuple[np.ndarray, np.ndarray]

    def onto(self, planes: Planes) -> None:
        for plane, through, added, half in zip(
            planes,
            (self.through[0], *[self.through[1]] * 2),
            (self.added[0], *[self.added[1]] * 2),
            (1, 2, 2),
            strict=True,
        ):
            top, left = self.top // half, self.left // half
            area = plane[top : top + through.shape[0], left : left + through.shape[1]]
            area[:] = (area * through + added).astype(np.uint8)


def _sheet(text: str, face: Face, size: tuple[int, int]) -> _Sheet | None:
    width, height = size
    unit = min(size)
    try:
        block = fit(text, face, round(width * 0.82), round(unit * 0.2), max(18, round(unit * 0.05)), 2)
    except DoesNotFit:
        return None
    aside, above = round(unit * 0.03), round(unit * 0.026)
    wide, tall = (block.width + 2 * aside + 3) // 4 * 4, (block.height + 2 * above + 3) // 4 * 4
    left = (width - wide) // 2 // 2 * 2
    top = round(height * CAPTIONS[aspect_of(size)] - tall / 2) // 2 * 2
    ground = Image.new("L", (wide * 4, tall * 4))
    ImageDraw.Draw(ground).rounded_rectangle((0, 0, wide * 4 - 1, tall * 4 - 1), above * 4 * 0.8, fill=255)
    letters = Image.new("L", (wide, tall))
    draw, baseline = ImageDraw.Draw(letters), above + cap_height(face, block.size)
    for line in block.lines:
        x = (wide - measure(line, face, block.size)) / 2
        draw.text((x, baseline), line, font=face.at(block.size), fill=255, anchor="ls")
        baseline += block.step
    dark = np.asarray(ground.reduce(4), np.float32) / 255 * _DARK
    ink = np.asarray(letters, np.float32) / 255
    through = (1 - dark) * (1 - ink)
    # Limited range: 16 is black and 235 white; chroma 128 is grey.
    added = dark * (1 - ink) * 16 + ink * 235
    half = through.reshape(tall // 2, 2, wide // 2, 2).mean(axis=(1, 3))
    return _Sheet(left, top, (through, half), (added, (1 - half) * 128))


_DARK = 0.78
"""How much of the film the ground behind captions hides: white on it has at least 7 to 1 on any picture."""
