"""Colours: mixing, WCAG contrast, and mending a pair that cannot be read."""

from __future__ import annotations

import colorsys
import re
from typing import TypeAlias

Rgb: TypeAlias = tuple[int, int, int]

WHITE: Rgb = (255, 255, 255)
BLACK: Rgb = (0, 0, 0)

TEXT_CONTRAST = 4.5
"""WCAG 2.2, success criterion 1.4.3, level AA, text of normal size."""

_STEPS = 20


def parse(colour: str, fallback: Rgb = BLACK) -> Rgb:
    """`#rgb` or `#rrggbb` (the hash may be missing); anything else is the fallback."""
    digits = colour.strip().lstrip("#")
    if re.fullmatch(r"[0-9a-fA-F]{3}", digits):
        digits = "".join(digit * 2 for digit in digits)
    if not re.fullmatch(r"[0-9a-fA-F]{6}", digits):
        return fallback
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def to_hex(colour: Rgb) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


def mix(one: Rgb, other: Rgb, share: float) -> Rgb:
    """`one` with `share` (0 to 1) of `other` in it."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def luminance(colour: Rgb) -> float:
    """WCAG relative luminance, 0 (black) to 1 (white)."""
    red, green, blue = (_linear(value / 255) for value in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Rgb, other: Rgb) -> float:
    """WCAG contrast ratio, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def readable(ink: Rgb, ground: Rgb, at_least: float = TEXT_CONTRAST) -> Rgb:
    """`ink`, as little lightened or darkened as makes it readable on `ground`; 4.58 is always within reach."""
    best = max((WHITE, BLACK), key=lambda end: contrast(end, ground))
    for step in range(_STEPS + 1):
        mended = mix(ink, best, step / _STEPS)
        if contrast(mended, ground) >= at_least:
            return mended
    return best


def deepen(colour: Rgb, lightness: float) -> Rgb:
    """The same hue at `lightness` (0 to 1) with its saturation kept from glowing."""
    hue, _, saturation = colorsys.rgb_to_hls(*(value / 255 for value in colour))
    red, green, blue = colorsys.hls_to_rgb(hue, lightness, min(saturation, 0.72))
    return round(red * 255), round(green * 255), round(blue * 255)


def vividness(colour: Rgb) -> float:
    """0 for grey to 1 for the purest; tells a brand colour that can carry a surface from one that cannot."""
    return (max(colour) - min(colour)) / 255


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
