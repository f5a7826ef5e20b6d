"""The rule for repeats: the units of one step say different things."""

from __future__ import annotations

import re
from collections.abc import Sequence

from store.words import DeliverableType
from studio.checks.reading import sentences, told, words
from studio.ports import Brief, Output

_LONG = 6
"""Words from which a sentence is noticed when it comes again; shorter ones are calls and greetings."""

_TOLERATED = 0.5
"""The share of noticed sentences that may come again: a post of four sentences ends with an invitation of two."""

_NAMED = 3
"""Repeated sentences that the verdict quotes; more would not be read."""


_PICTURES = frozenset({DeliverableType.IMAGES, DeliverableType.FLYER})


def fresh(brief: Brief, output: Output, siblings: Sequence[str]) -> list[str]:
    """Not the same sentences again, but for what the brief or the knowledge base says word for word.

    Invitations and closing lines come again in any brand's copy; a unit fails when most of it does.
    """
    if brief.type is DeliverableType.BANNER:
        return []  # a set of banners says the same in every size; its units differ in size and look
    if brief.type in _PICTURES:
        return _other_picture(output, siblings)
    seen = {key for text in siblings for sentence in sentences(text) if (key := _key(sentence))}
    source = " ".join(words(told(brief)))
    own = {
        key: sentence for sentence in sentences(output.text) if (key := _key(sentence)) and key not in source
    }
    again = [sentence for key, sentence in own.items() if key in seen]
    if len(again) <= len(own) * _TOLERATED:
        return []
    quoted = " ".join(f'"{sentence}"' for sentence in again[:_NAMED])
    return [f"It repeats what another unit of this step says: {quoted}"]


def _other_picture(output: Output, siblings: Sequence[str]) -> list[str]:
    """Pictures share brand, call and claim; two with the same words altogether are one too many."""
    own = words(output.text)
    if any(words(sibling) == own for sibling in siblings):
        return ["Another picture of this step has the very same words."]
    return []


def _key(sentence: str) -> str:
    """The sentence as it is compared; "" when it is too short, or a line that every mail carries."""
    if "{{" in sentence or re.search(r"(?i)unsubscribe|https?://|\be-?mails?\b", sentence):
        return ""
    found = words(sentence)
    return " ".join(found) if len(found) >= _LONG else ""
