"""A text put right by saying what it is not: "not students, young professionals", "Spirit Walk instead of Boo York"."""

from __future__ import annotations

from collections.abc import Sequence

from agent.offline.reading import Situation
from agent.offline.tokens import Token

REPLACEABLE = ("audience", "name", "topic", "objective", "messaging", "goals")
_BEFORE_NOT = frozenset({"wait", "no", "nope", "sorry", "actually", "oh", "it's", "that's", "hang", "on"})
_BETWEEN = frozenset({"but", "rather", "and", "no", "sorry"})
_ARTICLES = frozenset({"our", "my", "the", "a", "an"})
_BEHIND = (("not",), ("and", "not"), ("instead", "of"), ("rather", "than"))


def said_instead(source: str, tokens: Sequence[Token], situation: Situation) -> tuple[str, str] | None:
    """The slot whose text is denied, and the words that stand in its place; None when nothing is denied."""
    symbols = [token.symbol for token in tokens]
    for slot in REPLACEABLE:
        held = str((situation.campaign or {}).get(slot) or "").casefold().split()
        held = held[1:] if len(held) > 1 and held[0] in _ARTICLES else held
        at = _place(symbols, held)
        if at is None:
            continue
        first, last = _exchanged(symbols, at, at + len(held)) or _beside(symbols, at, at + len(held))
        if first < last:
            return slot, source[tokens[first].start : tokens[last - 1].end]
    return None


_EXCHANGING = frozenset({"switch", "change", "swap", "replace", "exchange", "turn", "trade"})
_FOR = frozenset({"to", "with", "for", "into", "by"})


def _exchanged(symbols: Sequence[str], start: int, end: int) -> tuple[int, int] | None:
    """The words behind "switch … to"; None when nothing is switched."""
    before = [symbol for symbol in symbols[:start] if symbol not in _ARTICLES]
    if before[-1:] and before[-1] in _EXCHANGING and end + 1 < len(symbols) and symbols[end] in _FOR:
        return end + 1, len(symbols)
    return None


def _place(symbols: Sequence[str], held: Sequence[str]) -> int | None:
    if not held:
        return None
    places = range(len(symbols) - len(held) + 1)
    return next((at for at in places if list(symbols[at : at + len(held)]) == list(held)), None)


def _beside(symbols: Sequence[str], start: int, end: int) -> tuple[int, int]:
    """The words behind "not …", or before "… not that"."""
    before = [
        symbol for symbol in symbols[:start] if symbol not in _BEFORE_NOT | _ARTICLES | {"for", "about"}
    ]
    if before == ["not"]:
        while end < len(symbols) and symbols[end] in _BETWEEN:
            end += 1
        return end, len(symbols)
    if end == len(symbols):
        while start and symbols[start - 1] in _ARTICLES:
            start -= 1
        for link in _BEHIND:
            if tuple(symbols[start - len(link) : start]) == link and start > len(link):
                return 0, start - len(link)
    return 0, 0
