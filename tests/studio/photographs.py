"""Photos of products as owners send them: a studio shot on white, and a scene."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

BODY = (40, 90, 150)
"""The bottle's blue: in none of the brands' palettes, so that finding it proves that the photo was used."""


def studio_shot() -> bytes:
    """A blue bottle with a white label on nearly white paper (JPEG)."""
    picture = Image.new("RGB", (420, 540), (250, 250, 249))
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle((138, 156, 282, 504), 30, fill=BODY)
    draw.rectangle((180, 90, 240, 162), fill=(30, 60, 110))
    draw.rectangle((157, 276, 263, 396), fill=(250, 250, 249))
    return _jpeg(picture.filter(ImageFilter.GaussianBlur(1)))


def scene() -> bytes:
    """A blue disc before colours that run into each other: no ground to take away (JPEG)."""
    y, x = np.mgrid[0:400, 0:600]
    colours = np.stack([140 + 80 * np.sin(x / 60), 120 + y / 6, 150 + 60 * np.cos((x + y) / 70)], -1)
    picture = Image.fromarray(colours.clip(0, 255).astype(np.uint8))
    ImageDraw.Draw(picture).ellipse((200, 100, 400, 300), fill=BODY)
    return _jpeg(picture)


def share_of(colour: tuple[int, int, int], picture: Image.Image) -> float:
    """The share of the picture's pixels that are of about this colour."""
    pixels = np.asarray(picture.convert("RGB"), np.int16)
    return float((np.abs(pixels - np.array(colour)).max(axis=2) < 14).mean())


def difference(one: Image.Image, other: Image.Image) -> int:
    """Bits by which two pictures' perceptual hashes differ, of 64: each bit tells whether a cell of a 9 by 8
    grid of grey is lighter than its right neighbour.
    """
    return int(np.count_nonzero(_hash(one) != _hash(other)))


def _hash(picture: Image.Image) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    grey = np.asarray(picture.convert("L").resize((9, 8), Image.Resampling.LANCZOS), np.int16)
    return np.asarray(grey[:, 1:] > grey[:, :-1])


def _jpeg(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=90)
    return buffer.getvalue()
