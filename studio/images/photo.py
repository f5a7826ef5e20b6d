"""The owner's photo of the product: opened with care, freed of a plain ground, and laid in with a soft shadow."""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps, UnidentifiedImageError

from studio.images.canvas import outline
from studio.images.colour import BLACK
from studio.images.recipes import Mask

_LONGEST = 1600
"""Pixels of the longer side that are kept: what the largest page shows."""

LEAST_SIDE = 16
"""Pixels of the shorter side below which nothing can be made out."""

MOST_PIXELS = 40_000_000
"""Of an uploaded photo: phones take 12 to 24 million; more is opened for nothing."""

_PLAIN = 26
"""How far from its middle colour (largest channel, 0 to 255) the rim of a studio shot may be: paper and its grain."""

_ANY_CUT = (0.04, 0.92)
"""The share of a frame that a cut-out may fill; outside, ground and product were mistaken for each other."""


class UnreadablePhoto(ValueError):  # noqa: N818
    """The bytes are no picture that can be opened, or one too large to open."""


@dataclass(frozen=True, slots=True)
class Photo:
    """`image` is RGBA, cropped to what shows. A `cut` one has no ground of its own; others fill a frame."""

    image: Image.Image
    cut: bool


def cleaned(data: bytes) -> bytes:
    """An uploaded photo as a PNG of its pixels alone: upright, without EXIF, place or other metadata.

    Raises `UnreadablePhoto` for anything but PNG, JPEG and WebP, and for more than `MOST_PIXELS`.
    """
    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "WEBP")) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise UnreadablePhoto(f"the photo has more than {MOST_PIXELS // 1_000_000} million pixels")
            picture = ImageOps.exif_transpose(opened).convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise UnreadablePhoto("the file does not open as PNG, JPEG or WebP") from error
    if min(picture.size) < LEAST_SIDE:
        raise UnreadablePhoto(f"the photo is smaller than {LEAST_SIDE} pixels")
    picture.thumbnail((_LONGEST, _LONGEST), Image.Resampling.LANCZOS)
    bare = Image.fromarray(np.asarray(picture))
    written = io.BytesIO()
    bare.save(written, "PNG")
    return written.getvalue()


def read(data: bytes) -> Photo:
    """The photo, upright, its plain ground taken away when it has one. Raises `UnreadablePhoto`."""
    try:
        with Image.open(io.BytesIO(data)) as opened:
            opened.draft("RGB", (_LONGEST, _LONGEST))
            picture = ImageOps.exif_transpose(opened).convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise UnreadablePhoto("the product photo does not open") from error
    picture.thumbnail((_LONGEST, _LONGEST), Image.Resampling.LANCZOS)
    if min(picture.size) < LEAST_SIDE:
        raise UnreadablePhoto(f"the product photo is smaller than {LEAST_SIDE} pixels")
    alpha = picture.getchannel("A")
    if _transparent(alpha):
        return _cropped(picture, alpha)
    cut = _without_ground(picture)
    return _cropped(picture, cut) if cut is not None else Photo(picture, cut=False)


def _transparent(alpha: Image.Image) -> bool:
    return float((np.asarray(alpha) < 16).mean()) > 1 - _ANY_CUT[1]


def _cropped(picture: Image.Image, alpha: Image.Image) -> Photo:
    picture.putalpha(alpha)
    return Photo(picture.crop(alpha.point(lambda value: 255 if value > 24 else 0).getbbox()), cut=True)


def _without_ground(picture: Image.Image) -> Image.Image | None:
    """The alpha of what stands before a plain ground; None when the rim is not of one colour."""
    pixels = np.asarray(picture.convert("RGB"), np.int16)
    rim = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
    ground = np.median(rim, axis=0)
    if float((np.abs(rim - ground).max(axis=1) <= _PLAIN).mean()) < 0.97:
        return None
    near = Image.fromarray(((np.abs(pixels - ground).max(axis=2) <= _PLAIN) * 255).astype(np.uint8))
    # Only ground that the rim reaches is ground: a white label in the middle of a bottle is not.
    framed = ImageOps.expand(near, 1, 255)
    ImageDraw.floodfill(framed, (0, 0), 128)
    inner = framed.crop((1, 1, framed.width - 1, framed.height - 1))
    kept = inner.point(lambda value: 0 if value == 128 else 255).filter(ImageFilter.MinFilter(3))
    share = float((np.asarray(kept) > 0).mean())
    if not _ANY_CUT[0] < share < _ANY_CUT[1]:
        return None
    return kept.filter(ImageFilter.GaussianBlur(1.2))


def compose(
    canvas: Image.Image, photo: Photo, box: tuple[int, int, int, int], mask: Mask, radius: int = 0
) -> None:
    """Lays the photo into the box: a cut-out stands in it on its shadow; any other fills it, cut to the mask."""
    if photo.cut:
        _stand(canvas, photo.image, box)
    else:
        _frame(canvas, photo.image, box, mask, radius)


def _stand(canvas: Image.Image, image: Image.Image, box: tuple[int, int, int, int]) -> None:
    left, top, right, bottom = box
    width, height = right - left, bottom - top
    fitted = ImageOps.contain(image, (round(width * 0.84), round(height * 0.8)), Image.Resampling.LANCZOS)
    x = left + (width - fitted.width) // 2
    y = top + (height - fitted.height) // 2
    floor, reach = y + fitted.height, fitted.width * 0.46
    contact = Image.new("L", canvas.size, 0)
    flat = max(2.0, fitted.width * 0.045)
    middle = x + fitted.width / 2
    ImageDraw.Draw(contact).ellipse((middle - reach, floor - flat, middle + reach, floor + flat), fill=120)
    canvas.paste(BLACK, (0, 0), contact.filter(ImageFilter.GaussianBlur(max(1.0, fitted.width * 0.022))))
    cast = Image.new("L", canvas.size, 0)
    drop = max(1, round(fitted.height * 0.025))
    cast.paste(fitted.getchannel("A").point(lambda value: value * 70 // 255), (x + drop, y + drop))
    canvas.paste(BLACK, (0, 0), cast.filter(ImageFilter.GaussianBlur(drop * 1.3)))
    canvas.paste(fitted, (x, y), fitted)


def _frame(
    canvas: Image.Image, image: Image.Image, box: tuple[int, int, int, int], mask: Mask, radius: int
) -> None:
    size = (box[2] - box[0], box[3] - box[1])
    # A little above the middle: that is where people hold what they show.
    fitted = ImageOps.fit(image, size, Image.Resampling.LANCZOS, centering=(0.5, 0.45))
    shape = outline(size, mask, radius)
    opaque = ImageChops.multiply(shape, fitted.getchannel("A"))
    canvas.paste(fitted.convert("RGB"), box[:2], opaque)
