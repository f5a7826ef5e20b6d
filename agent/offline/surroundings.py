"""What the words beside a fragment tell of it."""

from __future__ import annotations

from collections.abc import Sequence

from agent.offline.automaton import automaton
from agent.offline.grammar import Rule
from agent.offline.tokens import Token

_ABBREVIATED = frozenset({"st", "dr", "mr", "mrs", "ms", "vs", "no", "inc", "ltd", "co"})


def ends_sentence(tokens: Sequence[Token], at: int) -> bool:
    """Whether a sentence ends before this word; "St. Mary's" has none inside."""
    before = tokens[at - 1]
    if before.quoted and tokens[at].quoted:
        return False
    return bool(set(before.after) & set(".!?;\n")) and not (
        before.after == "." and before.symbol in _ABBREVIATED
    )


def is_roughly(symbols: Sequence[str], at: int) -> bool:
    """Whether "about" stands before a number: "that's about 1.5k euros" tells no topic."""
    article = at < len(symbols) and symbols[at] in ("a", "an")
    return counts(symbols, at) or (
        article and symbols[at + 1 : at + 2] in (["hundred"], ["thousand"], ["dozen"], ["million"])
    )


def is_of_things(symbols: Sequence[str], at: int, end: int) -> bool:
    """Whether the number in [at, end) counts what can be made: "I need six photos" is no objective."""
    first = next((n for n in range(at, end) if counts(symbols, n) or symbols[n] in _ARTICLES), end)
    return any(rule.name == "item" for rule, stop in automaton().matches(symbols, first) if stop > end)


_ARTICLES = frozenset({"a", "an", "half", "single", "several"})
CREATING = frozenset({"create", "channel_campaign", "create_titled", "wanted"})


def names_next(tokens: Sequence[Token], end: int) -> bool:
    """Whether a name stands beside "campaign": quoted, or capitalised between commas."""
    if end >= len(tokens):
        return False
    beside = set(tokens[end - 1].after) <= {",", ":"} and is_titled(tokens, end)
    return tokens[end].quoted or beside


_NEVER_TITLES = frozenset({"i", "i'd", "i'm", "i'll", "i've"})


def is_titled(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word stands there as names are typed: capitalised, and neither a channel nor a thing to make."""
    if at >= len(tokens) or not tokens[at].text[:1].isupper() or tokens[at].symbol in _NEVER_TITLES:
        return False
    symbols = [token.symbol for token in tokens]
    return not any(rule.name in ("item", "channel_list") for rule, _ in automaton().matches(symbols, at))


def ends_name(rule: Rule, mode: str, tokens: Sequence[Token], at: int, end: int) -> bool:
    """Whether "for" ends the name that was typed before it: "Tidal for surf lessons", not "Gear Up for Summer"."""
    return (
        rule.name == "about_for"
        and mode == "name"
        and 0 < at < end < len(tokens)
        and tokens[at - 1].text[:1].isupper()
        and tokens[end].text[:1].islower()
        and tokens[at].text.islower()
    )


SPANS = frozenset(
    (
        *("years", "year", "months", "month", "weeks", "week", "days", "day"),
        *("ages", "decades", "hours", "generations"),
    )
)


def is_span_of_time(symbols: Sequence[str], at: int) -> bool:
    """Whether "for" tells how long: "for like twelve years", "for ages"."""
    return any(symbol in SPANS for symbol in symbols[at : at + 4]) and (
        symbols[at] in ("ages", "like", "over", "about", "almost", "nearly", "some", "a", "decades", "years")
        or counts(symbols, at)
    )


def counts_things(symbols: Sequence[str], at: int, end: int) -> bool:
    """Whether the number that ends there counts a deliverable: "we need six photos" is no objective."""
    machine = automaton()
    return any(
        rule.name == "item" and stop > end
        for start in range(at, end)
        for rule, stop in machine.matches(symbols, start)
    )


def runs_on_to_thing(tokens: Sequence[Token], symbols: Sequence[str], end: int) -> bool:
    """Whether the number that ends there counts the thing behind it: "some pictures, maybe six posts"."""
    if end >= len(tokens) or tokens[end - 1].after:
        return False
    return any(rule.name == "item" and stop > end for rule, stop in automaton().matches(symbols, end - 1))


def runs_on(tokens: Sequence[Token], end: int) -> bool:
    """Whether a number is followed by what it counts: "actually a hundred and ten cabins" corrects no deliverable."""
    if end >= len(tokens) or tokens[end - 1].after:
        return False
    last = tokens[end - 1].symbol
    if tokens[end].symbol == "and":
        return counts([token.symbol for token in tokens], end + 1)
    counted = last == "0" or last in NUMBERS or last in ("hundred", "thousand", "dozen")
    return counted and tokens[end].symbol not in ("please", "instead", "of", "thanks", "then", "not")


VAGUE = frozenset({("a", "couple"), ("a", "few"), ("a", "dozen"), ("half", "a"), ("a", "pair")})
NUMBERS = frozenset(
    (
        *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
        *("twelve", "fifteen", "twenty", "thirty", "forty", "fifty"),
    )
)


def counts(symbols: Sequence[str], at: int) -> bool:
    return at < len(symbols) and (symbols[at] == "0" or symbols[at] in NUMBERS)
