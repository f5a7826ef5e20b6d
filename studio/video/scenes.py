"""One scene's frames: its backdrop and its layers, put together from its staging."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from random import Random

from PIL import Image, ImageDraw, ImageFilter

from studio.creative.types import Aspect, Scene
from studio.images import canvas as ground
from studio.images.colour import BLACK, WHITE, Rgb, mix, readable
from studio.images.palette import Palette, Scheme, palette
from studio.images.typesetting import Block, DoesNotFit, cap_height, fit
from studio.video.backdrops import Backdrop, Halves, Plain, Window, camera
from studio.video.layers import Bar, Button, Card, Drift, Layer, Words
from studio.video.look import FPS, TAIL, Look, aspect_of, frame_count
from studio.video.staging import LAYOUTS, MARK, Places, Staging, quiet, staged

CONTRAST = 4.5
"""WCAG AA for text of any size."""
_BEGINS = 0.2
_OPENS = 0.7
"""Seconds after which the headline begins, and by which a window is open."""
_HEADLINE = {"statement": 0.155, "full": 0.145, "end": 0.15}
_OTHER_HEADLINE = 0.115
"""The largest type as a share of the frame's mean side."""
_FEW = 10
"""Letters; a word or two may shout."""
_DIGITS = re.compile(r"(\d{1,2})[.)]\s+(.+)")

_ABOVE = 0.05
"""How far over the headline its bar stands, as a share of the frame's mean side."""
_UNMARKED = frozenset({"above", "card"})
"""Layouts whose picture reaches the place of the brand's name."""

Size = tuple[int, int]


def frames(scene: Scene, look: Look, size: Size, seed: int) -> Iterator[Image.Image]:
    """Every frame of the scene and of the tail after it, one at a time. Raises `DoesNotFit` for a word too long."""
    staging = staged(scene, look, seed)
    builder = _Scene(scene, look, size, seed, staging)
    total = frame_count(scene.seconds + TAIL)
    for number in range(total):
        picture = builder.backdrop.at(number / max(1, total - 1))
        for layer in builder.layers:
            layer.draw(picture, number / FPS)
        yield picture


