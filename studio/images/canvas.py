"""The picture under the words: motif, mask and panel, and what words can be read on it."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter

from studio.images import fields, forms, geometry
from studio.images.colour import Rgb, contrast, mix
from studio.images.palette import Palette
from studio.images.recipes import Box, Mask

SCALE = 2
"""Shapes are drawn this much larger and then shrunk, which smooths their edges."""

Pixels = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels."""

MOTIFS: dict[str, Callable[[tuple[int, int], Palette, Random], Image.Image]] = {
    "tiles": geometry.tiles,
    "arcs": geometry.arcs,
    "sunrise": geometry.sunrise,
    "rays": geometry.rays,
    "halftone": geometry.halftone,
    "confetti": geometry.confetti,
    "waves": fields.waves,
    "ridges": fields.ridges,
    "contours": fields.contours,
    "mesh": fields.mesh,
    "glow": fields.glow,
    "ribbon": fields.ribbon,
    "orb": fields.orb,
}

_SMOOTH_ALREADY = frozenset({"contours", "mesh", "glow"})


def pixels(box: Box, size: tuple[int, int]) -> Pixels:
    left, top, right, bottom = box
    width, height = size
    return round(left * width), round(top * height), round(right * width), round(bottom * height)


def motif(name: str, size: tuple[int, int], colours: Palette, rng: Random, subject: str) -> Image.Image:
    """The motif in this size, its edges smooth."""
    if name in _SMOOTH_ALREADY:
        return MOTIFS[name](size, colours, rng)
    return large_motif(name, size, colours, rng, subject).reduce(SCALE)


def large_motif(name: str, size: tuple[int, int], colours: Palette, rng: Random, subject: str) -> Image.Image:
    """The motif for this size with `SCALE` times as many pixels a side, as print wants it."""
    large = (size[0] * SCALE, size[1] * SCALE)
    if name in _SMOOTH_ALREADY:
        return MOTIFS[name](size, colours, rng).resize(large, Image.Resampling.BICUBIC)
    return forms.form(large, colours, rng, subject) if name == "form" else MOTIFS[name](large, colours, rng)


def backdrop(size: tuple[int, int], colours: Palette) -> Image.Image:
    """A quiet room for a cut-out product: a wall with a disc of light, as behind the drawn things."""
    width, height = size
    sheet = Image.new("RGB", (width * SCALE, height * SCALE), colours.quiet)
    reach = min(width, height) * 0.37
    x, y = width / 2, height * 0.54
    disc = tuple(SCALE * edge for edge in (x - reach, y - reach, x + reach, y + reach))
    ImageDraw.Draw(sheet).ellipse(disc, fill=mix(colours.quiet, colours.second, 0.85))
    return sheet.reduce(SCALE)


def lay(canvas: Image.Image, sheet: Image.Image, at: tuple[int, int], mask: Mask) -> None:
    """Lays the sheet on the canvas, cut to the mask's shape."""
    canvas.paste(sheet, at, None if mask is Mask.BOX else outline(sheet.size, mask))


def panel(canvas: Image.Image, box: Pixels, colour: Rgb, radius: float) -> None:
    """A rounded card with a soft shadow, for words on a busy picture; half its side as radius makes a disc."""
    left, top, right, bottom = box
    spread = max(4, round(min(canvas.size) * 0.02))
    shadow = Image.new("L", canvas.size, 0)
    ImageDraw.Draw(shadow).rounded_rectangle((left, top + spread, right, bottom + spread), radius, fill=70)
    canvas.paste((0, 0, 0), (0, 0), shadow.filter(ImageFilter.GaussianBlur(spread)))
    size = (right - left, bottom - top)
    shape = Image.new("L", (size[0] * SCALE, size[1] * SCALE), 0)
    ImageDraw.Draw(shape).rounded_rectangle(
        (0, 0, shape.width - 1, shape.height - 1), radius * SCALE, fill=255
    )
    canvas.paste(colour, box, shape.reduce(SCALE))


