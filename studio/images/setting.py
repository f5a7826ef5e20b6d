"""The column of words: what stands where, drawn, with the contrast it got."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageDraw

from studio.images import canvas as ground
from studio.images.colour import Rgb, readable, to_hex
from studio.images.fonts import Face, Pairing
from studio.images.lettering import write
from studio.images.palette import Palette
from studio.images.typesetting import Block, DoesNotFit, fit
from studio.images.words import Copy

CONTRAST = 4.6
"""What every text is set with at least: WCAG's 4.5 for small text, and a little for the file's rounding."""


_LEADS = 0.07
"""Share of the mean side: a headline smaller than 76 px in a square of 1080 no longer leads."""

_LEAVING_OUT = (
    (("brand", "kicker", "site"), _LEADS),
    (("brand", "site"), _LEADS),
    (("brand",), 0.0),
    ((), 0.0),
)
"""What stands beside headline, sub line and call, and the least headline that makes up for leaving out less."""


@dataclass(frozen=True, slots=True)
class _Part:
    """One block of the column. `after` is the gap that follows it, `pad` what a button adds around its words."""

    role: str
    block: Block
    ink: Rgb
    after: int
    pad: tuple[int, int] = (0, 0)

    @property
    def height(self) -> int:
        return self.block.height + 2 * self.pad[1]


class Column:
    """Sets a picture's words into a box of its canvas."""

    def __init__(
        self, canvas: Image.Image, box: ground.Pixels, colours: Palette, pairing: Pairing, *, centred: bool
    ) -> None:
        self._canvas = canvas
        self._draw = ImageDraw.Draw(canvas)
        self._box = box
        self._colours = colours
        self._pairing = pairing
        self._centred = centred
        self._unit = math.sqrt(canvas.width * canvas.height)
        self.placed: list[dict[str, Any]] = []

    def set(self, copy: Copy, at: str, largest: float) -> None:
        """Draws all of the copy. `largest` is the headline's greatest size as a share of the mean side.

        Raises `DoesNotFit` when the headline cannot be set at a size that can be read.
        """
        parts = self._parts(copy, largest)
        left, top, right, bottom = self._box
        height = sum(part.height + part.after for part in parts) - parts[-1].after
        room = bottom - top - height
        y = top + (0 if at == "top" else room if at == "bottom" else room // 2)
        if self._colours_differ(y, height):
            ground.calm(
                self._canvas, (left, y, right, y + height), self._colours.ink, self._colours.ground, CONTRAST
            )
        for part in parts:
            self._place(part, y)
            y += part.height + part.after

    def _parts(self, copy: Copy, largest: float) -> list[_Part]:
        """The whole column; what is least needed is left out when the headline would get too small."""
        for extras, least in _LEAVING_OUT:
            small = self._small(copy, extras)
            try:
                headline = self._headline(copy.headline, small, largest)
            except DoesNotFit:
                continue
            if headline.size >= self._unit * least:
                break
        else:
            raise DoesNotFit(copy.headline)
        place = next((i for i, part in enumerate(small) if part.role in {"sub", "call"}), len(small))
        gap = self._headline_gap(headline.size)
        return [*small[:place], _Part("headline", headline, self._colours.ink, gap), *small[place:]]

    def _headline(self, text: str, small: list[_Part], largest: float) -> Block:
        left, top, right, bottom = self._box
        taken = sum(part.height + part.after for part in small) - small[-1].after
        size = round(self._unit * largest)
        room = bottom - top - taken - self._headline_gap(size)
        return fit(text, self._pairing.display, right - left, max(0, room), size, 4)

    def _headline_gap(self, size: int) -> int:
        """What follows the headline: room for its descenders, then air."""
        return round(self._unit * 0.022) + size * 26 // 100

    def _small(self, copy: Copy, extras: tuple[str, ...]) -> list[_Part]:
        unit, colours, faces = self._unit, self._colours, self._pairing
        parts = []
        if copy.brand and "brand" in extras:
            block = self._line(copy.brand, faces.label, unit * 0.03)
            parts.append(_Part("brand", block, colours.ink, round(unit * 0.05)))
        if copy.kicker and "kicker" in extras:
            label = Face(faces.label.package, faces.label.file, faces.label.leading, 0.09, capitals=True)
            block = self._line(copy.kicker, label, unit * 0.0215)
            ink = readable(colours.button, colours.ground, CONTRAST)
            parts.append(_Part("kicker", block, ink, round(unit * 0.034)))
        if copy.sub:
            width = self._box[2] - self._box[0]
            block = fit(
                copy.sub,
                faces.text,
                min(width, round(unit * 0.66)),
                round(unit * 0.2),
                round(unit * 0.036),
                4,
            )
            parts.append(_Part("sub", block, colours.soft, round(unit * 0.045)))
        pad = (round(unit * 0.034), round(unit * 0.022))
        block = self._line(copy.call, faces.label, unit * 0.031, spare=2 * pad[0])
        parts.append(_Part("call", block, colours.button_ink, round(unit * 0.03), pad))
        if copy.site and "site" in extras:
            parts.append(_Part("site", self._line(copy.site, faces.label, unit * 0.024), colours.soft, 0))
        return parts

    def _line(self, text: str, face: Face, size: float, spare: int = 0) -> Block:
        left, _, right, _ = self._box
        return fit(text, face, right - left - spare, round(size * 2.6), round(size), 2)

    def _colours_differ(self, top: int, height: int) -> bool:
        """True when the words would not stand on one plain colour."""
        left, _, right, _ = self._box
        colours = self._canvas.crop((left, top, right, top + height)).getcolors(1)
        return colours is None

    def _place(self, part: _Part, top: int) -> None:
        left, _, right, _ = self._box
        block, (aside, above) = part.block, part.pad
        outer = block.width + 2 * aside
        x = left + (right - left - outer) // 2 if self._centred else left
        box = (x, top, x + outer, top + part.height)
        if part.role == "call":
            self._button(box)
        reach = (x + aside, top + above - 2, x + aside + block.width, top + above + block.height + 2)
        ratio, worst = ground.worst_contrast(self._canvas, reach, part.ink)
        ink = part.ink if ratio >= CONTRAST else readable(part.ink, worst, CONTRAST)
        ratio, worst = ground.worst_contrast(self._canvas, reach, ink)
        write(self._draw, block, (x + aside, top + above), ink, centred=self._centred)
        self.placed.append(
            {
                "role": part.role,
                "text": " ".join(block.lines),
                "box": list(reach),
                "size": block.size,
                "ink": to_hex(ink),
                "ground": to_hex(worst),
                "contrast": round(ratio, 2),
            }
        )

    def _button(self, box: ground.Pixels) -> None:
        size = (box[2] - box[0], box[3] - box[1])
        mask = Image.new("L", (size[0] * 4, size[1] * 4), 0)
        ImageDraw.Draw(mask).rounded_rectangle(
            (0, 0, mask.width - 1, mask.height - 1), mask.height / 2, fill=255
        )
        self._canvas.paste(self._colours.button, box, mask.reduce(4))
