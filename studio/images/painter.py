"""One picture, from its words and its brand to the bytes of its files. Runs in a rendering process."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from PIL import Image

from studio.images import canvas as ground
from studio.images import photo as photos
from studio.images.fonts import Pairing
from studio.images.formats import Format
from studio.images.palette import Palette, Scheme, palette
from studio.images.recipes import Layout, Panel, Recipe
from studio.images.setting import Column
from studio.images.words import Copy
from studio.ports import Brand
from studio.provenance import Facts, stamp

_WEBP_QUALITY = 88


@dataclass(frozen=True, slots=True)
class Order:
    """Everything a picture is painted from; the same order gives the same bytes."""

    copy: Copy
    brand: Brand
    format: Format
    recipe: Recipe
    scheme: Scheme
    motif: str
    pairing: Pairing
    subject: str
    seed: int
    facts: Facts
    photo: bytes | None = None


@dataclass(frozen=True, slots=True)
class Painting:
    """The files' bytes, and per text its box in pixels, its size, its colours and the contrast it has."""

    png: bytes
    webp: bytes
    texts: list[dict[str, Any]]


def paint(order: Order) -> Painting:
    """Paints the order. Raises `DoesNotFit` for a headline that cannot be set, `UnreadablePhoto` for a broken photo."""
    colours = palette(order.brand, order.scheme)
    size = (order.format.width, order.format.height)
    layout = order.recipe.layouts[order.format.shape]
    picture = Image.new("RGB", size, colours.ground)
    _paint_motif(picture, order, layout, colours)
    box = ground.pixels(layout.copy, size)
    if order.recipe.panel is not Panel.NONE:
        colours = palette(order.brand, order.recipe.panel_scheme or order.scheme)
        box = _paint_panel(picture, order.recipe.panel, box, colours)
    column = Column(picture, box, colours, order.pairing, centred=layout.centred)
    column.set(order.copy, layout.at, order.recipe.headline)
    return Painting(_png(picture, order.facts), _webp(picture, order.facts), column.placed)


def _paint_motif(picture: Image.Image, order: Order, layout: Layout, colours: Palette) -> None:
    shades = replace(colours, quiet=colours.ground) if order.recipe.seamless else colours
    if order.recipe.quiet:
        shades = ground.quieted(colours)
    left, top, right, bottom = ground.pixels(layout.motif, picture.size)
    size = (right - left, bottom - top)
    photo = photos.read(order.photo) if order.photo is not None else None
    if photo is None:
        sheet = ground.motif(order.motif, size, shades, Random(order.seed), order.subject)
    else:
        sheet = ground.backdrop(size, shades)
    ground.lay(picture, sheet, (left, top), order.recipe.mask)
    if photo is not None:
        photos.compose(picture, photo, (left, top, right, bottom), order.recipe.mask)


def _paint_panel(picture: Image.Image, kind: Panel, box: ground.Pixels, colours: Palette) -> ground.Pixels:
    """Lays the panel under the words' box, and gives the box that is left within it."""
    left, top, right, bottom = box
    if kind is Panel.CARD:
        pad = round(min(picture.size) * 0.06)
        ground.panel(picture, (left - pad, top - pad, right + pad, bottom + pad), colours.ground, pad * 0.4)
        return box
    side = max(right - left, bottom - top)
    radius = min(round(side * 0.68), round(min(picture.size) * 0.48))
    x, y = (left + right) // 2, (top + bottom) // 2
    ground.panel(picture, (x - radius, y - radius, x + radius, y + radius), colours.ground, radius)
    reach = round(radius * 0.7)
    return x - reach, y - reach, x + reach, y + reach


def _png(picture: Image.Image, facts: Facts) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", compress_level=6)
    return stamp(buffer.getvalue(), "image/png", facts)


def _webp(picture: Image.Image, facts: Facts) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "WEBP", quality=_WEBP_QUALITY, method=4)
    return stamp(buffer.getvalue(), "image/webp", facts)