def worst_contrast(canvas: Image.Image, box: Pixels, ink: Rgb) -> tuple[float, Rgb]:
    """The contrast of `ink` with the colour in the box that it stands out from least, and that colour."""
    red, green, blue = (np.asarray(band, np.int64) >> 2 for band in canvas.crop(box).split())
    # Counting 64 steps a channel finds the colours at hand far sooner than sorting the pixels would.
    present = np.flatnonzero(np.bincount(((red << 12) + (green << 6) + blue).ravel(), minlength=1 << 18))
    colours = np.stack([present >> 12, present >> 6 & 63, present & 63], axis=1) * 4 + 2
    light, own = _luminances(colours), _luminances(np.array([ink]))[0]
    ratios = (np.maximum(light, own) + 0.05) / (np.minimum(light, own) + 0.05)
    worst = colours[int(np.argmin(ratios))]
    return float(ratios.min()), (int(worst[0]), int(worst[1]), int(worst[2]))


def calm(canvas: Image.Image, box: Pixels, ink: Rgb, ground: Rgb, at_least: float) -> None:
    """Veils the picture around the box with `ground`, as thinly as lets `ink` be read with contrast `at_least`."""
    for strength in (0.0, 0.25, 0.4, 0.55, 0.7, 0.82, 0.92, 1.0):
        veiled = _veiled(canvas, box, ground, strength) if strength else canvas
        if worst_contrast(veiled, box, ink)[0] >= at_least or contrast(ink, ground) < at_least:
            break
    canvas.paste(veiled)


def _veiled(canvas: Image.Image, box: Pixels, ground: Rgb, strength: float) -> Image.Image:
    left, top, right, bottom = box
    soft = max(8, round(min(canvas.size) * 0.06))
    mask = Image.new("L", canvas.size, 0)
    reach = (left - 2 * soft, top - 2 * soft, right + 2 * soft, bottom + 2 * soft)
    ImageDraw.Draw(mask).rounded_rectangle(reach, soft, fill=round(255 * strength))
    veil = Image.new("RGB", canvas.size, ground)
    return Image.composite(veil, canvas, mask.filter(ImageFilter.GaussianBlur(soft)))


def outline(size: tuple[int, int], mask: Mask, radius: float = 0.0) -> Image.Image:
    """The mask's shape in this size, white on black, its edges smooth; `radius` rounds a box."""
    width, height = size[0] * SCALE, size[1] * SCALE
    shape = Image.new("L", (width, height), 0)
    draw = ImageDraw.Draw(shape)
    match mask:
        case Mask.ARCH:
            reach = min(width / 2, height)
            draw.rounded_rectangle((0, 0, width, height + reach), reach, fill=255)
        case Mask.CIRCLE:
            reach = min(width, height) / 2
            x, y = width / 2, height / 2
            draw.ellipse((x - reach, y - reach, x + reach, y + reach), fill=255)
        case Mask.BOX:
            draw.rounded_rectangle((0, 0, width - 1, height - 1), radius * SCALE, fill=255)
        case Mask.SLANT if width < height * 1.2:
            draw.polygon([(width * 0.34, 0), (width, 0), (width, height), (0, height)], fill=255)
        case _:
            draw.polygon([(0, height * 0.28), (width, 0), (width, height), (0, height)], fill=255)
    return shape.reduce(SCALE)


def quieted(colours: Palette) -> Palette:
    """The palette with its shapes barely off the ground, for a motif that words stand on."""
    return Palette(
        ground=colours.ground,
        ink=mix(colours.ground, colours.ink, 0.1),
        soft=colours.soft,
        pop=mix(colours.ground, colours.pop, 0.3),
        second=mix(colours.ground, colours.second, 0.16),
        third=mix(colours.ground, colours.third, 0.1),
        quiet=mix(colours.ground, colours.quiet, 0.5),
        button=colours.button,
        button_ink=colours.button_ink,
    )


def _luminances(colours: npt.NDArray[np.int_]) -> npt.NDArray[np.float64]:
    share = colours / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ np.array([0.2126, 0.7152, 0.0722]), np.float64)
