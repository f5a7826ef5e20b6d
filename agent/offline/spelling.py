"""What was spelled: which text it puts right, and where in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from jellyfish import metaphone
from rapidfuzz import fuzz

from agent.offline.letters import is_letter, spelled
from agent.offline.reading import Situation
from agent.offline.tokens import Token, tokenise

SPELLABLE = frozenset({"name", "topic", "objective", "audience", "messaging", "goals"})
ALIKE = 50.0
"""Per cent from which a word may be a mishearing of the spelled one, by its letters or by its sounds: "so" for "slow"
has 67, "zulu" for "school" 80, "them" for "gloves" 20.
"""
NEARLY = 80.0
"""Per cent of the letters of two readings of one turn that are the same: most differ by a word."""
LEAST_NEARLY = 8
"""Letters; shorter evidence is alike by chance."""
LEAST_LETTERS = 3
"""Fewer are an abbreviation: "no, it's a B."."""
_BEFORE_LETTERS = frozenset(
    (
        *("no", "nope", "sorry", "it's", "that's", "it", "is", "the", "name", "as", "in", "well"),
        *("actually", "i", "mean"),
    )
)
_AGAIN = frozenset({"no", "nope", "sorry", "actually"})
_OWNERS = ("our ", "my ", "the ")


def only_letters(tokens: Sequence[Token], situation: Situation) -> str | None:
    """What is only spelled, "no, it's B-R-O-O-T": asked for, or to be put right."""
    rest = list(tokens)
    while rest and rest[0].symbol in _BEFORE_LETTERS:
        rest = rest[1:]
    asked = situation.asks(*SPELLABLE)
    filled = any((situation.campaign or {}).get(slot) for slot in SPELLABLE)
    if len(rest) < LEAST_LETTERS or not (asked or filled) or not all(is_letter(t.symbol) for t in rest):
        return None
    return spelled(rest) or None


def spelled_slot(text: str, situation: Situation) -> str:
    """The text that the caller was just putting right, else the one that is asked for, else the name."""
    asked = str(situation.question.get("slot") or "")
    first = next((token.symbol for token in tokenise(text)), "")
    if asked == "name" and first not in _AGAIN:
        return "name"
    earlier = situation.before[-2:]
    for words in reversed(earlier[-1:]):
        if slot := _said_in(words, situation.campaign):
            return slot
    if asked in SPELLABLE:
        return asked
    return next((slot for words in earlier[:-1] if (slot := _said_in(words, situation.campaign))), "name")


def said_again(slots: Mapping[str, Any], before: str, campaign: Mapping[str, Any] | None) -> str:
    """The text that is set now and was set in the turn before, as people do who were misheard; "" when none is."""
    slot = _said_in(before, campaign)
    return slot if slot in slots else ""


def put_right(slot: str, letters: str, situation: Situation) -> str:
    """The slot's text with the spelled words in it.

    One word alone replaces the word that it was taken for ("my so curtains", spelled "slow"); several are the whole
    text, and so is a word that nothing there resembles, but for whose it is.
    """
    if slot == "name":
        return letters.title()
    word = letters.lower()
    there = str((situation.campaign or {}).get(slot) or "")
    words = there.split()
    if " " in word or not words:
        return word
    likeness = [_likeness(word, held.lower()) for held in words]
    best = max(likeness)
    if best >= ALIKE:
        words[likeness.index(best)] = word
        return " ".join(words)
    owner = next((owner for owner in _OWNERS if there.lower().startswith(owner)), "")
    return owner + word


def _likeness(word: str, other: str) -> float:
    return max(fuzz.ratio(word, other), fuzz.ratio(metaphone(word), metaphone(other)))


def said_before(situation: Situation) -> str:
    """The text that the turn before has set; "" for none, or several."""
    return _said_in(situation.before[-1], situation.campaign) if situation.before else ""


def _said_in(words: str, campaign: Mapping[str, Any] | None) -> str:
    """The one text that these words gave the draft, and the name before any other."""
    slots: Mapping[str, Any] = (campaign or {}).get("slots") or {}
    heard = words.casefold()
    filled = [slot for slot in slots if slot in SPELLABLE and _stands_in(_evidence(slots[slot]), heard)]
    if "name" in filled:
        return "name"
    return filled[0] if len(filled) == 1 else ""


def _stands_in(evidence: str, heard: str) -> bool:
    """Also when the words were taken as the ear had nearly heard them: "it's about my done" for "… my to"."""
    nearly = len(evidence) >= LEAST_NEARLY and fuzz.partial_ratio(evidence, heard) >= NEARLY
    return nearly or evidence in heard


def _evidence(slot: Mapping[str, Any]) -> str:
    """What nothing was said for stands in no words."""
    return str(slot.get("evidence") or "").strip().casefold() or "\0"
