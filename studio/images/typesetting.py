"""Text into boxes: breaking lines evenly and finding the largest size that fits."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from itertools import combinations, pairwise

from studio.images.fonts import Face

_GLUED = re.compile(r"\s+(?=(?:\d+|[&–—-])(?:\W|$))|(?<=\s&)\s+")
"""Before a number and around an ampersand no line is broken: "Ridgeline 2" is one name."""

_LEANING = frozenset(
    ["a", "an", "the", "our", "your", "for", "to", "of", "in", "on", "and", "or", "with", "from"]
)
_LEANING_COST = 0.05
"""Against the squared shares of the width by which lines differ: a fifth of the width is worth as much."""

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


def fit(
    text: str,
    face: Face,
    width: int,
    height: int,
    largest: int,
    most_lines: int = 5,
    *,
    smallest: int = SMALLEST,
) -> Block:
    """The text at the largest size, up to `largest`, at which it stays within the box. Raises `DoesNotFit`."""
    words = _GLUED.sub("\u00a0", text.upper() if face.capitals else text).split(" ")
    low, high = smallest, max(smallest, largest)
    best: tuple[int, int] | None = None
    while low <= high:
        size = (low + high) // 2
        count = _lines_needed(words, face, size, width)
        if count is not None and count <= most_lines and _height(face, size, count) <= height:
            best, low = (size, count), size + 1
        else:
            high = size - 1
    if best is None:
        raise DoesNotFit(text)
    size, count = best
    lines = _even(words, face, size, width, count)
    widest = max(measure(line, face, size) for line in lines)
    return Block(lines, face, size, min(width, math.ceil(widest)), _height(face, size, count))


def _height(face: Face, size: int, lines: int) -> int:
    return cap_height(face, size) + round(size * face.leading) * (lines - 1)


def _lines_needed(words: list[str], face: Face, size: int, width: float) -> int | None:
    """The fewest lines that the width allows; None when a single word is too wide."""
    lines: list[str] = []
    for word in words:
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and measure(joined, face, size) <= width:
            lines[-1] = joined
        elif measure(word, face, size) <= width:
            lines.append(word)
        else:
            return None
    return len(lines)


def _even(words: list[str], face: Face, size: int, width: float, count: int) -> tuple[str, ...]:
    """The words in `count` lines of like width, none of which ends in a word that leans on the next."""
    best: tuple[float, tuple[str, ...]] | None = None
    for breaks in combinations(range(1, len(words)), count - 1):
        edges = (0, *breaks, len(words))
        lines = tuple(" ".join(words[start:end]) for start, end in pairwise(edges))
        widths = [measure(line, face, size) for line in lines]
        if max(widths) > width:
            continue
        leaning = sum(words[place - 1].lower() in _LEANING for place in breaks)
        cost = sum((max(widths) - wide) ** 2 for wide in widths) / width**2 + _LEANING_COST * leaning
        if best is None or cost < best[0]:
            best = cost, lines
    assert best is not None
    return best[1]
