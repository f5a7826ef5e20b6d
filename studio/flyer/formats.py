"""The sheets that flyers are made on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from studio.images.stack import Scale

DPI = 150
"""Pixels an inch of the layout and of the PNG; the art in the PDF has twice as many."""


def px(millimetres: float) -> int:
    return round(millimetres / 25.4 * DPI)


BLEED = px(3)
"""3 mm: what European printers ask for; an eighth of an inch, the American habit, is 0.2 mm more."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's trimmed size in pixels at `DPI`."""

    name: str
    width: int
    height: int

    @property
    def unit(self) -> float:
        """The mean side, from which all type sizes follow."""
        return math.sqrt(self.width * self.height)

    @property
    def scale(self) -> Scale:
        """Sizes in steps of about a fourth; on A5 the smallest comes to 10 points."""
        unit = self.unit
        return Scale(
            headline=round(unit * 0.104),
            least=round(unit * 0.036),
            sub=round(unit * 0.0315),
            label=round(unit * 0.0205),
            call=round(unit * 0.0275),
            gap=round(unit * 0.0205),
            most_lines=4,
        )


A5 = Sheet("a5", px(148), px(210))
A4 = Sheet("a4", px(210), px(297))
LETTER = Sheet("letter", round(8.5 * DPI), 11 * DPI)
SOCIAL = Sheet("social", 1080, 1350)

_SCREENS = frozenset({"instagram", "facebook", "linkedin", "x", "tiktok", "social"})


def sheet(channels: Sequence[str], index: int) -> Sheet:
    """Unit `index`'s sheet (from 1): handouts first, or the screens' where the campaign speaks only there."""
    on_screens = bool(channels) and set(channels) <= _SCREENS
    order = (SOCIAL, A5, A4, LETTER) if on_screens else (A5, A4, SOCIAL, LETTER)
    return order[(index - 1) % len(order)]
