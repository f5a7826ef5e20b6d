"""The rule for pictures: each file opens, has its size, shows something, and its texts can be read."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image, UnidentifiedImageError

from store.words import DeliverableType
from studio.banner.formats import FORMATS, WEIGHT
from studio.images.colour import TEXT_CONTRAST, Rgb, contrast, parse
from studio.ports import Brief, File, Output

_NEAR = 40
"""How far from a colour (summed over the channels, 0 to 765) a pixel is still of it: blurred edges are not."""
_LEAST_INK = 0.01
"""The least share of a text's box that its letters cover; thin small type covers about five hundredths."""
_COLOURS = 8
"""A picture with fewer colours than this is an empty one."""

_AIR = 4
"""Pixels that two boxes may share: each reaches two beyond its letters."""

Pixels = npt.NDArray[np.int16]


def readable_pictures(brief: Brief, output: Output) -> list[str]:  # noqa: ARG001
    """Judges every image file; the contrast is measured on the first, which is kept without loss."""
    reasons = []
    for place, file in enumerate(file for file in output.files if file.mime.startswith("image/")):
        picture = _opened(file)
        if picture is None:
            reasons.append(f"The file {file.name} does not open as an image.")
            continue
        reasons += _shown(file, picture, output.provenance)
        if place == 0:
            reasons += _legible(picture, output.provenance)
    return reasons + _laid_out(output.provenance)


def light_banners(brief: Brief, output: Output) -> list[str]:
    """Each file of a banner is one of the IAB's sizes and light enough for what serves it."""
    if brief.type is not DeliverableType.BANNER:
        return []
    heavy = [file.name for file in output.files if len(file.data) > WEIGHT]
    reasons = [f"The file {name} is heavier than {WEIGHT // 1000} kilobytes." for name in heavy]
    width, height = output.provenance.get("size", (0, 0))
    if not any((each.width, each.height) == (width, height) for each in FORMATS):
        reasons.append(f"{width} by {height} is no banner size.")
    if not any(text["role"] == "call" for text in output.provenance.get("texts", ())):
        reasons.append("It has no button that says what to do.")
    return reasons


def _laid_out(provenance: Mapping[str, Any]) -> list[str]:
    """Every text stands within the picture, and none on another."""
    size, placed = provenance.get("size"), list(provenance.get("texts", ()))
    if not size:
        return []
    reasons = []
    for text in placed:
        left, top, right, bottom = text["box"]
        if left < 0 or top < 0 or right > size[0] or bottom > size[1]:
            reasons.append(f'"{text["text"]}" reaches out of the picture.')
    for one, other in combinations(placed, 2):
        if _overlap(one["box"], other["box"]):
            reasons.append(f'"{one["text"]}" and "{other["text"]}" stand on each other.')
    return reasons


def _overlap(one: Sequence[int], other: Sequence[int]) -> bool:
    """True when the boxes share more than the two pixels of air that each adds above and below."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across > 0 and down > _AIR


def _opened(file: File) -> Image.Image | None:
    try:
        return Image.open(io.BytesIO(file.data)).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


def _shown(file: File, picture: Image.Image, provenance: Mapping[str, Any]) -> list[str]:
    reasons = []
    size = provenance.get("size")
    if size and tuple(size) != picture.size:
        reasons.append(
            f"The file {file.name} is {picture.width} by {picture.height}, not {size[0]} by {size[1]}."
        )
    if picture.getcolors(_COLOURS) is not None:
        reasons.append(f"The file {file.name} shows nothing.")
    return reasons


def _legible(picture: Image.Image, provenance: Mapping[str, Any]) -> list[str]:
    """Each text stands where it should in the ink it should, and the pixels around it leave it readable."""
    reasons = []
    for text in provenance.get("texts", ()):
        pixels = np.asarray(picture.crop(tuple(text["box"])), np.int16).reshape(-1, 3)
        ink = parse(text["ink"])
        inked = np.abs(pixels - np.array(ink, np.int16)).sum(axis=1) <= _NEAR
        if inked.mean() < _LEAST_INK:
            reasons.append(f'"{text["text"]}" is not where it should be in the picture.')
            continue
        measured = contrast(ink, _ground(pixels, inked))
        if measured < TEXT_CONTRAST or measured < float(text["contrast"]) - 0.5:
            reasons.append(f'"{text["text"]}" is hard to read: its contrast is {measured:.1f} to 1.')
    return reasons


def _ground(pixels: Pixels, inked: npt.NDArray[np.bool_]) -> Rgb:
    """The colour behind the letters: the most frequent among the pixels that are not of the ink."""
    rest = pixels[~inked] // 8
    if not len(rest):
        return parse("")
    codes = (rest[:, 0].astype(np.int64) << 10) + (rest[:, 1].astype(np.int64) << 5) + rest[:, 2]
    most = int(np.bincount(codes).argmax())
    red, green, blue = np.median(pixels[~inked][codes == most], axis=0)
    return round(float(red)), round(float(green)), round(float(blue))
