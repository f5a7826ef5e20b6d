"""Plausible free texts: what campaigns are about, what they are called, what they should achieve."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import cache
from pathlib import Path

import yaml


@cache
def _words() -> dict[str, tuple[str, ...]]:
    raw = yaml.safe_load((Path(__file__).parent / "grammar" / "bank.yaml").read_text("utf-8"))
    return {key: tuple(part.strip() for part in text.split(",")) for key, text in raw.items()}


def _topic(rng: random.Random) -> str:
    pick = _picker(rng)
    head = rng.choice(("our", "our new", "the new", "our", "a new", "the", "my", ""))
    middle = pick("adjective") if rng.random() < 0.4 else ""
    tail = f"for {pick('people')}" if rng.random() < 0.2 else ""
    return _squeeze(head, middle, pick("thing"), tail)


def _name(rng: random.Random) -> str:
    pick = _picker(rng)
    shape = rng.random()
    if shape < 0.35:
        return _squeeze(pick("season"), pick("event"))
    if shape < 0.55:
        return _squeeze(pick("title"), pick("event"))
    if shape < 0.75:
        return pick("occasion")
    if shape < 0.9:
        return _squeeze(pick("thing"), "launch")
    return _squeeze(*rng.sample(_words()["title"], 2))


def _objective(rng: random.Random) -> str:
    pick = _picker(rng)
    amount = pick("amount")
    shape = rng.random()
    if shape < 0.55:
        return _squeeze(amount, "new" if rng.random() < 0.4 else "", pick("outcome"))
    if shape < 0.75:
        return _squeeze(rng.choice(("sell", "get", "win", "reach", "attract")), amount, pick("outcome"))
    return _squeeze(
        pick("verb"), pick("measure"), f"by {pick('percent')} percent" if rng.random() < 0.6 else ""
    )


def _audience(rng: random.Random) -> str:
    pick = _picker(rng)
    place = f"in {pick('place')}" if rng.random() < 0.3 else ""
    return _squeeze(pick("adjective") if rng.random() < 0.2 else "", pick("people"), place)


def _message(rng: random.Random) -> str:
    return _picker(rng)("message")


_KINDS: dict[str, Callable[[random.Random], str]] = {
    "topic": _topic,
    "name": _name,
    "objective": _objective,
    "audience": _audience,
    "message": _message,
}


def filler(kind: str, rng: random.Random) -> str:
    """A text of this kind in lower case, words only. Raises KeyError for an unknown kind."""
    return _KINDS[kind](rng)


def _picker(rng: random.Random) -> Callable[[str], str]:
    return lambda key: rng.choice(_words()[key])


def _squeeze(*parts: str) -> str:
    words = " ".join(parts).split()
    return " ".join(word for at, word in enumerate(words) if word != (words[at - 1] if at else ""))
