"""Words spelled letter by letter, or by the phonetic alphabet."""

from __future__ import annotations

from collections.abc import Sequence

from agent.offline.tokens import Token

_PHONETIC = frozenset(
    {
        *("alpha", "alfa", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel", "india"),
        *("juliet", "juliett", "kilo", "lima", "mike", "november", "oscar", "papa", "quebec", "romeo"),
        *("sierra", "tango", "uniform", "victor", "whiskey", "whisky", "xray", "x-ray", "yankee", "zulu"),
    }
)


def is_letter(symbol: str) -> bool:
    """A letter, a word of the phonetic alphabet, or "space"."""
    return len(symbol) == 1 or symbol in _PHONETIC or symbol == "space"


def spelled(tokens: Sequence[Token]) -> str:
    """The name that is spelled letter by letter or by the phonetic alphabet; empty when it is no spelling."""
    letters: list[str] = []
    for token in tokens:
        symbol = token.symbol
        if symbol == "space":
            letters.append(" ")
        elif is_letter(symbol):
            letters.append(symbol[0])
    named = "".join(letters).title()
    return named if len(named) > 1 else ""
