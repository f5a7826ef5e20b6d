"""The networks' picture sizes, and which of them a unit is made in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Shape(StrEnum):
    """What a recipe lays out for: a wide picture needs another order than a tall one."""

    WIDE = "wide"
    SQUARE = "square"
    TALL = "tall"


@dataclass(frozen=True, slots=True)
class Format:
    """A picture's size in pixels and, as shares of it, the edges that apps cover with their own buttons."""

    name: str
    width: int
    height: int
    shape: Shape
    clear_top: float = 0.0
    clear_bottom: float = 0.0


SQUARE = Format("square", 1080, 1080, Shape.SQUARE)
PORTRAIT = Format("portrait", 1080, 1350, Shape.SQUARE)
STORY = Format("story", 1080, 1920, Shape.TALL, clear_top=0.13, clear_bottom=0.18)
"""Clear edges: 250 px above and 340 px below, as Instagram and TikTok ask for stories and vertical posts."""
LINK = Format("link", 1200, 628, Shape.WIDE)
HEADER = Format("header", 1600, 900, Shape.WIDE)

FORMATS = {each.name: each for each in (SQUARE, PORTRAIT, STORY, LINK, HEADER)}

_ANYWHERE = (SQUARE, PORTRAIT, STORY, LINK, HEADER)

_BY_NETWORK: dict[str, tuple[Format, ...]] = {
    "instagram": (PORTRAIT, STORY, SQUARE),
    "facebook": (SQUARE, LINK, STORY),
    "linkedin": (LINK, SQUARE, PORTRAIT),
    "x": (HEADER, SQUARE),
    "tiktok": (STORY,),
    "youtube": (HEADER,),
    "email": (LINK, HEADER),
    "blog": (HEADER, LINK),
    "web": (HEADER, SQUARE),
    "print": (PORTRAIT, SQUARE),
    "social": _ANYWHERE,
}


def place(channels: Sequence[str], index: int) -> tuple[str, Format]:
    """The network and the format of unit `index` (from 1): all networks in turn, each network's formats in turn."""
    networks = [channel for channel in dict.fromkeys(channels) if channel in _BY_NETWORK] or ["social"]
    turn, position = divmod(index - 1, len(networks))
    formats = _BY_NETWORK[networks[position]]
    return networks[position], formats[turn % len(formats)]
