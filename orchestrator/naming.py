"""Finding a campaign by its name as it was said: spelling, word order, sound and numbers may differ."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

import jellyfish
from rapidfuzz import fuzz

from prompts import number_words

SOUND = 0.96
"""What an equal sound is worth beside the spelling: "summer sail" is Summer Sale, if none has that name."""
PART = 80.0
"""The most that a part of a name can score: enough to be offered as the nearest, not to be taken unasked."""

REMEMBERED = 10_000
"""Names whose spelling and sound are kept: a workspace's are compared with at every name that is said."""

_LEADING = re.compile(r"^(?:the|my|our|that|this)\s+")
_TRAILING = re.compile(r"\s+(?:campaign|campaigns|draft|one)$")


def score(said: str, name: str) -> float:
    """0 to 100: how surely `said` means the campaign called `name`."""
    wanted = _spelled(name)
    return max((_score(form, wanted) for form in _forms(said) if form), default=0.0)


def scores(said: str, names: Mapping[str, str]) -> dict[str, float]:
    """`score` of every name, under its key. Takes some 10 ms a thousand new names: call it off the event loop."""
    return {key: score(said, name) for key, name in names.items()}


def _forms(said: str) -> Iterable[str]:
    """What was said, and without the words that people put around a name."""
    spelled = _spelled(said)
    yield spelled
    yield _TRAILING.sub("", _LEADING.sub("", spelled))


def _score(said: str, name: str) -> float:
    spelling = max(fuzz.ratio(said, name), fuzz.token_sort_ratio(said, name))
    sound = SOUND * fuzz.ratio(_sound(said), _sound(name))
    # Consonants alone make unlike words alike, so the spelling must agree half way.
    heard = sound if spelling >= 50 else 0.0
    part = min(PART, fuzz.token_set_ratio(said, name))
    return max(spelling, heard, part)


@lru_cache(REMEMBERED)
def _spelled(text: str) -> str:
    words = re.findall(r"[^\W_]+", text.casefold().replace("'", "").replace("’", ""))
    return " ".join(number_words(int(w)) if w.isascii() and w.isdigit() and len(w) < 5 else w for w in words)


@lru_cache(REMEMBERED)
def _sound(text: str) -> str:
    return " ".join(jellyfish.metaphone(word) for word in text.split())
