"""A correction that changes nothing was not heard right: the ear's other readings are looked at."""

from __future__ import annotations

from collections.abc import Mapping
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
LOOKED_BACK = 3
"""Turns in which a value that the caller has since said again is known to be wrong."""


def reread(dialogue: Dialogue, reading: Reading) -> Reading:
    """The reading, or that of an alternative hearing which says something new of the same text.

    Who says "call it Green Days" again after "Spring Days" was taken and read back means neither. What they said
    before and was taken wrong is wrong still.
    """
    campaign = dialogue.campaign
    if campaign is None or not dialogue.alternatives or not _only_texts(reading):
        return reading
    wrong = [_of(campaign, reading.slots.keys())]
    if _plain(reading.slots) != wrong[0] and dialogue.heard not in dialogue.before[-1:]:
        return reading
    before = (understand(words, dialogue.situation) for words in dialogue.before[-LOOKED_BACK:])
    wrong += [_plain(earlier.slots) for earlier in before]
    for words in dialogue.alternatives:
        other = understand(words, dialogue.situation)
        same = _only_texts(other) and other.slots.keys() == reading.slots.keys()
        if same and _plain(other.slots) not in wrong and _whole(other.slots):
            return other
    return reading


def _only_texts(reading: Reading) -> bool:
    texts = bool(reading.slots) and reading.slots.keys() <= TEXT_SLOTS
    return texts and not (reading.items or reading.acts or reading.create or reading.clear)


def _whole(slots: Mapping[str, Any]) -> bool:
    """Whether no text ends in the air, as "Green a" does."""
    return not any(str(value).split()[-1].casefold() in _UNENDED for value in slots.values() if value)


def _of(campaign: Mapping[str, Any], slots: Any) -> dict[str, str]:
    return _plain({slot: campaign.get(slot) or "" for slot in slots})


def _plain(slots: Mapping[str, Any]) -> dict[str, str]:
    return {slot: str(value).casefold() for slot, value in slots.items()}
