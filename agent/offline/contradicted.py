"""A value that is taken back and said anew in one breath: "not students, young professionals"."""

from __future__ import annotations

from collections.abc import Sequence

from agent.offline.reading import Reading, Situation
from agent.offline.tokens import Token, tokenise
from agent.offline.values import as_name, cleaned, is_spoken

_SLOTS = ("audience", "name", "topic", "objective", "messaging")
_BEFORE = frozenset(
    {"wait", "no", "sorry", "oh", "actually", "oops", "hm", "well", "hang", "on", "i", "said", "meant"}
)
_BETWEEN = frozenset(
    {"but", "rather", "i", "mean", "meant", "it's", "said", "for", "make", "it", "that", "actually"}
)
_ARTICLES = frozenset({"our", "my", "the", "a", "an", "for", "about", "to"})


def contradicted(source: str, tokens: Sequence[Token], situation: Situation) -> Reading | None:
    """What stands in place of a text of the draft that is said again behind "not"; None when none is."""
    at = 0
    while at < len(tokens) and tokens[at].symbol in _BEFORE:
        at += 1
    if at >= len(tokens) or tokens[at].symbol != "not":
        return None
    said = at + 1 + _leading([token.symbol for token in tokens[at + 1 :]], _ARTICLES)
    for slot in _SLOTS:
        held = [token.symbol for token in tokenise(str((situation.campaign or {}).get(slot) or ""))]
        held = held[_leading(held, _ARTICLES) :]
        anew = said + len(held)
        if not held or [token.symbol for token in tokens[said:anew]] != held:
            continue
        words = tokens[anew:]
        words = words[_leading([token.symbol for token in words], _BETWEEN) :]
        value = cleaned(source, words) if words else ""
        if value:
            text = as_name(value, words, spoken=is_spoken(source)) if slot == "name" else value
            return Reading(slots={slot: text}, evidence={slot: source.strip()})
    return None


def _leading(symbols: Sequence[str], small: frozenset[str]) -> int:
    """How many small words begin it."""
    return next((at for at, symbol in enumerate(symbols) if symbol not in small), len(symbols))
