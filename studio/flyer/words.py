"""What stands on a flyer: the words of a picture, a few points, and what the code leads to."""

from __future__ import annotations

import string
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

import prompts
from studio.images.words import Copy, copy
from studio.ports import Brief
from studio.text.evidence import facts_of
from studio.text.fragments import due, message, people, products
from studio.text.spoken import capital

_BANK = Path(prompts.__file__).parent / "studio" / "flyer" / "copy.yaml"

POINTS = 3
WORDS = (56, 96)
"""The most characters of a flyer's headline and sub line."""
_LONGEST = 92
"""Characters of a point: two lines of a handout."""


@dataclass(frozen=True, slots=True)
class FlyerCopy:
    """`points` are facts that the headline and the sub line do not tell; `scan` stands by the code to `url`."""

    picture: Copy
    points: tuple[str, ...]
    scan: str
    url: str
    sources: tuple[str, ...]


def flyer_copy(brief: Brief, *, sparing: bool = False) -> FlyerCopy:
    """The words of unit `index`; what the knowledge base says of the topic comes before what the brief says.

    A `sparing` flyer has one point.
    """
    picture = copy(brief, *WORDS, sparing=sparing)
    told = f"{picture.headline} {picture.sub} {picture.kicker}".lower()
    quoted = [fact for fact in facts_of(brief) if len(fact.text) <= _LONGEST]
    known = {fact.text.rstrip("."): fact.source.source for fact in quoted}
    banned = tuple(word.strip().lower() for word in brief.brand.banned_words if word.strip())
    points: list[str] = []
    for text, bare in [*((fact.text, fact.text) for fact in quoted[:2]), *_from_brief(brief)]:
        new = bare.lower().rstrip(".") not in f"{told} {' '.join(points).lower()}"
        if new and len(text) <= _LONGEST and not any(word in text.lower() for word in banned):
            points.append(text.rstrip("."))
    kept = tuple(points[: 1 if sparing else POINTS])
    website = brief.brand.website.strip()
    url = website if website.startswith(("http://", "https://")) else f"https://{website}" if website else ""
    sources = tuple(dict.fromkeys(known[point] for point in kept if point in known))
    return FlyerCopy(picture, kept, str(_bank()["scan"]), url, sources)


def _from_brief(brief: Brief) -> list[tuple[str, str]]:
    """The points that the bank makes of the brief, each with the fact that it tells."""
    slots = {
        "message": message(brief.messaging),
        "products": products(brief.products),
        "people": people(brief.audience),
        "due": due(brief.deadline),
    }
    made = []
    for template in _bank()["points"]:
        name = next(name for _, name, _, _ in string.Formatter().parse(template) if name)
        if slots[name]:
            made.append((capital(template.format(**slots)), slots[name]))
    return made


@cache
def _bank() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(_BANK.read_text("utf-8"))
    return loaded
