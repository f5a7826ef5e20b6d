"""One banner, from its words to the bytes of its files. Runs in a rendering process."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from typing import Any

from PIL import ImageDraw

from studio.banner.formats import WEIGHT, BannerFormat, Family
from studio.banner.recipes import BannerRecipe, Place
from studio.images import photo as photos
from studio.images.canvas import pixels
from studio.images.colour import mix
from studio.images.fonts import Pairing
from studio.images.page import Art, Page
from studio.images.palette import Scheme, palette
from studio.images.stack import Line, button, stack
from studio.images.words import Copy
from studio.ports import Brand
from studio.provenance import Facts, stamp

_QUALITY = (92, 84, 74, 60)


@dataclass(frozen=True, slots=True)
class Order:
    """Everything a banner is painted from; the same order gives the same bytes."""

    copy: Copy
    brand: Brand
    format: BannerFormat
    recipe: BannerRecipe
    scheme: Scheme
    motif: str
    pairing: Pairing
    subject: str
    seed: int
    facts: Facts
    named: bool
    """The headline names the topic, and the sub line may be left out where there is no room."""
    photo: bytes | None = None
    headline: float = 1.0
    """What the headline's greatest size is multiplied by."""


@dataclass(frozen=True, slots=True)
class Banner:
    """The files' bytes, and per text its box in pixels, its size, its colours and the contrast it has."""

    png: bytes
    webp: bytes
    texts: list[dict[str, Any]]


def paint(order: Order) -> Banner:
    """Paints the order. Raises `DoesNotFit` for a headline that cannot be set, `UnreadablePhoto` for a broken photo."""
    page = compose(order)
    picture = page.trimmed()
    # Publishers ask for an edge that tells an advertisement from their page, whatever colour either has.
    edge = mix(page.colours.ground, page.colours.ink, 0.22)
    ImageDraw.Draw(picture).rectangle((0, 0, picture.width - 1, picture.height - 1), outline=edge)
    plain = io.BytesIO()
    picture.save(plain, "PNG", compress_level=9)
    png = stamp(plain.getvalue(), "image/png", order.facts)
    if len(png) > WEIGHT:
        few = io.BytesIO()
        picture.quantize(256).save(few, "PNG", compress_level=9)
        png = stamp(few.getvalue(), "image/png", order.facts)
    webp = b""
    for quality in _QUALITY:
        buffer = io.BytesIO()
        picture.save(buffer, "WEBP", quality=quality, method=6)
        webp = stamp(buffer.getvalue(), "image/webp", order.facts)
        if len(webp) <= WEIGHT:
            break
    return Banner(png, webp, page.placed)


def compose(order: Order) -> Page:
    """The banner's page with everything on it."""
    size = (order.format.width, order.format.height)
    colours = palette(order.brand, order.scheme)
    page = Page(size, colours)
    place = order.recipe.places[order.format.family]
    if place.art is not None:
        photo = photos.read(order.photo) if order.photo is not None else None
        art = Art(
            order.motif,
            pixels(place.art, size),
            place.mask,
            quiet=order.recipe.quiet,
            seamless=order.recipe.seamless,
        )
        page.paint(art, photo, order.seed, order.subject)
    if place.bar is not None:
        page.plate(pixels(place.bar, size), colours.button)
    _words(page, order, place)
    return page


def _words(page: Page, order: Order, place: Place) -> None:
    scale, faces, copy = order.format.scale, order.pairing, order.copy
    scale = replace(scale, headline=max(scale.least, round(scale.headline * order.headline)))
    colours = page.colours
    lines = []
    if copy.brand:
        lines.append(Line("brand", copy.brand, faces.label, scale.label, colours.ink))
    lines.append(Line("headline", copy.headline, faces.display, scale.headline, colours.ink, before=1.1))
    room_for_sub = order.format.words[1] and copy.sub
    if room_for_sub:
        rows = 1 if order.format.family is Family.STRIP else 4
        lines.append(
            Line("sub", copy.sub, faces.text, scale.sub, colours.soft, rows, optional=order.named, before=1.3)
        )
    if place.button is None and place.slab is None:
        call = Line("call", copy.call, faces.label, scale.call, colours.button_ink, before=1.7)
        lines.append(_on_plate(call, page))
    box = pixels(place.copy, page.size)
    stack(page, box, copy.headline, tuple(lines), faces, scale, at=place.at, centred=place.centred)
    apart = place.button or place.slab
    if apart is not None:
        filled = place.slab is not None
        button(page, pixels(apart, page.size), copy.call, faces.label, scale.call, fill=filled)


def _on_plate(line: Line, page: Page) -> Line:
    return Line(
        line.role, line.text, line.face, line.size, line.ink, 1, before=line.before, plate=page.colours.button
    )
