"""A picture as a note asks for it: its colours, its scheme, the size of its headline."""

from __future__ import annotations

from dataclasses import replace

from studio.images.colour import BLACK, WHITE, Rgb, deepen, mix, parse, to_hex
from studio.images.palette import Scheme
from studio.ports import Brand, Brief
from studio.wishes import Wishes, wishes_of

_WARM: Rgb = (236, 104, 32)
_COOL: Rgb = (38, 112, 214)
_SHARE = (0.0, 0.3, 0.5, 0.65)
"""How much of another colour is mixed in, by how often it was asked for: a first step that nobody overlooks."""
_GROUND = 0.45
"""What a ground takes of that: it covers more of the picture than anything else."""
_NIGHT = 0.08
"""The lightness of a ground as dark as the night scheme's, before it is made darker still."""
_LARGER = 1.22


def heeded(brief: Brief) -> tuple[Wishes, Brief]:
    """What the brief's notes ask of its picture, and the brief with the notes for which it moves on to another recipe.

    A note on colours, on the size of letters or on how many words there are keeps the picture that it speaks of; one
    that finds it too plain or too loud does not.
    """
    wishes, _ = wishes_of(brief.notes, "pictures")
    moving = []
    for note in brief.notes:
        asked, strange = wishes_of((note,), "pictures")
        if strange or asked.level("weight"):
            moving.append(note)
    return wishes, replace(brief, notes=tuple(moving))


def coloured(brand: Brand, wishes: Wishes) -> Brand:
    """The brand with its colours as they are wanted; what is written on them is kept readable by the palette."""
    warmth, light = wishes.level("warmth"), wishes.level("light")
    if not warmth and not light:
        return brand
    primary, accent = parse(brand.primary_colour, (31, 111, 235)), parse(brand.accent_colour, (245, 158, 11))
    paper, text = parse(brand.background_colour, WHITE), parse(brand.text_colour, (17, 24, 39))
    if light < 0:
        share = _SHARE[-light]
        primary, accent = mix(primary, BLACK, share), mix(accent, BLACK, share * 0.5)
        paper, text = mix(deepen(primary, _NIGHT), BLACK, share), WHITE
    elif light:
        share = _SHARE[light]
        primary, accent = mix(primary, WHITE, share), mix(accent, WHITE, share)
        paper = mix(paper, WHITE, share)
    if warmth:
        tone, share = (_WARM if warmth > 0 else _COOL), _SHARE[abs(warmth)]
        primary, accent = mix(primary, tone, share), mix(accent, tone, share)
        paper = mix(paper, tone, share * _GROUND)
    return replace(
        brand,
        primary_colour=to_hex(primary),
        accent_colour=to_hex(accent),
        background_colour=to_hex(paper),
        text_colour=to_hex(text),
    )


def scheme_for(scheme: Scheme, wishes: Wishes) -> Scheme:
    """The scheme that the wish is plainest in; the one that was chosen where none is asked for."""
    light, weight = wishes.level("light"), wishes.level("weight")
    if light:
        return Scheme.PAPER  # the paper is as dark or light as is wanted
    if weight:
        return Scheme.BOLD if weight > 0 else Scheme.PAPER
    return scheme


def headline_for(wishes: Wishes) -> float:
    """What the headline's largest size is multiplied by."""
    steps = wishes.level("size") or (wishes.level("weight") > 0) - (wishes.level("weight") < 0)
    return float(_LARGER ** max(-2, min(2, steps)))


def spare(wishes: Wishes) -> bool:
    """Whether only the most needful words are to stand on it."""
    return wishes.level("text") < 0
