"""A page under hand: a painted ground, and on it plates and words that a raster and a PDF both draw from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random
from typing import Any

from PIL import Image, ImageDraw

from studio.images import canvas as ground
from studio.images.canvas import SCALE, Pixels
from studio.images.colour import Rgb, readable, to_hex
from studio.images.lettering import write_fine
from studio.images.palette import Palette
from studio.images.photo import Photo, compose
from studio.images.recipes import Mask
from studio.images.setting import CONTRAST
from studio.images.typesetting import Block


@dataclass(frozen=True, slots=True)
class Plate:
    """A plain rounded rectangle: a button, a card, a bar, a row of a QR code. Pixels of the trimmed page."""

    box: Pixels
    colour: Rgb
    radius: float = 0.0


@dataclass(frozen=True, slots=True)
class Words:
    """Set words. `x` and `y` are the left edge and the first line's cap height in pixels of the trimmed page."""

    role: str
    block: Block
    x: int
    y: int
    ink: Rgb
    centred: bool = False

    @property
    def box(self) -> Pixels:
        return self.x, self.y - 2, self.x + self.block.width, self.y + self.block.height + 2


@dataclass(frozen=True, slots=True)
class Art:
    """What is painted on the ground: a motif cut to a mask in a box (pixels of the page with its bleed), or a photo."""

    motif: str
    box: Pixels
    mask: Mask = Mask.BOX
    quiet: bool = False
    seamless: bool = False


class Page:
    """Pixels count from the trimmed page's upper left corner; the ground reaches `bleed` further on each side."""

    def __init__(self, size: tuple[int, int], colours: Palette, bleed: int = 0) -> None:
        self.size = size
        self.bleed = bleed
        self.colours = colours
        self.items: list[Plate | Words] = []
        self.placed: list[dict[str, Any]] = []
        full = (size[0] + 2 * bleed, size[1] + 2 * bleed)
        self.under = Image.new("RGB", (full[0] * SCALE, full[1] * SCALE), colours.ground)
        self._canvas = self.under.reduce(SCALE)

    def paint(self, art: Art, photo: Photo | None, seed: int, subject: str) -> None:
        """Paints the art at twice the page's pixels; what reaches the page's edge goes on into the bleed."""
        box = self.bled(art.box)
        size = (box[2] - box[0], box[3] - box[1])
        shades = replace(self.colours, quiet=self.colours.ground) if art.seamless else self.colours
        if art.quiet:
            shades = ground.quieted(self.colours)
        corner = (box[0] * SCALE, box[1] * SCALE)
        large = (size[0] * SCALE, size[1] * SCALE)
        if photo is None or photo.cut:
            if photo is not None:
                sheet = ground.backdrop(large, shades)
            else:
                sheet = ground.large_motif(art.motif, size, shades, Random(seed), subject)
            self.under.paste(sheet, corner, ground.outline(large, art.mask))
        if photo is not None:
            compose(self.under, photo, (*corner, corner[0] + large[0], corner[1] + large[1]), art.mask)
        self._canvas = self.under.reduce(SCALE)
        if art.quiet:
            self._quieten()

    def _quieten(self) -> None:
        """Fades the ground until ink can be read anywhere on it; on the bare ground it always can."""
        everywhere = (0, 0, *self._canvas.size)
        loud, bare = self.under, Image.new("RGB", self.under.size, self.colours.ground)
        for faded in (0.0, 0.3, 0.5, 0.7, 0.85, 1.0):
            self.under = Image.blend(loud, bare, faded)
            self._canvas = self.under.reduce(SCALE)
            if ground.worst_contrast(self._canvas, everywhere, self.colours.soft)[0] >= CONTRAST:
                break

    def plate(self, box: Pixels, colour: Rgb, radius: float = 0.0) -> None:
        """Lays a plate; a square one that touches the page's edge goes on into the bleed."""
        self.items.append(Plate(box, colour, radius))
        if not radius:
            self._canvas.paste(colour, self.bled(box))
            return
        size = (box[2] - box[0], box[3] - box[1])
        mask = Image.new("L", (size[0] * 4, size[1] * 4), 0)
        ImageDraw.Draw(mask).rounded_rectangle((0, 0, mask.width - 1, mask.height - 1), radius * 4, fill=255)
        self._canvas.paste(colour, self._shifted(box), mask.reduce(4))

    def words(self, words: Words) -> None:
        """Writes the words, their ink shifted as little as makes it readable on what lies beneath."""
        reach = self._shifted(words.box)
        ratio, worst = ground.worst_contrast(self._canvas, reach, words.ink)
        ink = words.ink if ratio >= CONTRAST else readable(words.ink, worst, CONTRAST)
        ratio, worst = ground.worst_contrast(self._canvas, reach, ink)
        x, y = words.x + self.bleed, words.y + self.bleed
        write_fine(self._canvas, words.block, (x, y), ink, centred=words.centred)
        self.items.append(replace(words, ink=ink))
        self.placed.append(
            {
                "role": words.role,
                "text": " ".join(words.block.lines),
                "box": list(words.box),
                "size": words.block.size,
                "ink": to_hex(ink),
                "ground": to_hex(worst),
                "contrast": round(ratio, 2),
            }
        )

    def trimmed(self) -> Image.Image:
        """The page as a raster, without its bleed."""
        return self._canvas.crop(
            (self.bleed, self.bleed, self.bleed + self.size[0], self.bleed + self.size[1])
        )

    def _shifted(self, box: Pixels) -> Pixels:
        left, top, right, bottom = box
        return left + self.bleed, top + self.bleed, right + self.bleed, bottom + self.bleed

    def bled(self, box: Pixels) -> Pixels:
        """In pixels of the whole ground; a box that touches the page's edge goes on to the bleed's."""
        left, top, right, bottom = self._shifted(box)
        return (
            0 if box[0] <= 0 else left,
            0 if box[1] <= 0 else top,
            right + self.bleed if box[2] >= self.size[0] else right,
            bottom + self.bleed if box[3] >= self.size[1] else bottom,
        )
