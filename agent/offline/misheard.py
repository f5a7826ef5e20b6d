"""A correction that changes nothing was not heard right: the ear's other readings are looked at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from agent.offline.dialogue import Dialogue
from agent.offline.reading import Reading
from agent.offline.understand import TEXT_SLOTS, understand

_UNENDED = frozenset(
    {
        "a", "an", "the", "of", "to", "and", "or", "for", "with", "by", "at", "on", "in", "that", "this", "is", "my",
        "our", "your", "us", "me", "it", "plus", "called", "named",
    }
)  # fmt: skip

Meant = Mapping[str, str | int]
"""What a correction sets: texts by slot, quantities by deliverable type."""


def reread(dialogue: Dialogue, reading: Reading) -> Reading:
    """The reading, or that of an alternative hearing which says something new of the same text.

    Who says "call it Green Days" after "Spring Days" was taken and read back means something else; and who says it
    once more means not what was made of it then either. Words that mean nothing, or only half, are taken as they were
    nearly heard when that says all of it: "farm images", "four images".
    """
    if _half_said(reading):
        others = (understand(words, dialogue.situation) for words in dialogue.alternatives)
        return next((one for one in others if _says_all(one, reading)), reading)
    campaign = dialogue.campaign
    if campaign is None or not dialogue.alternatives or not _only_sets(reading):
        return reading
    there = _there(campaign)
    readings = [reading, *_others(dialogue, reading)]
    tried = next((at for at, one in enumerate(readings) if _meant(one).items() <= there.items()), None)
    said_again = dialogue.heard in dialogue.before[-1:]
    if tried is None or (tried > 0 and not said_again):
        return reading
    return readings[(tried + 1) % len(readings)]


def _others(dialogue: Dialogue, reading: Reading) -> Iterator[Reading]:
    """What the alternatives say of the same slots or of as many deliverables, each once."""
    known = [_meant(reading)]
    for words in dialogue.alternatives:
        other = understand(words, dialogue.situation)
        same = _only_sets(other) and other.slots.keys() == reading.slots.keys()
        alike = same and len(other.items) == len(reading.items) and _meant(other) not in known
        if alike and _whole(other.slots):
            known.append(_meant(other))
            yield other


def _half_said(reading: Reading) -> bool:
    other = reading.acts or reading.create or reading.flags or reading.asks or reading.campaign
    return not other and (bool(reading.rest) or not reading.fills)


def _says_all(other: Reading, reading: Reading) -> bool:
    """Whether every word of it has its meaning, and nothing that was heard of the reading is gone."""
    known = {item.type for item in reading.items} <= {item.type for item in other.items}
    return _only_sets(other) and not other.rest and known and reading.slots.keys() <= other.slots.keys()


def _only_sets(reading: Reading) -> bool:
    """Whether it says what texts or what quantities shall be, and nothing else."""
    texts = bool(reading.slots) and reading.slots.keys() <= TEXT_SLOTS and not reading.items
    counted = all(item.change == "set" and item.quantity for item in reading.items)
    items = bool(reading.items) and counted and not (reading.slots or reading.only)
    return (texts or items) and not (reading.acts or reading.create or reading.clear)


def _whole(slots: Mapping[str, Any]) -> bool:
    """Whether no text ends in the air, as "Green a" does."""
    return not any(str(value).split()[-1].casefold() in _UNENDED for value in slots.values() if value)


def _meant(reading: Reading) -> Meant:
    return {**_plain(reading.slots), **{item.type: item.quantity or 0 for item in reading.items}}


def _there(campaign: Mapping[str, Any]) -> Meant:
    owed = {str(item["type"]): int(item["quantity"]) for item in campaign.get("deliverables") or ()}
    return {**_plain({slot: campaign.get(slot) or "" for slot in TEXT_SLOTS}), **owed}


def _plain(slots: Mapping[str, Any]) -> dict[str, str]:
    return {slot: str(value).casefold() for slot, value in slots.items()}
