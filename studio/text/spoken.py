"""Spoken or typed scraps made clean: no markup, no fillers, names with their capitals."""

from __future__ import annotations

import re

_MARKUP = re.compile(r"[{}<>|*_#\[\]`~\\^\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]+")
_STUTTER = re.compile(r"\b(\w{2,}) \1\b", re.IGNORECASE)
_FILLERS = re.compile(
    r"^(?:(?:um+|uh+|er+|well|so|okay|ok|yes|yeah|please|just|basically|actually|like|maybe|mainly|mostly|i think|"
    r"i guess|let's say|you know)\b[ ,]*)+",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"[ ,]+(?:please|mostly|mainly|basically|you know|i think|i guess|or so|thanks|thank you)$", re.IGNORECASE
)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    *("january", "february", "april", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_NAMES = (
    *(
        "christmas",
        "easter",
        "halloween",
        "thanksgiving",
        "oktoberfest",
        "europe",
        "germany",
        "berlin",
        "london",
    ),
    *(
        "paris",
        "vienna",
        "austria",
        "england",
        "france",
        "italy",
        "spain",
        "america",
        "california",
        "hamburg",
    ),
    *("munich", "instagram", "facebook", "tiktok", "linkedin", "youtube", "google"),
)
_SPELLED = {"tiktok": "TikTok", "linkedin": "LinkedIn", "youtube": "YouTube"}
_PAIRS = re.compile(r"\b(black friday|cyber monday|new york|new year|boxing day|earth day)\b", re.IGNORECASE)
_PROPER = re.compile(rf"\b({'|'.join((*_DAYS, *_MONTHS, *_NAMES))})(s?)\b", re.IGNORECASE)
_AMBIGUOUS = re.compile(
    r"\b(of|in|by|until|till|before|since|early|late|mid|next|this|last) (march|may)\b(?! (?:be|not))"
)
_PRONOUN = re.compile(r"\bi(?='(?:m|ve|d|ll)\b|\b(?!['.]))")


def cleaned(text: str) -> str:
    """One line without markup, doubled words, stray spaces or loose punctuation at either end; "" stays ""."""
    line = _MARKUP.sub(" ", text.replace("’", "'").replace("…", ""))
    line = _squeeze(re.sub(r"([.,;:!?])\1+", r"\1", line))
    if line.isupper() and len(line) > 5:
        line = line.lower()
    return _STUTTER.sub(r"\1", line).strip(" ,;:-–—./!?\"'()")


def plain(text: str) -> str:
    """`cleaned`, without the words that only fill a spoken pause, and with names capitalised."""
    line, before = cleaned(text), None
    while line != before:
        before = line
        line = cleaned(_TRAILING.sub("", _FILLERS.sub("", line)))
    return named(line)


def named(text: str) -> str:
    """Days, months, places and "I" with their capitals, as speech recognition leaves them out."""
    text = _PAIRS.sub(lambda match: match[0].title(), text)
    text = _PROPER.sub(lambda match: _SPELLED.get(match[1].lower(), match[1].capitalize()) + match[2], text)
    text = _AMBIGUOUS.sub(lambda match: f"{match[1]} {match[2].capitalize()}", text)
    return _PRONOUN.sub("I", text)


def capital(text: str) -> str:
    """With a capital first letter, unless the first word spells itself otherwise ("iPhone")."""
    first = text.split(" ", 1)[0]
    return text if not first or first[1:] != first[1:].lower() else text[0].upper() + text[1:]


def listed(items: tuple[str, ...]) -> str:
    """Gives "a", "a and b", "a, b and c"."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}" if items else ""


def clipped(text: str, limit: int) -> str:
    """At most `limit` characters, cut between words and without a dangling small word."""
    if len(text) <= limit:
        return text
    cut = text[: limit + 1].rsplit(" ", 1)[0][:limit]
    return re.sub(
        r"(?:[ ,;:–—-]+(?:a|an|the|and|or|of|for|to|in|on|with|our|by|at|from))*[ ,;:–—-]*$", "", cut
    )


def _squeeze(text: str) -> str:
    return re.sub(r" +([,.;:!?])", r"\1", " ".join(text.split()))
