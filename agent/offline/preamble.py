"""What people say before their wish or instead of one: greetings, who they are, small talk, ways of leading in.

It is answered in kind when it stands alone, and is never a slot's value.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from agent.offline.tokens import Token
from orchestrator.assent import PRAISE

_ONLY_FIRST = frozenset({"introduced", "told", "ready", "cost", "wished", "duration"})
"""In the middle of an interview these may well be answers."""
_SOME = re.compile(r"<some:(\d,\d)>")
_PART = re.compile(r"<(\w+)>")


@dataclass(frozen=True, slots=True)
class Preamble:
    """`words` are its tokens from the start; `kind` its line, "" for a mere lead-in."""

    words: int
    kind: str


@dataclass(frozen=True, slots=True)
class _Openings:
    """The patterns of grammar/openings.yaml."""

    kinds: Mapping[str, Sequence[re.Pattern[str]]]
    leading_in: Sequence[re.Pattern[str]]
    connectives: re.Pattern[str]


def preamble(tokens: Sequence[Token], *, first: bool) -> Preamble:
    """What stands before the wish. `first` says that nothing is drafted and no question of a slot is open."""
    said = _marked(tokens)
    at, kinds = 0, set[str]()
    while at < len(said) and (found := _next(said[at:], first=first)) is not None:
        length, kind = found
        at += length
        kinds |= {kind} - {""}
        if kind and (more := _openings().connectives.match(said[at:])):
            at += more.end()
    words = len([word for word in said[:at].split() if word != ","])
    if not first and words < len(tokens) and kinds:
        return Preamble(0, "")
    return Preamble(words, next((kind for kind in _openings().kinds if kind in kinds), ""))


def _next(said: str, *, first: bool) -> tuple[int, str] | None:
    """The length and the kind of what leads in there."""
    for pattern in _openings().leading_in:
        if (found := pattern.match(said)) and found.end() < len(said):
            return found.end(), ""
    for kind, patterns in _openings().kinds.items():
        if kind in _ONLY_FIRST and not first:
            continue
        for one in patterns:
            if found := one.match(said):
                return found.end(), kind
    return None


@cache
def _openings() -> _Openings:
    source = yaml.safe_load((Path(__file__).parent / "grammar" / "openings.yaml").read_text("utf-8"))
    parts = {name: _joined(part) for name, part in source["parts"].items()}

    def some(found: re.Match[str]) -> str:
        return f"(?: [^ ,]+){{{found[1]}}}?<end>"

    def whole(text: str) -> str:
        text = _SOME.sub(some, _joined(text))
        while found := _PART.search(text):
            text = text[: found.start()] + parts[found[1]] + text[found.end() :]
        return text

    softly, after = parts["softly"], parts["after"]
    kinds = {
        kind: [
            re.compile(
                rf"{softly}(?:{whole(one.removesuffix('$'))})(?: (?:{after}))*{'$' if one[-1] == '$' else '(?= |$)'}"
            )
            for one in patterns
        ]
        for kind, patterns in source["kinds"].items()
    }
    clause = _joined(source["clause"])
    praised = rf"(?:oh )?(?:{PRAISE})(?: ,)? (?:(?:so|and|then|now|well|okay|ok)(?: ,)? )*(?={clause}\b)"
    leading_in = [re.compile(_joined(source["leads_in"])), re.compile(praised)]
    return _Openings(kinds, leading_in, re.compile(_joined(source["connectives"])))


def _joined(text: str) -> str:
    """A pattern that was folded over lines: a fold stands between two alternatives or two parts, never for a space."""
    return re.sub(r"\s*\n\s*", "", text)


def _marked(tokens: Sequence[Token]) -> str:
    """The words with a comma where any punctuation stood."""
    last = len(tokens) - 1
    return " ".join(
        f"{token.symbol} ," if token.after and at < last else token.symbol for at, token in enumerate(tokens)
    )
