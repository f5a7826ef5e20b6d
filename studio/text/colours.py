"""Brand colours that can be read: every pair of text and ground meets WCAG AA."""

from __future__ import annotations

import re
from dataclasses import dataclass

from studio.ports import Brand

AA = 4.5
"""The contrast that WCAG 2.2 asks of running text (success criterion 1.4.3)."""

_HEX = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True, slots=True)
class Palette:
    """All `#rrggbb`. `card` holds the text, `page` surrounds it, `on_...` is the text on that ground."""

    primary: str
    on_primary: str
    accent: str
    card: str
    text: str
    heading: str
    page: str
    on_page: str


def palette_of(brand: Brand) -> Palette:
    default = Brand()
    primary = _valid(brand.primary_colour, default.primary_colour)
    card = _valid(brand.background_colour, default.background_colour)
    text = _readable(_valid(brand.text_colour, default.text_colour), card)
    page = _mixed(card, text, 0.06)
    return Palette(
        primary=primary,
        on_primary=_readable(card, primary),
        accent=_valid(brand.accent_colour, default.accent_colour),
        card=card,
        text=text,
        heading=primary if contrast(primary, card) >= AA else text,
        page=page,
        on_page=_readable(text, page),
    )


def contrast(one: str, other: str) -> float:
    """WCAG contrast, 1 to 21, of two `#rrggbb` colours."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _readable(wanted: str, ground: str) -> str:
    """`wanted` if it can be read on `ground`, otherwise black or white: one of them always reaches 4.58."""
    if contrast(wanted, ground) >= AA:
        return wanted
    return max("#000000", "#ffffff", key=lambda ink: contrast(ink, ground))


def _valid(colour: str, default: str) -> str:
    return colour.lower() if _HEX.fullmatch(colour) else default


def _mixed(ground: str, other: str, share: float) -> str:
    pairs = zip(_channels(ground), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))


def _luminance(colour: str) -> float:
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (channel / 255 for channel in _channels(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
