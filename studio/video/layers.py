"""What moves on a frame: words that rise, bars that grow, cards and buttons that come in, shapes that drift."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from random import Random
from typing import Protocol

from PIL import Image, ImageDraw

from studio.images.colour import Rgb
from studio.images.fonts import Face
from studio.images.typesetting import Block, cap_height, measure

_RISE = 0.42
"""Seconds that a word takes to come up."""
_STAGGER = 0.085
"""Seconds from one word to the next: faster than they are read, so that nobody waits."""
_SMOOTH = 4
"""Shapes are drawn this much larger and shrunk."""


class Layer(Protocol):
    def draw(self, canvas: Image.Image, time: float) -> None:
        """Draws itself as it is `time` seconds into the scene."""
        ...


def eased(share: float) -> float:
    """0 to 1, fast at first and slow to arrive."""
    share = min(1.0, max(0.0, share))
    return float(1 - (1 - share) ** 3)


def sprung(share: float) -> float:
    """0 to 1, a little past it on the way."""
    share = min(1.0, max(0.0, share)) - 1
    return float(1 + 2.4 * share**3 + 1.4 * share**2)


@dataclass(slots=True)
class _Word:
    mask: Image.Image
    at: tuple[int, int]


class Words:
    """A block of type whose words rise one after the other."""

    def __init__(self, block: Block, box: tuple[int, int], ink: Rgb, begins: float, *, centred: bool) -> None:
        self._ink, self._begins = ink, begins
        self._step = block.size * 0.6
        self._words = _placed(block, box, centred)

    @property
    def settled(self) -> float:
        """When the last word has arrived, in seconds."""
        return self._begins + _STAGGER * (len(self._words) - 1) + _RISE

    def draw(self, canvas: Image.Image, time: float) -> None:
        for place, word in enumerate(self._words):
            come = eased((time - self._begins - place * _STAGGER) / _RISE)
            if come <= 0:
                continue
            mask = word.mask if come >= 1 else word.mask.point([round(level * come) for level in range(256)])
            x, y = word.at
            canvas.paste(self._ink, (x, y + round((1 - come) * self._step)), mask)


def _placed(block: Block, at: tuple[int, int], centred: bool) -> list[_Word]:
    left, top = at
    baseline = top + cap_height(block.face, block.size)
    found = []
    for line in block.lines:
        x = left + (block.width - measure(line, block.face, block.size)) / 2 if centred else float(left)
        before = ""
        for word in line.split(" "):
            start = x + measure(before + "n", block.face, block.size) - measure("n", block.face, block.size)
            found.append(_Word(*_mask(word, block.face, block.size, start, baseline)))
            before += word + " "
        baseline += block.step
    return found


def _mask(word: str, face: Face, size: int, x: float, baseline: int) -> tuple[Image.Image, tuple[int, int]]:
    pad, up = math.ceil(size * 0.2), math.ceil(size * 1.1)
    mask = Image.new("L", (math.ceil(measure(word, face, size)) + 2 * pad, up + math.ceil(size * 0.45)))
    draw, font, place = ImageDraw.Draw(mask), face.at(size), float(pad)
    if not face.tracking:
        draw.text((place, up), word, font=font, fill=255, anchor="ls")
    else:
        for index, letter in enumerate(word):
            draw.text((place, up), letter, font=font, fill=255, anchor="ls")
            pair = word[index : index + 2]
            place += font.getlength(pair) - (font.getlength(pair[1]) if len(pair) > 1 else 0.0)
            place += face.tracking * size
    return mask, (round(x) - pad, baseline - up)


@dataclass(slots=True)
class Bar:
    """A bar that grows from its left end, or from its middle."""

    box: tuple[int, int, int, int]
    colour: Rgb
    begins: float
    centred: bool = False
    lasts: float = 0.5

    def draw(self, canvas: Image.Image, time: float) -> None:
        grown = eased((time - self.begins) / self.lasts)
        left, top, right, bottom = self.box
        width = round((right - left) * grown)
        if width < 2:
            return
        start = left + (right - left - width) // 2 if self.centred else left
        ImageDraw.Draw(canvas).rounded_rectangle(
            (start, top, start + width, bottom), (bottom - top) / 2, fill=self.colour
        )


@dataclass(slots=True)
class Card:
    """A sheet with a soft shadow that comes up from below; `sheet` is RGBA, `at` where it rests."""

    sheet: Image.Image
    at: tuple[int, int]
    begins: float
    way: int

    def draw(self, canvas: Image.Image, time: float) -> None:
        come = eased((time - self.begins) / 0.55)
        if come > 0:
            canvas.paste(self.sheet, (self.at[0], self.at[1] + round((1 - come) * self.way)), self.sheet)


@dataclass(slots=True)
class Button:
    """A pill that springs out of its middle, and breathes once it is there so that it is noticed."""

    sheet: Image.Image
    middle: tuple[int, int]
    begins: float

    def draw(self, canvas: Image.Image, time: float) -> None:
        since = time - self.begins
        if since <= 0:
            return
        size = sprung(since / 0.5) * (1 + 0.025 * math.sin(max(0.0, since - 0.5) * 3.2))
        if size < 0.05:
            return
        wide, tall = (max(1, round(side * size)) for side in self.sheet.size)
        sheet = self.sheet.resize((wide, tall), Image.Resampling.BILINEAR)
        canvas.paste(sheet, (self.middle[0] - wide // 2, self.middle[1] - tall // 2), sheet)


@dataclass(slots=True)
class Drift:
    """Rings, discs and bars that float upwards at their own pace."""

    size: tuple[int, int]
    colours: tuple[Rgb, ...]
    rng: Random
    count: int = 7
    _shapes: list[tuple[Image.Image, float, float, float, float]] = field(init=False)

    def __post_init__(self) -> None:
        self._shapes = [self._shape(place) for place in range(self.count)]

    def draw(self, canvas: Image.Image, time: float) -> None:
        width, height = self.size
        for sheet, x, y, pace, sway in self._shapes:
            left = x * width + math.sin(time * 0.7 + sway) * width * 0.02 - sheet.width / 2
            top = (y - pace * time) * height - sheet.height / 2
            canvas.paste(sheet, (round(left), round(top)), sheet)

    def _shape(self, place: int) -> tuple[Image.Image, float, float, float, float]:
        rng = self.rng
        reach = round(min(self.size) * rng.choice((0.05, 0.08, 0.12, 0.2)))
        large = reach * _SMOOTH
        sheet = Image.new("RGBA", (large * 2, large * 2), (0, 0, 0, 0))
        draw, colour = ImageDraw.Draw(sheet), self.colours[place % len(self.colours)]
        clear = (*colour, 0)
        sheet.paste(clear, (0, 0, large * 2, large * 2))
        box = (large * 0.1, large * 0.1, large * 1.9, large * 1.9)
        match rng.choice(("disc", "ring", "ring", "bar")):
            case "disc":
                draw.ellipse(box, fill=(*colour, 255))
            case "ring":
                draw.ellipse(box, outline=(*colour, 255), width=round(large * 0.24))
            case _:
                draw.rounded_rectangle(
                    (large * 0.1, large * 0.8, large * 1.9, large * 1.2), large * 0.2, fill=(*colour, 255)
                )
        x = (place + rng.uniform(0.2, 0.8)) / self.count
        return (
            sheet.reduce(_SMOOTH),
            x,
            rng.uniform(0.1, 1.05),
            rng.uniform(0.012, 0.05),
            rng.uniform(0, math.tau),
        )
