"""One flyer, from its words to the bytes of its picture and its PDF. Runs in a rendering process."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from typing import Any

import segno

from studio.flyer.formats import BLEED, Sheet
from studio.flyer.pdf import write
from studio.flyer.recipes import FlyerRecipe
from studio.flyer.words import FlyerCopy
from studio.images import photo as photos
from studio.images.canvas import Pixels, pixels
from studio.images.colour import BLACK, WHITE, Rgb, mix, readable
from studio.images.fonts import Pairing
from studio.images.page import Art, Page, Words
from studio.images.palette import Palette, Scheme, palette
from studio.images.setting import CONTRAST
from studio.images.stack import Line, label, stack
from studio.images.typesetting import fit
from studio.ports import Brand
from studio.provenance import Facts, stamp

_QUIET_ZONE = 4
"""Modules of white around a QR code (ISO/IEC 18004, 6.3.8)."""


@dataclass(frozen=True, slots=True)
class Order:
    """Everything a flyer is made from; the same order gives the same bytes."""

    copy: FlyerCopy
    brand: Brand
    sheet: Sheet
    recipe: FlyerRecipe
    scheme: Scheme
    motif: str
    pairing: Pairing
    subject: str
    seed: int
    facts: Facts
    photo: bytes | None = None
    headline: float = 1.0
    """What the headline's greatest size is multiplied by."""


@dataclass(frozen=True, slots=True)
class Flyer:
    """The files' bytes, and per text its box in pixels of the PNG, its size, its colours and its contrast."""

    png: bytes
    pdf: bytes
    texts: list[dict[str, Any]]


def paint(order: Order) -> Flyer:
    """Makes the order. Raises `DoesNotFit` for a headline that cannot be set, `UnreadablePhoto` for a broken photo."""
    page = compose(order)
    buffer = io.BytesIO()
    page.trimmed().save(buffer, "PNG", compress_level=6)
    png = stamp(buffer.getvalue(), "image/png", order.facts)
    pdf = stamp(write(page), "application/pdf", order.facts)
    return Flyer(png, pdf, page.placed)


def compose(order: Order) -> Page:
    """The flyer's page with everything on it."""
    recipe, size = order.recipe, (order.sheet.width, order.sheet.height)
    colours = palette(order.brand, order.scheme)
    page = Page(size, colours, BLEED)
    photo = photos.read(order.photo) if order.photo is not None else None
    art = Art(
        order.motif, pixels(recipe.art, size), recipe.mask, quiet=recipe.quiet, seamless=recipe.seamless
    )
    page.paint(art, photo, order.seed, order.subject)
    if recipe.card is not None:
        colours = palette(order.brand, Scheme.PAPER)
        page.plate(pixels(recipe.card, size), colours.ground, order.sheet.unit * 0.02)
    if recipe.band is not None:
        page.plate(pixels(recipe.band, size), colours.button)
    _words(page, order, colours)
    banded = recipe.band is not None
    ink = colours.button_ink if banded else colours.ink
    _foot(page, order, ink, mix(ink, colours.button, 0.12) if banded else colours.soft)
    return page


def _words(page: Page, order: Order, colours: Palette) -> None:
    copy, faces = order.copy.picture, order.pairing
    scale = replace(order.sheet.scale, headline=round(order.sheet.scale.headline * order.headline))
    accent = readable(colours.button, colours.ground, CONTRAST)
    lines = []
    if copy.kicker:
        lines.append(Line("kicker", copy.kicker, label(faces.label), scale.label, accent, optional=True))
    lines.append(Line("headline", copy.headline, faces.display, scale.headline, colours.ink, before=1.3))
    if copy.sub:
        lines.append(Line("sub", copy.sub, faces.text, scale.sub, colours.soft, 3, before=2.0))
    points = () if order.recipe.centred else order.copy.points
    size = round(scale.sub * 0.86)
    for place, point in enumerate(points):
        lines.append(
            Line(
                f"point {place + 1}",
                point,
                faces.text,
                size,
                colours.ink,
                2,
                optional=True,
                before=2.0 if place == 0 else 1.0,
                bullet=accent,
            )
        )
    call = Line("call", copy.call, faces.label, scale.call, colours.button_ink, 1, before=2.2)
    lines.append(
        Line(call.role, call.text, call.face, call.size, call.ink, 1, before=2.2, plate=colours.button)
    )
    recipe = order.recipe
    box = pixels(recipe.copy, page.size)
    stack(page, box, copy.headline, tuple(lines), faces, scale, at=recipe.at, centred=recipe.centred)


def _foot(page: Page, order: Order, ink: Rgb, soft: Rgb) -> None:
    """The sender at the left, the code at the right."""
    left, top, right, bottom = pixels(order.recipe.foot, page.size)
    scale, faces, copy = order.sheet.scale, order.pairing, order.copy
    if copy.url:
        right = _code(page, copy.url, (left, top, right, bottom)) - scale.gap
    rows: list[tuple[str, str, int, Rgb, int]] = []
    if copy.picture.brand:
        size = round(scale.label * (1.45 if copy.url else 2.4))
        rows.append(("brand", copy.picture.brand, size, ink, scale.gap))
    if copy.picture.site:
        rows.append(("site", copy.picture.site, round(scale.label * 1.1), soft, round(scale.gap * 0.8)))
    if copy.url:
        rows.append(("scan", copy.scan, scale.label, soft, 0))
    blocks = [
        fit(text, faces.label, right - left, round(size * 3), size, 2, smallest=12)
        for _, text, size, _, _ in rows
    ]
    height = sum(block.height for block in blocks) + sum(row[4] for row in rows[:-1])
    y = top + (bottom - top - height) // 2
    for (role, _, _, colour, after), block in zip(rows, blocks, strict=True):
        page.words(Words(role, block, left, y, colour))
        y += block.height + after


def _code(page: Page, url: str, box: Pixels) -> int:
    """The QR code at the right of the box, on white with its quiet zone; gives its left edge."""
    matrix = tuple(segno.make(url, error="m", micro=False).matrix)
    count = len(matrix) + 2 * _QUIET_ZONE
    module = max(2, (box[3] - box[1]) // count)
    side = module * count
    x, y = box[2] - side, (box[1] + box[3] - side) // 2
    page.plate((x, y, x + side, y + side), WHITE)
    for row, bits in enumerate(matrix):
        top = y + (row + _QUIET_ZONE) * module
        for start, end in _runs(bits):
            from_x = x + (start + _QUIET_ZONE) * module
            page.plate((from_x, top, from_x + (end - start) * module, top + module), BLACK)
    return x


def _runs(bits: bytes | bytearray) -> list[tuple[int, int]]:
    """Where dark modules begin and end in a row."""
    runs, start = [], -1
    for place, bit in enumerate([*bits, 0]):
        if bit and start < 0:
            start = place
        elif not bit and start >= 0:
            runs.append((start, place))
            start = -1
    return runs
