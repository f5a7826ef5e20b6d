"""Lists of things to make in speech without punctuation: where in a running free text such a list begins."""

from __future__ import annotations

from collections.abc import Sequence

from agent.offline.automaton import automaton
from agent.offline.surroundings import VAGUE, counts
from agent.offline.tokens import Token

RUN_ITEMS = frozenset({"item"})
"""Fragments that may begin a list in the middle of a breath."""
_NAME_ENDS = frozenset(
    (
        *("cut_by", "one_more", "anew", "struck", "restored", "every", "scaled", "too_much"),
        *("suffices", "scale", "and_one", "mended_number", "same_for", "added_so", "none_of", "spared"),
        *("all_dropped", "exchanged", "anew_so", "counted_late"),
    )
)
"""Changes that end a name in the middle of a breath where they name the thing: "nice and take one off the posts"."""
_TEXTS = frozenset({"topic", "objective", "audience", "name", "goals", "products", "about_for"})
_OWNED = frozenset(
    (
        *("our", "my", "your", "their", "his", "her", "its", "the", "these", "those"),
        *("of", "in", "from", "every", "per", "first", "next", "last", "than", "between", "over", "by"),
    )
)
"""Before a number it counts what there is already, or what is won: "our three videos", "more than five posts"."""
_WINNING = frozenset(
    (
        *("sell", "sold", "selling", "shift", "shifting", "move", "moving", "flog", "flogging", "win"),
        *("gain", "gaining", "reach", "reaching", "raise", "raising", "earn", "hit", "hitting", "attract"),
        *("collect", "receive", "publish", "publishing", "share", "rent", "print", "ship", "shipping", "buy"),
        *("teach", "fill", "book", "booking", "offer", "offering", "download", "watch", "read", "see"),
        *("about", "winning"),
    )
)
"""What is done with a number of things that are no deliverables: "sell forty posters"."""
_RUNS_ON = frozenset(
    {"and", "plus", "then", "with", "thanks", "thank", "please", "or", "that", "as", "so", "oh"}
)
_MENTIONS = frozenset(
    {"list_lead", "channel_list", "about_for", "item", "bare_number", "bare_amount", "filler"}
)
"""Fragments that tell nothing of what stands before them."""


def in_run(mode: str, tokens: Sequence[Token], at: int, end: int, running: bool) -> bool:
    """Whether a counted thing in [at, end) ends the free text of the slot `mode`, of which words ran before.

    `running`: some did. Only where nobody punctuated; what stands there must read as a list and not as something that
    is won or owned.
    """
    if mode not in _TEXTS or not running or _is_punctuated(tokens):
        return False
    symbols = [token.symbol for token in tokens]
    before = symbols[at - 1]
    if before in _OWNED or before in _WINNING or not ends_there(symbols, end):
        return False
    if is_behind_thing(symbols, at - 1 if before in _LINKS else at):
        return False
    listed = _list_goes_on(symbols, end)
    if symbols[at] in ("a", "an", "one") and not listed and not _is_vague(symbols, at):
        return False
    if not (_counts(symbols, at) or (symbols[at] in ("a", "an") and listed)):
        return False
    return mode != "objective" or listed or any(_counts(symbols, n) for n in range(max(0, at - 10), at))


def _is_punctuated(tokens: Sequence[Token]) -> bool:
    """Whether somebody typed punctuation; that of labels was put there or says nothing of the rest."""
    labels = {at for at, token in enumerate(tokens) if token.symbol.endswith(":")}
    return any(
        token.after and at not in labels and at + 1 not in labels for at, token in enumerate(tokens[:-1])
    )


def _is_vague(symbols: Sequence[str], at: int) -> bool:
    return tuple(symbols[at : at + 2]) in VAGUE


def _counts(symbols: Sequence[str], at: int) -> bool:
    if at >= len(symbols):
        return False
    hundreds = symbols[at + 1 : at + 2] in (["hundred"], ["thousand"]) and symbols[at] in ("a", "one")
    return counts(symbols, at) or _is_vague(symbols, at) or symbols[at] in _TENS or hundreds


_TENS = frozenset(
    (
        *("thirteen", "fourteen", "sixteen", "seventeen", "eighteen", "nineteen"),
        *("sixty", "seventy", "eighty", "ninety"),
    )
)


_LINKS = frozenset({"and", "plus", "then", "also", "with", "or", "maybe"})


def is_behind_thing(symbols: Sequence[str], at: int) -> bool:
    """Whether the words before `at` end in something that can be made."""
    machine = automaton()
    return any(
        rule.name == "item" and stop == at
        for first in range(max(0, at - 2), at)
        for rule, stop in machine.matches(symbols, first)
    )


def ends_there(symbols: Sequence[str], end: int) -> bool:
    """Whether what is counted ends: "four banners plus …", not "a hundred email sign ups"."""
    if end >= len(symbols) or symbols[end] in _RUNS_ON:
        return True
    if _list_goes_on(symbols, end):
        return True
    return any(rule.name not in _MENTIONS for rule, _ in automaton().matches(symbols, end))


def _list_goes_on(symbols: Sequence[str], end: int) -> bool:
    """Whether another counted thing follows, with or without a small word between."""
    at = end
    while at < len(symbols) and symbols[at] in _LINKS:
        at += 1
    counted = at < len(symbols) and (_counts(symbols, at) or symbols[at] in ("a", "an", "some"))
    return counted and any(rule.name == "item" for rule, _ in automaton().matches(symbols, at))


def goes_noun_first(symbols: Sequence[str], at: int) -> bool:
    """Whether the number before `at` belongs to the thing before it, as in "emails three flyers two"."""
    ends = [stop for rule, stop in automaton().matches(symbols, at) if rule.name == "item"]
    if not ends or counts(symbols, at):
        return True
    return any(
        symbols[stop : stop + 1] in (["none"], ["zero"])
        or (_counts(symbols, stop) and goes_noun_first(symbols, stop + 1))
        for stop in ends
    )


def leads_to_list(mode: str, tokens: Sequence[Token], at: int, end: int) -> bool:
    """Whether small words in [at, end) stand between a free text of the slot `mode` and a list."""
    symbols = [token.symbol for token in tokens]
    stops = [stop for rule, stop in automaton().matches(symbols, end) if rule.name == "item"]
    return bool(stops) and at > 0 and in_run(mode, tokens, end, max(stops), running=True)


def begins_list(symbols: Sequence[str], at: int) -> bool:
    """Whether a counted thing stands there, whole."""
    if not (_counts(symbols, at) or symbols[at : at + 1] in (["a"], ["an"])):
        return False
    return any(
        rule.name == "item" and ends_there(symbols, stop) for rule, stop in automaton().matches(symbols, at)
    )


def mentions_thing(symbols: Sequence[str]) -> bool:
    """Whether something that can be made is named among the words."""
    found = (rule for at in range(len(symbols)) for rule, _ in automaton().matches(symbols, at))
    return any(rule.name == "item" for rule in found)


def counts_thing(symbols: Sequence[str]) -> bool:
    """Whether things that can be made are counted among the words, and nothing goes on behind them."""
    return any(
        (_counts(symbols, at) or symbols[at] in ("a", "an"))
        and any(
            rule.name == "item" and ends_there(symbols, stop)
            for rule, stop in automaton().matches(symbols, at)
        )
        for at in range(len(symbols))
    )


def ends_spoken_name(rule: str, symbols: Sequence[str], at: int, end: int) -> bool:
    """Whether a change of what is to be made ends the name that runs: it says of which thing."""
    return rule in _NAME_ENDS and mentions_thing(symbols[at:end])