class _Scene:
    """The parts of a scene, made once and then drawn for each frame."""

    def __init__(self, scene: Scene, look: Look, size: Size, seed: int, staging: Staging) -> None:
        self._scene, self._look, self._size, self._staging = scene, look, size, staging
        self._rng = Random(f"{seed}/{scene.number}")
        self._unit = (size[0] * size[1]) ** 0.5
        self._aspect: Aspect = aspect_of(size)
        self._places: Places = LAYOUTS[staging.layout][self._aspect]
        self._colours: Palette = palette(look.brand, staging.scheme)
        self._card = palette(look.brand, Scheme.PAPER) if staging.layout == "card" else None
        self.backdrop: Backdrop = self._backdrop()
        self.layers: list[Layer] = self._layers()

    def _backdrop(self) -> Backdrop:
        staging, colours, size = self._staging, self._colours, self._size
        if staging.gesture == "halves":
            shot = camera("tiles", size, colours, self._rng, self._look.subject, staging.move)
            return Halves(size, colours.ground, shot, colours.ink, self._places.copy[3] + 0.02)
        if staging.layout == "statement":
            return Plain(size, colours.ground)
        shades = ground.quieted(colours) if quiet(staging.layout) else colours
        if staging.layout == "stage":
            shades = replace(colours, quiet=colours.ground)
        left, top, right, bottom = ground.pixels(self._places.picture, size)
        room = (right - left, bottom - top)
        shot = camera(staging.motif, room, shades, self._rng, self._look.subject, staging.move)
        if room == size:
            return shot
        opens = 0.0 if staging.layout == "stage" else _OPENS / (self._scene.seconds + TAIL)
        return Window(size, colours.ground, shot, (left, top, right, bottom), opens)

    def _layers(self) -> list[Layer]:
        layers: list[Layer] = []
        if self._staging.layout == "statement":
            colours = self._colours
            layers.append(
                Drift(
                    self._size,
                    (colours.quiet, colours.quiet, mix(colours.ground, colours.second, 0.3)),
                    self._rng,
                )
            )
        if self._staging.layout == "end":
            return [*layers, *self._end()]
        return [*layers, *self._mark(), *self._headline()]

    def _headline(self) -> list[Layer]:
        text, layers = self._scene.shows.strip(), list[Layer]()
        numbered = _DIGITS.fullmatch(text)
        if numbered and self._staging.gesture == "numeral" and self._staging.layout != "stage":
            layers.append(self._numeral(numbered[1]))
            text = numbered[2]
        if not text:
            return layers
        box = ground.pixels(self._places.copy, self._size)
        block, at = self._set(text, box)
        begins = _BEGINS
        if self._card is not None:
            layers.append(self._sheet(block, at))
            begins = 0.45
        else:
            layers += self._bar(block, at)
        words = Words(block, at, self._ink(block, at), begins, centred=self._places.centred)
        layers.append(words)
        if self._staging.gesture == "strike":
            layers += self._strikes(block, at, words.settled + 0.25)
        return layers

    def _set(self, text: str, box: ground.Pixels) -> tuple[Block, tuple[int, int]]:
        """The headline as large as it fits, and where it stands in its box."""
        left, top, right, bottom = box
        if self._card is None:
            top += round(self._unit * _ABOVE)
        share = _HEADLINE.get(self._staging.layout, _OTHER_HEADLINE)
        if len(text) <= _FEW and self._staging.layout != "end":
            share *= 1.5
        block = fit(text, self._look.faces.display, right - left, bottom - top, round(self._unit * share), 5)
        x = left + (right - left - block.width) // 2 if self._places.centred else left
        spare = bottom - top - block.height
        return block, (x, top + spare // 2)

    def _bar(self, block: Block, at: tuple[int, int]) -> list[Layer]:
        """A short bar of the brand's colour over the headline, which the eye follows to it."""
        thick = max(3, round(self._unit * 0.009))
        wide = round(self._unit * 0.11)
        x = at[0] + (block.width - wide) // 2 if self._places.centred else at[0]
        y = at[1] - round(self._unit * _ABOVE)
        return [Bar((x, y, x + wide, y + thick), self._colours.button, 0.05, self._places.centred)]

    def _strikes(self, block: Block, at: tuple[int, int], begins: float) -> list[Layer]:
        thick = max(3, round(block.size * 0.09))
        layers: list[Layer] = []
        for line in range(len(block.lines)):
            y = at[1] + line * block.step + cap_height(block.face, block.size) // 2
            box = (at[0] - thick, y, at[0] + block.width + thick, y + thick)
            layers.append(Bar(box, self._colours.pop, begins + line * 0.2))
        return layers

    def _numeral(self, digits: str) -> Layer:
        """The step's number, as tall as half the frame and barely off the ground."""
        width, height = self._size
        face = self._look.faces.display
        large = round(min(self._size) * 0.9)
        block = fit(digits, face, round(width * 0.9), round(height * 0.6), large, 1)
        at = (width - block.width - round(width * 0.06), round(height * 0.5))
        ink = mix(self._colours.ground, self._colours.pop, 0.24)
        return Words(block, at, ink, 0.0, centred=False)

    def _ink(self, block: Block, at: tuple[int, int]) -> Rgb:
        """The headline's colour: readable on the least favourable place of what it stands on."""
        if self._card is not None:
            return self._card.ink
        still = self.backdrop.at(0.5)
        reach = (at[0], at[1], at[0] + block.width, at[1] + block.height)
        return _legible(still, reach, self._colours.ink)

    def _sheet(self, block: Block, at: tuple[int, int]) -> Layer:
        """The card under the headline."""
        card = self._card or self._colours
        pad = round(self._unit * 0.06)
        spread = max(4, round(self._unit * 0.016))
        wide, tall = block.width + 2 * pad, block.height + 2 * pad
        sheet = Image.new("RGBA", (wide + 4 * spread, tall + 4 * spread), (0, 0, 0, 0))
        box = (2 * spread, 2 * spread, 2 * spread + wide, 2 * spread + tall)
        shade = Image.new("L", sheet.size)
        ImageDraw.Draw(shade).rounded_rectangle(
            (box[0], box[1] + spread, box[2], box[3] + spread), pad * 0.4, fill=80
        )
        sheet.putalpha(shade.filter(ImageFilter.GaussianBlur(spread * 0.7)))
        ImageDraw.Draw(sheet).rounded_rectangle(box, pad * 0.4, fill=(*card.ground, 255))
        where = (at[0] - pad - 2 * spread, at[1] - pad - 2 * spread)
        return Card(sheet, where, 0.05, self._size[1] - where[1])

    def _mark(self) -> list[Layer]:
        """The brand's name, small, at the top of every scene that has no picture there."""
        if not self._look.name or self._staging.layout in _UNMARKED:
            return []
        x, y = (round(share * side) for share, side in zip(MARK[self._aspect], self._size, strict=True))
        block = self._label(self._look.name, self._unit * 0.03, self._size[0] - 2 * x)
        if block is None:
            return []
        reach = (x, y, x + block.width, y + block.height)
        ink = _legible(self.backdrop.at(1.0), reach, self._colours.ink)
        return [Words(block, (x, y), ink, -1.5, centred=False)]

    def _label(self, text: str, size: float, width: int) -> Block | None:
        try:
            return fit(text, self._look.faces.label, width, round(size * 3), max(18, round(size)), 2)
        except DoesNotFit:
            return None

    def _end(self) -> list[Layer]:
        """The brand's name, its line, the call to act as a button, and where to go."""
        look, (width, height) = self._look, self._size
        block, at = self._set(look.name, ground.pixels(self._places.copy, self._size))
        layers: list[Layer] = [
            *self._bar(block, at),
            Words(block, at, self._ink(block, at), _BEGINS, centred=True),
        ]
        y = at[1] + block.height + round(self._unit * 0.06)
        tagline = look.brand.tagline.strip()
        line = self._label(tagline, self._unit * 0.038, round(width * 0.8)) if tagline else None
        if line is not None:
            place = ((width - line.width) // 2, y)
            layers.append(Words(line, place, self._ink(line, place), 0.5, centred=True))
            y += line.height + round(self._unit * 0.06)
        button = self._pill(self._scene.shows)
        layers.append(Button(button, (width // 2, y + button.height // 2), 0.75))
        y += button.height + round(self._unit * 0.045)
        line = self._label(look.site, self._unit * 0.032, round(width * 0.8)) if look.site else None
        if line is not None and y + line.height < height * 0.72:
            place = ((width - line.width) // 2, y)
            layers.append(Words(line, place, self._ink(line, place), 1.0, centred=True))
        return layers

    def _pill(self, text: str) -> Image.Image:
        """The button with its label, RGBA."""
        colours = self._colours
        wide = round(self._size[0] * 0.7)
        block = fit(
            text or "→", self._look.faces.label, wide, round(self._unit * 0.12), round(self._unit * 0.05), 2
        )
        aside, above = round(self._unit * 0.055), round(self._unit * 0.036)
        size = (block.width + 2 * aside, block.height + 2 * above)
        shape = Image.new("L", (size[0] * 4, size[1] * 4))
        ImageDraw.Draw(shape).rounded_rectangle(
            (0, 0, shape.width - 1, shape.height - 1), shape.height / 2, fill=255
        )
        sheet = Image.new("RGB", size, colours.button)
        Words(block, (aside, above), colours.button_ink, -9, centred=True).draw(sheet, 0)
        sheet.putalpha(shape.reduce(4))
        return sheet


def _legible(still: Image.Image, reach: tuple[int, int, int, int], ink: Rgb) -> Rgb:
    """`ink` where it can be read all over the box; otherwise the ink whose worst place there is the best.

    What is readable on one colour of a motif may not be so on the ground beside it.
    """
    ratio, worst = ground.worst_contrast(still, reach, ink)
    if ratio >= CONTRAST:
        return ink
    inks = (readable(ink, worst, CONTRAST), ink, WHITE, BLACK)
    return max(inks, key=lambda each: ground.worst_contrast(still, reach, each)[0])
