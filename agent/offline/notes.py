"""A brief typed as notes: "Campaign please: Desk to Dusk, standing desks, 88 sold, 4 images"."""

from __future__ import annotations

import re
from collections.abc import Callable

from agent.offline.amounts import amounts_in
from agent.offline.pointed import objective_in, topic_in
from agent.offline.reading import Reading
from agent.offline.tokens import LABELS, tokenise
from agent.offline.topics import PLACEHOLDERS
from agent.offline.values import SMALL

_PART = re.compile(r"(\s+[-–—]+\s+|[,;](?=\s)|:(?=\s)|\.(?=\s|$)|\n)")
LEAST_PARTS = 3
MOST_WORDS = 8
"""Words of a part; sentences have more."""
_CLEAN = " .!?\"'‘’“”"
TOLD = ("name", "topic", "objective")


def read_notes(text: str, understand: Callable[[str], Reading]) -> Reading | None:
    """The reading of its parts, each for itself; None when it is not made of notes."""
    parts = _parts(text)
    if len(parts) < LEAST_PARTS or any(len(part.split()) > MOST_WORDS for part in parts):
        return None
    whole = Reading()
    for part in parts:
        _take(whole, part, understand(part))
    whole.create = True
    return whole


def _parts(text: str) -> list[str]:
    """What stands between commas and the like; a label stays with what it labels: "Campaign title: Aurora One"."""
    pieces = _PART.split(text)
    parts: list[str] = []
    labelled = False
    for at in range(0, len(pieces), 2):
        piece, mark = pieces[at].strip(), "".join(pieces[at + 1 : at + 2]).strip()
        if labelled:
            parts[-1] += f" {piece}"
        elif piece:
            parts.append(piece)
        labelled = bool(piece) and mark == ":" and piece.split()[-1].casefold() in LABELS
        if labelled:
            parts[-1] += ":"
    return parts


def _take(whole: Reading, part: str, alone: Reading) -> None:
    """What the part says by itself, else what it looks like: a title, a number of something, or a thing."""
    bare = part.strip(_CLEAN)
    known = {slot: value for slot, value in alone.slots.items() if slot not in whole.slots}
    counted = bool(amounts_in(bare)) and not alone.items
    if _is_title(bare) and "name" not in whole.slots and not alone.items and not alone.create:
        known = {"name": bare}
    elif counted and set(known) <= {"topic", "name"} and "objective" not in whole.slots:
        known = {"objective": objective_in(bare)}
    elif set(known) == {"name"} and "name" in whole.slots:
        known = {}
    elif (
        not (known or alone.items or alone.acts or alone.create or alone.flags) and "topic" not in whole.slots
    ):
        thing = topic_in(bare)
        known = {} if thing.casefold() in PLACEHOLDERS else {"topic": thing}
    for slot, value in known.items():
        whole.slots[slot] = value
        whole.evidence[slot] = part
    whole.items += alone.items
    whole.clear += alone.clear
    whole.only = whole.only or alone.only
    if "deliverables" in alone.evidence:
        whole.evidence.setdefault("deliverables", alone.evidence["deliverables"])


def _is_title(part: str) -> bool:
    """Written as names are: every word of weight begins with a capital or is a number, and one is a capital."""
    tokens = tokenise(part)
    weighty = [token.text for token in tokens if token.symbol not in SMALL]
    named = [word for word in weighty if word[:1].isupper()]
    return (
        len(tokens) > 1
        and len(named) >= 1
        and all(word[:1].isupper() or word[:1].isdigit() for word in weighty)
    )


def told(reading: Reading) -> int:
    """How many of the texts that a draft must have it fills."""
    return sum(slot in reading.slots for slot in TOLD)
