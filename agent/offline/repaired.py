"""What is read differently than it stands: numbers said anew, labels without their colons, a plus before a number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from agent.offline.numbers import number
from agent.offline.tokens import Token

_REPAIRS = frozenset({"no", "sorry", "wait", "rather", "mean", "actually", "i", "make", "that", "hang", "on"})
_TELLING = frozenset({"no", "sorry", "wait", "rather", "mean", "actually"})
_HESITATIONS = frozenset({"uh", "um", "er", "erm"})
_UNITS = 10
_LABELS = frozenset(
    {"name", "title", "topic", "objective", "goal", "audience", "message", "deliverables", "deadline"}
)
LEAST_LABELS = 3
"""Of them in an utterance without punctuation; fewer may be meant otherwise."""
_NO_LABEL_BEHIND = frozenset(
    {"the", "a", "our", "my", "its", "as", "that", "this", "is", "new", "same", "change", "to"}
)


def added(text: str) -> str:
    """The words of "+2 flyers" and of "flyers +2": two are added to what there is."""
    text = re.sub(r"\s*(?:[-=]>|→)\s*", " becomes ", text)
    text = re.sub(r"^\s*\+\s*(?=\w)", "add ", text)
    return re.sub(r"(?<=[a-z])\s*\+\s*(?=\d+\W*$)", " plus ", text)


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
