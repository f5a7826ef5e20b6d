"""Digits as callers give them: keyed in, or said one by one."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

_WORDS = {
    "zero": "0",
    "oh": "0",
    "o": "0",
    "nought": "0",
    "null": "0",
    "one": "1",
    "won": "1",
    "two": "2",
    "too": "2",
    "to": "2",
    "three": "3",
    "four": "4",
    "for": "4",
    "fore": "4",
    "far": "4",
    "free": "3",
    "tree": "3",
    "five": "5",
    "six": "6",
    "seven": "7",
    "eight": "8",
    "ate": "8",
    "nine": "9",
    "niner": "9",
}
_TENS = {
    "twenty": "2",
    "thirty": "3",
    "forty": "4",
    "fifty": "5",
    "sixty": "6",
    "seventy": "7",
    "eighty": "8",
    "ninety": "9",
}
_TEENS = {
    "ten": "10",
    "eleven": "11",
    "twelve": "12",
    "thirteen": "13",
    "fourteen": "14",
    "fifteen": "15",
    "sixteen": "16",
    "seventeen": "17",
    "eighteen": "18",
    "nineteen": "19",
}
_TIMES = {"double": 2, "treble": 3, "triple": 3}
_SOUNDALIKES = frozenset({"to", "too", "for", "fore", "far", "free", "tree", "won", "ate", "o", "oh"})
"""Digits only among digits: "to" is a word of its own elsewhere."""


def digits_in(said: str) -> str:
    """All digits of the utterance in order: "my pin is one two, double three" is 1233; "" without any."""
    words = re.findall(r"[a-z]+|\d+", said.casefold())
    plain = [word for word in words if word not in _SOUNDALIKES]
    counted = sum(word in _WORDS or word in _TENS or word in _TEENS or word.isdigit() for word in plain)
    if not counted:
        return ""
    return "".join(_each(_from_first(words)))


def _from_first(words: list[str]) -> list[str]:
    """Without what stands before the first clear digit, its soundalikes apart: "call me on two to one"."""
    for at, word in enumerate(words):
        if word.isdigit() or word in _TENS or word in _TEENS or word in _TIMES:
            return words[at:]
        if word in _WORDS and word not in _SOUNDALIKES:
            return words[at:]
        if word in _SOUNDALIKES and all(_is_digit(other) for other in words[at:]):
            return words[at:]
    return []


def _is_digit(word: str) -> bool:
    return word.isdigit() or word in _WORDS or word in _TENS or word in _TEENS or word in _TIMES


def _each(words: list[str]) -> list[str]:
    found: list[str] = []
    times = 1
    for at, word in enumerate(words):
        if word in _TIMES:
            times = _TIMES[word]
            continue
        if word.isdigit():
            found.append(word * times if len(word) == 1 else word)
        elif word in _TENS:
            follows = words[at + 1] if at + 1 < len(words) else ""
            unit = follows in _WORDS and _WORDS[follows] != "0"
            found.append(_TENS[word] if unit else _TENS[word] + "0")
        elif word in _TEENS:
            found.append(_TEENS[word])
        elif word in _WORDS:
            found.append(_WORDS[word] * times)
        times = 1
    return found


_LEADS = (
    "",
    "",
    "",
    "",
    "it's",
    "it is",
    "my pin is",
    "the pin is",
    "my number is",
    "the number is",
    "call me at",
)
_BESIDE = (
    *("never mind", "i don't know", "i don't know it", "i have no pin", "what pin", "one moment please"),
    *("goodbye", "hello", "can you repeat that", "let me talk to a person", "yes", "no"),
)
"""What else is said when digits are asked for; more would be heard into the digits."""
_PLAIN = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def digit_sentences(rng: random.Random, n: int) -> Iterator[str]:
    """Yields `n` PINs and telephone numbers as people say them: what the ear expects when one is asked for."""
    for _ in range(n):
        if rng.random() < 0.01:
            yield rng.choice(_BESIDE)
            continue
        words = [rng.choice(_LEADS)] if rng.random() < 0.3 else []
        if rng.random() < 0.05:
            words.append("plus")
        words += [_one(rng) for _ in range(rng.choice((4, 4, 4, 4, 5, 6, 7, 7, 8, 10, 11, 12)))]
        yield " ".join(word for word in words if word)


def _one(rng: random.Random) -> str:
    kind = rng.random()
    digit = rng.choice((*_PLAIN, rng.choice(("zero", "oh"))))
    if kind < 0.9:
        return digit
    if kind < 0.95:
        return f"double {digit}"
    if kind < 0.98:
        return f"{rng.choice(tuple(_TENS))} {rng.choice(_PLAIN)}"
    return rng.choice(tuple(_TEENS))
