"""Free texts as values: without fillers and false starts, in the caller's own spelling."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from agent.offline.tokens import Token

_FILLERS = frozenset({"ugh", "argh", "pff", "hmph", "uh", "um", "er", "erm", "hmm", "uhm", "mm"})
SMALL = frozenset(
    (
        *("a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "of", "on", "or", "the"),
        *("to", "with", "vs"),
    )
)
"""Words that a title writes small."""
_HEDGES = frozenset(
    {("you", "know"), ("i", "mean"), ("i", "guess"), ("i'd", "say"), ("i", "think"), ("let's", "say")}
)
_LEADING = frozenset({"well", "so", "okay", "ok", "like", "please", "and", "maybe", "then"})
_TRAILING = frozenset({"instead", "but", "please", "and", "then", "thanks", "now", "okay"})
_NAME_LEADING = frozenset({"the", "a", "an", "it's", "is", "maybe", "just"})


_COURTESIES = tuple(
    tuple(phrase.split())
    for phrase in (
        "thank you",
        "and hurry up",
        "hurry up",
        "be quick",
        "if you can",
        "if possible",
        "btw",
        "by the way",
        "well",
        "i think",
        "i guess",
    )
)


def _without_courtesies(tokens: list[Token]) -> list[Token]:
    """Without politeness and haste at the end: "…, thank you", "…, and hurry up"."""
    while len(tokens) > 1:
        symbols = tuple(token.symbol for token in tokens)
        said = next((phrase for phrase in _COURTESIES if symbols[-len(phrase) :] == phrase), ())
        length = len(said) or int(symbols[-1] in _TRAILING)
        if not length or length >= len(tokens):
            break
        tokens = tokens[:-length]
    return tokens


def cleaned(source: str, tokens: Sequence[Token]) -> str:
    """The words of a free text with the punctuation between them, less fillers, repeats and politeness."""
    kept = [token for token in tokens if token.symbol not in _FILLERS]
    kept = [
        token
        for at, token in enumerate(kept)
        if at + 1 == len(kept) or token.symbol != kept[at + 1].symbol or token.symbol == "0" or token.quoted
    ]
    while kept and kept[0].symbol in _LEADING:
        kept = kept[1:]
    if tuple(token.symbol for token in kept[:2]) in _HEDGES:
        kept = kept[2:]
    kept = _without_courtesies(kept)
    quoted = [token for token in kept if token.quoted]
    if quoted and len(quoted) < len(kept):
        kept = quoted
    if not kept:
        return ""
    parts = [kept[0].text]
    for last, token in itertools.pairwise(kept):
        between = source[last.end : token.start]
        if between == " ":
            parts += [between, token.text]
            continue
        if any(filler in between.lower().split() for filler in _FILLERS) or re.search(r"\w", between):
            between = ", " if "," in between else " "
        parts += [re.sub(r"\s+", " ", between), token.text]
    return _closed("".join(parts), source, kept[-1])


_NO_OBJECT = frozenset(
    (
        *("of", "or", "to", "please", "each", "more", "times", "percent", "%", "thanks", "then", "instead"),
        *("is", "it", "day", "days", "week", "weeks", "month", "months", "credits", "seconds", "minutes"),
        *("year", "years", "hour", "hours", "decades", "times"),
        *("second", "sec", "moment", "minute", "and", "that", "per", "too"),
    )
)
_COUNTING = re.compile(
    r"^(?:(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|\w+teen|eleven|twelve|twenty|thirty|forty|fifty|"
    r"sixty|seventy|eighty|ninety|hundred|thousand|million|half|few|and|[$€£]?[\d.,]+[km]?%?)[\s-]+)+(?P<what>\S+)",
    re.IGNORECASE,
)


def is_amount_of_something(value: str) -> bool:
    """Whether a number counts things ("seventy bookings"), and is not left alone ("seventy of them", "ten")."""
    counted = _COUNTING.match(value)
    if counted is not None and counted.group()[: counted.start("what")].strip().lower() in ("one", "a", "an"):
        return False
    return counted is not None and counted["what"].lower().strip(".,!?") not in _NO_OBJECT


_NUMBER_WORDS = (
    *("a", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve"),
    *("fifteen", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"),
)
_MISHEARD_BEFORE_SCALE = re.compile(
    r"\b(too|to|for|fore|far|won|ate|tan)(?=\s+(?:hundred|thousand|million)\b)", re.IGNORECASE
)
_MEANT = {
    **dict.fromkeys(("too", "to"), "two"),
    **dict.fromkeys(("for", "fore", "far"), "four"),
    "won": "one",
    "ate": "eight",
    "tan": "ten",
}
_SALE = re.compile(rf"^(?:sale|sail|cell)(?=\s+(?:{'|'.join(_NUMBER_WORDS)}|\d))", re.IGNORECASE)


def with_numbers_heard_right(value: str) -> str:
    """Before a hundred stands a number: "too hundred" is two hundred; before a number, "sale" is sell."""
    return _SALE.sub("sell", _MISHEARD_BEFORE_SCALE.sub(lambda found: _MEANT[found[1].lower()], value))


_HEDGED_BEFORE = tuple(
    tuple(phrase.split())
    for phrase in (
        "i don't know",
        "let me think",
        "let me see",
        "alright",
        "all right",
        "right",
        "okay",
        "ok",
        "cool",
        "yeah",
        "um",
        "let's see",
        "ideally",
        "hopefully",
        "let's say",
        "i'd say",
        "i would say",
        "we're hoping for",
        "we are hoping for",
        "hoping for",
        "i search for",
        "we search for",
        "we look for",
        "i look for",
        "we're looking for",
        "we are looking for",
        "i'm looking for",
        "that'd be",
        "that would be",
        "it's",
        "it is",
        "i guess",
        "i suppose",
        "i think",
        "you know",
        "basically",
        "probably",
        "maybe",
        "perhaps",
        "well",
        "oh",
        "so",
        "like",
        "hmm",
        "hm",
    )
)
_HEDGED_AFTER = tuple(
    tuple(phrase.split())
    for phrase in (
        "i suppose",
        "i guess",
        "i think",
        "i'd say",
        "i reckon",
        "or thereabouts",
        "give or take",
        "what else",
        "obviously",
        "innit",
        "you see",
        "mate",
        "bro",
        "to start with",
        "for starters",
        "then",
        "well",
        "or so",
        "or something",
        "if possible",
        "you know",
        "and",
        "so",
        "please",
    )
)


def unhedged(tokens: Sequence[Token]) -> Sequence[Token]:
    """A free text without what speakers put around it: "oh I don't know, a hundred orders I suppose"."""
    symbols = [token.symbol for token in tokens]
    start, end = 0, len(symbols)
    while cut := _matching(symbols[start:end], _HEDGED_BEFORE, at_end=False):
        start += cut
    while cut := _matching(symbols[start:end], _HEDGED_AFTER, at_end=True):
        end -= cut
    return tokens[start:end] if start < end else tokens


_PONDERED = tuple(
    tuple(phrase.split())
    for phrase in (
        *("i don't know", "oh i don't know", "let me think", "let me see", "let's see", "what was it"),
        *("what did we say", "what do you call it", "hang on", "how do i put it", "what shall i say"),
    )
)


def without_pondering(tokens: Sequence[Token]) -> Sequence[Token]:
    """A spoken name without the thinking before it: "the name oh i don't know timber trouble"."""
    symbols = [token.symbol for token in tokens]
    return tokens[_matching(symbols, _PONDERED, at_end=False) :]


def _matching(symbols: Sequence[str], phrases: Sequence[tuple[str, ...]], *, at_end: bool) -> int:
    """The length of the first of the phrases that stands there with something left beside it; 0 for none."""
    for phrase in phrases:
        length = len(phrase)
        there = symbols[-length:] if at_end else symbols[:length]
        if length < len(symbols) and tuple(there) == phrase:
            return length
    return 0


def _closed(text: str, source: str, last: Token) -> str:
    """Keeps a mark that belongs to the last word ("Go!"), and the percent sign of a number."""
    follows = source[last.end : last.end + 1]
    return text + follows if follows in ("%", "!", ")") and (follows != ")" or "(" in text) else text


_VOCATIVE = re.compile(
    r",\s*(?:you\b.*|mate|please|thanks?|thank you|darling|dear|love|dude|man|okay|ok)$", re.IGNORECASE
)
"""Who is spoken to is no part of a name: "call it Sharp, mate"."""


def as_name(text: str, tokens: Sequence[Token], *, spoken: bool) -> str:
    """A campaign's name: recognised speech is put in title case, typed words stay as they are."""
    text = _VOCATIVE.sub("", text)
    words = text.split()
    if not spoken and any(word[:1].isupper() or word[:1].isdigit() for word in words):
        if len(words) > 1 and words[-1] == "campaign":
            words = [word for word in words[:-1] if word]
            words = words[1:] if words[0] == "the" else words
        return " ".join(words)
    while len(words) > 1 and words[0].lower() in _NAME_LEADING and words[-1].lower() == "campaign":
        words = words[1:]
    if len(words) > 1 and words[-1].lower() == "campaign" and not any(token.quoted for token in tokens):
        words = words[:-1]
    while len(words) > 1 and words[0].lower() in {"it's", "is", "maybe", "just"}:
        words = words[1:]
    return " ".join(
        word if at and word.lower() in SMALL else word[:1].upper() + word[1:] for at, word in enumerate(words)
    )


def is_spoken(source: str) -> bool:
    """Whether a text looks like recognised speech: no capitals, digits or punctuation."""
    return not re.search(r"[A-Z0-9,.;:!?\"]", source)
