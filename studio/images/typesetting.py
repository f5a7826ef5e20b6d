"""Text into boxes: breaking lines evenly and finding the largest size that fits."""

from __future__ import annotations

import re
from dataclasses import dataclass

from studio.images.fonts import Face

_GLUED = re.compile(r"\s+(?=(?:\d+|[&–—-])(?:\W|$))|(?<=\s&)\s+")
"""Before a number and around an ampersand no line is broken: "Ridgeline 2" is one name."""

SMALLEST = 18
"""Pixels; below, nobody reads it on a phone."""


@dataclass(frozen=True, slots=True)
class Block:
    """Lines set at one size. `width` and `height` in pixels; the height reaches from cap height to last baseline."""

    lines: tuple[str, ...]
    face: Face
    size: int
    width: int
    height: int

    @property
    def step(self) -> int:
        """Pixels from baseline to baseline."""
        return round(self.size * self.face.leading)


class DoesNotFit(Exception):  # noqa: N818
    """The text cannot be set in its box at a size that can be read."""


def measure(line: str, face: Face, size: int) -> float:
    """The width of one line in pixels, tracking included."""
    return face.at(size).getlength(line) + face.tracking * size * max(0, len(line) - 1)


def cap_height(face: Face, size: int) -> int:
    return -int(face.at(size).getbbox("H", anchor="ls")[1])


def fit(text: str, face: Face, width: int, height: int, largest: int, most_lines: int = 5) -> Block:
    """The text at the largest size, up to `largest`, at which it stays within the box. Raises `DoesNotFit`."""
    words = _GLUED.sub("\u00a0", text.upper() if face.capitals else text).split(" ")
    low, high, best = SMALLEST, max(SMALLEST, largest), None
    while low <= high:
        size = (low + high) // 2
        block = _set(words, face, size, width, most_lines)
        if block is not None and block.height <= height:
            best, low = block, size + 1
        else:
            high = size - 1
    if best is None:
        raise DoesNotFit(text)
    return best


def _set(words: list[str], face: Face, size: int, width: int, most_lines: int) -> Block | None:
    lines = _break(words, face, size, width)
    if lines is None or len(lines) > most_lines:
        return None
    lines = _even(words, face, size, width, lines)
    step = round(size * face.leading)
    return Block(
        lines=tuple(lines),
        face=face,
        size=size,
        width=round(max(measure(line, face, size) for line in lines)),
        height=cap_height(face, size) + step * (len(lines) - 1),
    )


def _break(words: list[str], face: Face, size: int, width: float) -> list[str] | None:
    """As few lines as the width allows, filled one after the other; None when a single word is too wide."""
    lines: list[str] = []
    for word in words:
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and measure(joined, face, size) <= width:
            lines[-1] = joined
        elif measure(word, face, size) <= width:
            lines.append(word)
        else:
            return None
    return lines


def _even(words: list[str], face: Face, size: int, width: int, lines: list[str]) -> list[str]:
    """The narrowest setting with no more lines: no last line of one lonely word."""
    low, high, best = 0.4, 1.0, lines
    for _ in range(6):
        middle = (low + high) / 2
        narrower = _break(words, face, size, width * middle)
        if narrower is not None and len(narrower) == len(lines):
            best, high = narrower, middle
        else:
            low = middle
    return best
