"""The social networks a post can be for, with what each allows."""

from __future__ import annotations

from dataclasses import dataclass

from studio.ports import Brief
from studio.text.data import data

ROTATION = ("instagram", "facebook", "linkedin", "x")
"""Who takes turns when a campaign only says "social"."""


@dataclass(frozen=True, slots=True)
class Network:
    """`limit` and `aim` in characters, hashtags included; `link` is "text" or "bio"; `blocks` are paragraphs."""

    name: str
    limit: int
    aim: int
    hashtags: int
    link: str
    blocks: int


def network_of(brief: Brief) -> Network:
    """The network of this unit: the campaign's own take turns, in their order."""
    known = data("networks")
    named: list[str] = []
    for channel in brief.channels:
        named += ROTATION if channel == "social" else (channel,) if channel in known else ()
    networks = tuple(dict.fromkeys(named)) or ROTATION
    return Network(**known[networks[(brief.index - 1) % len(networks)]])
