"""A correction that changes nothing was not heard right: the ear's other readings are looked at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from agent.offline.dialogue import Dialogue
from agent.offline.reading import Reading
from agent.offline.understand import TEXT_SLOTS, understand

_UNENDED = frozenset(
    {
        *(
            "a",
            "an",
            "the",
            "of",
            "to",
            "and",
            "or",
            "for",
            "with",
            "by",
            "at",
            "on",
            "in",
            "that",
            "this",
            "is",
        ),
        *("my", "our", "your", "us", "me", "it", "plus", "called", "named"),
    }
)


def reread(dialogue: Dialogue, reading: Reading) -> Reading:
    """The reading, or that of an alternative hearing which says something new of the same text.

    Who says "call it Green Days" after "Spring Days" was taken and read back means something else; and who says it
    once more means not what was made of it then either.
    """
    campaign = dialogue.campaign
    if campaign is None or not dialogue.alternatives or not _only_texts(reading):
        return reading
    current = _plain({slot: campaign.get(slot) or "" for slot in reading.slots})
    readings = [reading, *_others(dialogue, reading)]
    tried = next((at for at, one in enumerate(readings) if _plain(one.slots) == current), None)
    said_again = dialogue.heard in dialogue.before[-1:]
    if tried is None or (tried > 0 and not said_again):
        return reading
    return readings[(tried + 1) % len(readings)]


def _others(dialogue: Dialogue, reading: Reading) -> Iterator[Reading]:
    """What the alternatives say of the same slots, each once."""
    known = [_plain(reading.slots)]
    for words in dialogue.alternatives:
        other = understand(words, dialogue.situation)
        same = _only_texts(other) and other.slots.keys() == reading.slots.keys()
        if same and _plain(other.slots) not in known and _whole(other.slots):
            known.append(_plain(other.slots))
            yield other


def _only_texts(reading: Reading) -> bool:
    texts = bool(reading.slots) and reading.slots.keys() <= TEXT_SLOTS
    return texts and not (reading.items or reading.acts or reading.create or reading.clear)


def _whole(slots: Mapping[str, Any]) -> bool:
    """Whether no text ends in the air, as "Green a" does."""
    return not any(str(value).split()[-1].casefold() in _UNENDED for value in slots.values() if value)


def _plain(slots: Mapping[str, Any]) -> dict[str, str]:
    return {slot: str(value).casefold() for slot, value in slots.items()}
