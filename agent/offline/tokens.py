"""Cuts an utterance into words that know where they stood."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

_WORD = re.compile(
    r"(?P<date>\d{4}-\d\d-\d\d|\d{1,2}[/.]\d{1,2}[/.]20\d\d)|(?P<nth>\d+(?:st|nd|rd|th)\b)|(?P<number>[$€£]?\d(?:[\d,]*\d)?(?:\.\d+)?(?:k|m)?(?:\b|(?=x\b))%?)"
    r"|(?P<times>[x×](?=\d+\b))|(?P<mail>e-mails?\b)|(?P<word>\w+(?:['’]\w+)*)|(?P<and>&)",
    re.IGNORECASE,
)
_QUOTED = re.compile(
    r"[\"“”«»](?P<double>[^\"“”«»]+)[\"“”«»]|(?<![\w'])['‘](?P<single>[^'‘’\n]*(?:['’]\w[^'‘’\n]*)*)['’](?!\w)"
)


@dataclass(frozen=True, slots=True)
class Token:
    """`symbol` is what the grammar matches; `after` the punctuation between this word and the next."""

    text: str
    symbol: str
    start: int
    end: int
    after: str = ""
    quoted: bool = False


def tokenise(text: str) -> list[Token]:
    """The words of a text, in order."""
    quotes = [match.span(match.lastgroup or 0) for match in _QUOTED.finditer(text)]
    found = list(_WORD.finditer(text))
    tokens: list[Token] = []
    for at, match in enumerate(found):
        until = found[at + 1].start() if at + 1 < len(found) else len(text)
        gap = text[match.end() : until]
        if len(gap) > 1:
            gap = _DASH.sub("; ", gap.replace("=", ":"))
        symbol = _symbol(match)
        if symbol in LABELS and _AS_LABEL.match(text, match.end()) and _begins_label(tokens):
            symbol, gap = f"{symbol}:", ":"
        tokens.append(
            Token(
                match.group(),
                symbol,
                match.start(),
                match.end(),
                "" if gap == " " else "".join(mark for mark in gap if mark in ".,;:?!…—\n"),
                bool(quotes) and any(start <= match.start() < end for start, end in quotes),
            )
        )
    return tokens


LABELS = frozenset(
    (
        *("campaign", "name", "title", "topic", "subject", "about", "objective", "goal", "aim", "audience"),
        *("message", "product", "products", "deadline", "channels"),
        *("emails", "posts", "images", "banners", "flyers", "video", "videos", "jingle", "jingles"),
        *("newsletters", "messaging", "slogan", "tagline", "goals", "idea", "theme", "concept"),
    )
)
"""Before a colon or the like they are cues of their own: "Topic: garden furniture", "the audience? Cat owners"."""
_BEFORE_LABEL = frozenset(
    (
        *("the", "our", "my", "its", "campaign", "campaign's", "project", "new", "and", "oh", "target"),
        *("main", "additional", "other", "extra", "secondary", "further", "working"),
    )
)
_AS_LABEL = re.compile(r"(?:\s?:(?!\S*//)|\s?=|\s?\?(?=\s+\w)|\s[-–—]\s(?=\w))")


_DASH = re.compile(r"\s-\s")
"""Typed on its own it ends what came before."""


def _begins_label(before: list[Token]) -> bool:
    """Whether a label may stand behind these words; what belongs to it ("the campaign's") is taken from them."""
    kept = len(before)
    while kept and not before[kept - 1].after and before[kept - 1].symbol in _BEFORE_LABEL:
        kept -= 1
    if kept and not before[kept - 1].after:
        return False
    del before[kept:]
    return True


def _symbol(match: re.Match[str]) -> str:
    if match.lastgroup == "number":
        return "0"
    if match.lastgroup == "nth":
        return "0th"
    if match.lastgroup == "date":
        return "0date"
    if match.lastgroup == "times":
        return "x"
    symbol = _DRAWN_OUT.sub(r"\1", match.group().lower().replace("’", "'"))
    return _CONTRACTED.get(symbol) or _SHORTENED.get(symbol, symbol)


_DRAWN_OUT = re.compile(r"(?<=[a-z])([a-z])\1{2,}")
"""A letter written three times or more: "yesss", "soooo"."""
_SHORTENED = {
    "pls": "please",
    "plz": "please",
    "thx": "thanks",
    "ty": "thanks",
    "vid": "video",
    "vids": "videos",
}
_CONTRACTED = {
    word.replace("'", ""): word
    for word in (
        *("what's", "how's", "who's", "where's", "that's", "there's", "let's", "i'm", "i've", "you're"),
        *("you've", "we've", "they're", "they've", "don't", "doesn't", "didn't", "can't", "isn't"),
        *("aren't", "wasn't", "shouldn't", "wouldn't", "couldn't", "haven't", "hasn't", "should've"),
    )
}
"""Typed without the apostrophe; where that is another word ("well", "its", "were") it is left."""
_HESITATIONS = frozenset(
    {"uh", "um", "er", "erm", "uhm", "uhh", "umm", "hmm", "mm", "ugh", "argh", "pff", "hmph", "ah", "aah"}
)
_STUTTERED = frozenset(
    {"a", "an", "the", "our", "my", "for", "to", "of", "in", "on", "with", "and", "i", "we", "it's", "is"}
)


_LONGEST_START = 4
"""Words of a false start that are looked for when they are said again."""


def fluent(tokens: list[Token]) -> list[Token]:
    """The words without hesitations, small words said twice, and false starts that were begun anew in the same words
    ("it's for it's for wine lovers"); an utterance of nothing else stays as it is.
    """
    return _begun_anew(_without_hesitations(tokens))


def _begun_anew(tokens: list[Token]) -> list[Token]:
    """A run is taken for a false start by a small word in it: "New York New York" may be meant."""
    kept: list[Token] = []
    said_before: set[str] = set()
    for token in tokens:
        kept.append(token)
        if token.symbol not in said_before:
            said_before.add(token.symbol)
            continue
        for size in range(2, _LONGEST_START + 1):
            first, again = kept[-2 * size : -size], kept[-size:]
            said = [word.symbol for word in again]
            if said == [word.symbol for word in first] and not _STUTTERED.isdisjoint(said):
                if not any(word.quoted for word in first):
                    del kept[-2 * size : -size]
                break
    return kept


def _without_hesitations(tokens: list[Token]) -> list[Token]:
    kept: list[Token] = []
    for token in tokens:
        last = kept[-1] if kept else None
        if token.quoted:
            kept.append(token)
        elif token.symbol in _HESITATIONS:
            if last is not None:
                kept[-1] = replace(last, after=last.after + token.after)
        elif last is not None and token.symbol == last.symbol and token.symbol in _STUTTERED:
            kept[-1] = token
        else:
            kept.append(token)
    return kept or tokens
