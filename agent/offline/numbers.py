"""Spoken and written numbers."""

from __future__ import annotations

from collections.abc import Sequence

UNITS = {
    **{
        word: n
        for n, word in enumerate(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"], 1)
    },
    **{
        word: n
        for n, word in enumerate(
            (
                *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
                *("eighteen", "nineteen"),
            ),
            10,
        )
    },
    **{
        word: n * 10
        for n, word in enumerate(
            ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2
        )
    },
    "zero": 0,
    "a": 1,
    "an": 1,
    "single": 1,
    "couple": 2,
    "pair": 2,
    "few": 3,
    "trio": 3,
    "several": 4,
    "handful": 5,
}
HOMOPHONES = {
    "for": 4,
    "fore": 4,
    "far": 4,
    "to": 2,
    "too": 2,
    "tan": 10,
    "ate": 8,
    "won": 1,
    "tree": 3,
    "sex": 6,
    "fife": 5,
}
"""What the recogniser writes when a number is spoken; believed only where a number must stand."""
_SOME = frozenset({"single", "couple", "pair", "few", "trio", "handful"})
_SCALES = {"thousand": 1_000, "million": 1_000_000}


def number(words: Sequence[str]) -> int | None:
    """The value of a number's words, lower case ("twenty", "five", "hundred"), or None when they are none."""
    if len(words) == 1 and words[0][:1] in "$€£0123456789":
        return _digits(words[0])
    if not words:
        return None
    total = current = 0
    seen = False
    for word in words:
        if word in ("and", "of"):
            continue
        if word == "half":
            return 500_000 if "million" in words else 6
        if word == "hundred":
            current = (current or 1) * 100
        elif word == "dozen":
            current = (current or 1) * 12
        elif word in _SCALES:
            total, current = total + (current or 1) * _SCALES[word], 0
        elif word in UNITS:
            current += UNITS[word]
        elif word in HOMOPHONES:
            current += HOMOPHONES[word]
        else:
            return None
        seen = True
    # "a couple" is two and "a few" three: the article is no part of the sum.
    if words[0] == "a" and len(words) > 1 and words[1] in _SOME:
        current -= 1
    return total + current if seen else None


def _digits(text: str) -> int | None:
    plain = text.lower().strip("$€£%").replace(",", "")
    scale = {"k": 1_000, "m": 1_000_000}.get(plain[-1:], 1)
    try:
        return round(float(plain.rstrip("km")) * scale)
    except ValueError:
        return None
