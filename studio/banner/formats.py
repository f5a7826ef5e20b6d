"""The IAB's fixed sizes, in the order in which advertisers ask for them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from studio.images.stack import Scale


class Family(StrEnum):
    """What a recipe lays out for."""

    STRIP = "strip"
    BILLBOARD = "billboard"
    BLOCK = "block"
    TOWER = "tower"


@dataclass(frozen=True, slots=True)
class BannerFormat:
    """A size in pixels, and the type sizes that it bears. `words` are the most characters of its headline and sub."""

    name: str
    width: int
    height: int
    family: Family
    scale: Scale
    words: tuple[int, int]


_WORDS = (44, 60)
"""The same for all sizes that have a sub line, so that the units of a step are dealt from one list of lines."""

FORMATS: tuple[BannerFormat, ...] = (
    BannerFormat("medium-rectangle", 300, 250, Family.BLOCK, Scale(38, 17, 14, 12, 14, 11, 4), _WORDS),
    BannerFormat("leaderboard", 728, 90, Family.STRIP, Scale(30, 15, 13, 12, 16, 9, 2), _WORDS),
    BannerFormat("half-page", 300, 600, Family.TOWER, Scale(50, 22, 17, 14, 17, 16, 5), _WORDS),
    BannerFormat("mobile-leaderboard", 320, 50, Family.STRIP, Scale(17, 11, 11, 10, 12, 5, 2), (38, 0)),
    BannerFormat("billboard", 970, 250, Family.BILLBOARD, Scale(58, 26, 19, 15, 19, 15, 3), _WORDS),
    BannerFormat("wide-skyscraper", 160, 600, Family.TOWER, Scale(30, 12, 14, 12, 14, 13, 6), _WORDS),
    BannerFormat("large-rectangle", 336, 280, Family.BLOCK, Scale(42, 18, 15, 13, 15, 12, 4), _WORDS),
)
"""IAB New Ad Portfolio 2017 names some as aspect ratios; networks still trade in these fixed sizes."""

WEIGHT = 150_000
"""Bytes that the IAB allows a banner of the smaller sizes to load at first (New Ad Portfolio, 2017)."""


def format_of(index: int) -> BannerFormat:
    """Unit `index`'s size (from 1): each comes once before any comes again."""
    return FORMATS[(index - 1) % len(FORMATS)]
