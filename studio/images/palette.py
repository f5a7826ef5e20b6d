"""Schemes: how a brand's four colours are spread over a picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from studio.images.colour import BLACK, WHITE, Rgb, contrast, deepen, mix, parse, readable, vividness
from studio.ports import Brand

_SET_APART = 1.35
"""The least contrast between two shapes that lie side by side: below, they melt together to the eye."""


class Scheme(StrEnum):
    """Named by the ground that the words stand on."""

    PAPER = "paper"
    BOLD = "bold"
    NIGHT = "night"
    TINT = "tint"
    SUN = "sun"


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one picture. `ink`, `soft` and `button_ink` are readable where they stand.

    `pop`, `second`, `third` and `quiet` are for shapes: strong, second, a shade between, barely off the ground.
    """

    ground: Rgb
    ink: Rgb
    soft: Rgb
    pop: Rgb
    second: Rgb
    third: Rgb
    quiet: Rgb
    button: Rgb
    button_ink: Rgb


def palette(brand: Brand, scheme: Scheme) -> Palette:
    """The brand's colours in this scheme. A colour that cannot be read or seen where it stands is shifted."""
    primary = parse(brand.primary_colour, (31, 111, 235))
    accent = parse(brand.accent_colour, (245, 158, 11))
    paper = parse(brand.background_colour, WHITE)
    text = parse(brand.text_colour, (17, 24, 39))
    return _SCHEMES[scheme](primary, accent, paper, text)


def _paper(primary: Rgb, accent: Rgb, paper: Rgb, text: Rgb) -> Palette:
    warm = mix(paper, accent, 0.06) if contrast(paper, WHITE) < 1.2 else paper
    return _palette(warm, text, primary, accent)


def _bold(primary: Rgb, accent: Rgb, paper: Rgb, text: Rgb) -> Palette:
    return _palette(primary, _end(primary, paper, text), accent, _away(primary, mix(primary, WHITE, 0.35)))


def _night(primary: Rgb, accent: Rgb, paper: Rgb, text: Rgb) -> Palette:
    night = deepen(primary, 0.11) if vividness(primary) > 0.1 else mix(primary, BLACK, 0.8)
    return _palette(night, _end(night, paper, text), _away(night, primary), accent)


def _tint(primary: Rgb, accent: Rgb, paper: Rgb, text: Rgb) -> Palette:
    tint = mix(paper, primary, 0.14)
    return _palette(tint, _end(tint, text, mix(deepen(primary, 0.16), text, 0.3)), primary, accent)


def _sun(primary: Rgb, accent: Rgb, paper: Rgb, text: Rgb) -> Palette:
    deep = deepen(primary, 0.14) if vividness(primary) > 0.1 else text
    return _palette(accent, _end(accent, paper, deep), _away(accent, primary), _away(accent, paper))


_SCHEMES: dict[Scheme, Callable[[Rgb, Rgb, Rgb, Rgb], Palette]] = {
    Scheme.PAPER: _paper,
    Scheme.BOLD: _bold,
    Scheme.NIGHT: _night,
    Scheme.TINT: _tint,
    Scheme.SUN: _sun,
}


def _palette(ground: Rgb, ink: Rgb, pop: Rgb, second: Rgb) -> Palette:
    ink = readable(ink, ground, 7.0)
    pop, second = _away(ground, pop), _away(ground, second)
    button = pop if contrast(pop, ground) >= contrast(second, ground) else second
    button_ink = max((WHITE, deepen(button, 0.1)), key=lambda label: contrast(label, button))
    return Palette(
        ground=ground,
        ink=ink,
        soft=readable(mix(ink, ground, 0.22), ground, 5.5),
        pop=pop,
        second=second,
        third=mix(pop, second, 0.5) if vividness(mix(pop, second, 0.5)) > 0.25 else mix(pop, ground, 0.55),
        quiet=mix(ground, pop, 0.13),
        button=button,
        button_ink=readable(button_ink, button, 4.5),
    )


def _end(ground: Rgb, *candidates: Rgb) -> Rgb:
    """The most readable of the brand's own colours on `ground`."""
    return max(candidates, key=lambda colour: contrast(colour, ground))


def _away(ground: Rgb, colour: Rgb) -> Rgb:
    """`colour`, moved off the ground until the two can be told apart."""
    return readable(colour, ground, _SET_APART)
