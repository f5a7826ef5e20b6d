"""What is read differently than it stands: numbers said anew, labels without their colons, a plus before a number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from agent.offline.numbers import number
from agent.offline.tokens import Token
from agent.offline.values import SMALL

_REPAIRS = frozenset({"no", "sorry", "wait", "rather", "mean", "actually", "i", "make", "that", "hang", "on"})
_TELLING = frozenset({"no", "sorry", "wait", "rather", "mean", "actually"})
_HESITATIONS = frozenset({"uh", "um", "er", "erm"})
_UNITS = 10
_LABELS = frozenset(
    {"name", "title", "topic", "objective", "goal", "audience", "message", "deliverables", "deadline"}
)
LEAST_LABELS = 2
"""Of them in an utterance without punctuation; fewer may be meant otherwise."""
_NO_LABEL_BEHIND = frozenset(
    {"the", "a", "our", "my", "its", "as", "that", "this", "is", "new", "same", "change", "to"}
)


_WRITTEN_SHORT = (
    (re.compile(r"\s*(?:[-=]>|→)\s*"), " becomes "),
    (re.compile(r"^\s*\+\s*(?=\w)"), "add "),
    (re.compile(r"(?<=[a-z])\s*\+\s*(?=\d+\W*$)"), " plus "),
    (re.compile(r"\btryna\b", re.IGNORECASE), "trying to"),
    (re.compile(r"\blemme\b", re.IGNORECASE), "let me"),
    (
        re.compile(r"\bits (?=(?:a|an|the|our|my|for|about|called|named|not|going|to)\b)", re.IGNORECASE),
        "it's ",
    ),
    (re.compile(r"\b4 (?=(?:my|our|the|this|ur|your|a|an|me|us)\b)", re.IGNORECASE), "for "),
)


_SHORT = re.compile(r"[+>→4]|\bits\b|\btryna\b|\blemme\b", re.IGNORECASE)


def spelled_out(text: str) -> str:
    """What is typed short in full: "+2 flyers" and "flyers +2" add two, "4 my shop" is for it."""
    if _SHORT.search(text) is not None:
        for pattern, full in _WRITTEN_SHORT:
            text = pattern.sub(full, text)
    return text


_THINGS = frozenset(
    (
        *("video", "banner", "flyer", "poster", "leaflet", "jingle", "newsletter", "blog", "plan", "post"),
        *("one", "two", "three", "four", "five", "six", "eight", "ten"),
    )
)
_JUDGED = frozenset(
    (
        *("out", "off", "too", "a", "not", "fine", "gone", "way", "far", "overkill", "no", "over", "so"),
        *("unnecessary", "excessive", "rather", "missing", "enough", "plenty", "right", "better"),
    )
)


def unlinked(tokens: list[Token]) -> list[Token]:
    """Puts "the video's too much" in the words "video is": what follows judges it, and is nothing of its own."""
    words: list[Token] = []
    for at, token in enumerate(tokens):
        thing = token.symbol.removesuffix("'s")
        following = tokens[at + 1].symbol if at + 1 < len(tokens) and not token.after else ""
        if thing == token.symbol or thing not in _THINGS or following not in _JUDGED:
            words.append(token)
            continue
        cut = token.end - 2
        words.append(replace(token, text=token.text[:-2], symbol=thing, end=cut))
        words.append(replace(token, text=token.text[-2:], symbol="is", start=cut))
    return words


def renumbered(tokens: list[Token]) -> list[Token]:
    """Without the first of two numbers when it is taken back: "three no two banners", "forty er fifty"."""
    kept: list[Token] = []
    at = 0
    while at < len(tokens):
        end = _number_end(tokens, at)
        again = _said_again(tokens, at, end) if end > at else 0
        if again:
            at = again
            continue
        kept.append(tokens[at])
        at += 1
    return kept


def _number_end(tokens: Sequence[Token], at: int) -> int:
    """Where the number that begins there ends; `at` itself when none does, or one is under way."""
    if at and _counts(tokens[at - 1]):
        return at
    end = at
    while end < len(tokens) and _counts(tokens[end]) and (end == at or not tokens[end - 1].after):
        end += 1
    return end


def _counts(token: Token) -> bool:
    word = token.text.casefold()
    return word not in ("a", "an", "for", "to", "too", "ate", "won") and number([word]) is not None


def _said_again(tokens: Sequence[Token], at: int, end: int) -> int:
    """Where the number that replaces [at, end) begins; 0 when none does."""
    then = end
    said: set[str] = set()
    while then < len(tokens) and tokens[then].symbol in _REPAIRS | _HESITATIONS:
        said.add(tokens[then].symbol)
        then += 1
    stop = _number_end(tokens, then) if then > end else then
    if stop == then:
        return 0
    if said & _TELLING:
        return then
    first = number([token.text.casefold() for token in tokens[at:end]])
    second = number([token.text.casefold() for token in tokens[then:stop]])
    goes_on = first is None or second is None or (first >= 2 * _UNITS and second < _UNITS)
    return 0 if goes_on or not said & _HESITATIONS else then


def labelled(tokens: list[Token]) -> list[Token]:
    """A brief that was dictated with its labels: "name steady hands topic income protection objective …"."""
    if any(token.after for token in tokens[:-1]):
        return tokens
    labels = [at for at in range(len(tokens) - 1) if _is_label(tokens, at)]
    if len({tokens[at].symbol for at in labels}) < LEAST_LABELS:
        return tokens
    found = list(tokens)
    for at in labels:
        found[at] = replace(found[at], symbol=f"{found[at].symbol}:", after=":")
        if at and at - 1 not in labels:
            found[at - 1] = replace(found[at - 1], after=".")
    return found


def _is_label(tokens: Sequence[Token], at: int) -> bool:
    before = tokens[at - 1].symbol if at else ""
    return (
        tokens[at].symbol in _LABELS
        and before not in _NO_LABEL_BEHIND
        and tokens[at + 1].symbol not in ("is", "to")
    )


_NAME_LABELS = frozenset({"name:", "title:", "campaign:"})
_NAMING = frozenset({("call", "it"), ("name", "it"), ("title", "it"), ("it", "to")})
_NO_NAME = frozenset({"yes", "no", "ok", "okay", "sorry"})
_PART_OF_NAME = ",?!"


def titled(tokens: list[Token], *, asked: bool) -> list[Token]:
    """A typed name that might be read otherwise is one piece, as if quoted: "name: I Do, Do You?", "Two for Tea".

    `asked` says that a name was asked for; then the whole utterance may be one.
    """
    labelled_at = [at + 1 for at, token in enumerate(tokens) if token.symbol in _NAME_LABELS]
    for start in labelled_at or ([0] if asked else []):
        end = _end_of_name(tokens, start, _PART_OF_NAME)
        parted = any(token.after for token in tokens[start : end - 1])
        if labelled_at or (parted and end == len(tokens)):
            tokens = _as_quoted(tokens, start, end)
    symbols = [token.symbol for token in tokens]
    for start in range(2, len(tokens)):
        end = _end_of_name(tokens, start, "")
        if tuple(symbols[start - 2 : start]) in _NAMING and not SMALL.isdisjoint(symbols[start:end]):
            return _as_quoted(tokens, start, end)
    return tokens


def _end_of_name(tokens: Sequence[Token], start: int, within: str) -> int:
    """Where the first punctuation ends it that may not stand within it."""
    places = range(start, len(tokens))
    return next((at + 1 for at in places if set(tokens[at].after) - set(within)), len(tokens))


def _as_quoted(tokens: list[Token], start: int, end: int) -> list[Token]:
    weighty = [token.text[:1] for token in tokens[start:end] if token.symbol not in SMALL]
    first = tokens[start] if start < end else None
    if first is None or first.symbol in _NO_NAME or not first.text[:1].isupper():
        return tokens
    if not all(letter.isupper() or letter.isdigit() for letter in weighty):
        return tokens
    return [*tokens[:start], *(replace(token, quoted=True) for token in tokens[start:end]), *tokens[end:]]
