"""The rule for claims: what is counted or boasted was told in the brief or stands in the knowledge base."""

from __future__ import annotations

import re

from store.words import DeliverableType
from studio.checks.reading import sentences, told
from studio.ports import Brief, Output

_PUBLIC = frozenset(
    {
        DeliverableType.BLOG_POST,
        DeliverableType.SOCIAL_POSTS,
        DeliverableType.EMAIL_NURTURE,
        DeliverableType.IMAGES,
        DeliverableType.BANNER,
        DeliverableType.FLYER,
    }
)
"""What customers read. A plan may reckon with numbers of its own, and call things best among its options."""

_NUMBER = r"\d+(?:[.,]\d+)*"
_COUNTED = re.compile(
    rf"[$€£]\s?(?P<money>{_NUMBER})"
    rf"|(?P<share>{_NUMBER})\s?(?:%|per ?cent\b|euros?\b|dollars?\b|pounds?\b|times\b|x\b|-fold\b|stars?\b"
    r"|(?:million|billion|thousand|hundred)\b|(?:happy |satisfied )?(?:customers|users|people|companies|reviews)\b)"
    rf"|(?<![\w#./:,-])(?P<large>\d{{1,3}}(?:,\d{{3}})+|\d{{3,}})(?![\w/-])",
    re.IGNORECASE,
)
_BOAST = re.compile(
    r"\b(?:world'?s (?:best|first|fastest|leading|favou?rite)|number one|no\. ?1\b|(?:market|industry|world)[- ]leading"
    r"|award[- ]winning|best[- ]selling|(?:clinically|scientifically) (?:proven|tested)|unrivall?ed|unbeatable"
    r"|unmatched|world[- ]class|risk[- ]free|guaranteed|(?:the|our) most (?:popular|trusted|loved|advanced)"
    r"|the (?:best|fastest|cheapest|safest|finest) [\w ]{0,30}?"
    r"(?:in the world|on the market|in town|money can buy|ever))\b"
    r"|#1\b|\b100 ?%",
    re.IGNORECASE,
)
_DENIED = re.compile(r"(?i)\b(?:not|no|nothing|never|isn't|aren't|without)\b[^.]*$")
_CITED = re.compile(r"\[\d+\]|https?://")

_SMALL = (
    *(
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
    ),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_ROUND = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_UNITS = {word: value for value, word in enumerate(_SMALL)}
_TENS = {word: 10 * value for value, word in enumerate(_ROUND, 2)}
_POWERS = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "dozen": 12}


def supported(brief: Brief, output: Output) -> list[str]:
    """Every figure and every boast has a source. Research may also cite one beside the figure."""
    known = told(brief)
    figures = numbers(known)
    researched = brief.type is DeliverableType.RESEARCH and bool(output.provenance.get("sources"))
    lines = [] if brief.type is DeliverableType.PLAN else [output.title, *output.text.splitlines()]
    reasons = []
    for line in lines:
        if researched and _CITED.search(line):
            continue
        unknown = [hit[0].strip() for hit in _COUNTED.finditer(line) if not _figures(hit) <= figures]
        reasons += [f'It says "{claim}", for which there is no source.' for claim in unknown]
    if brief.type in _PUBLIC:
        reasons += [
            f'It claims "{boast}", for which there is no source.' for boast in _boasts(output.text, known)
        ]
    return list(dict.fromkeys(reasons))


def numbers(text: str) -> set[str]:
    """Every number in the text as digits without separators, those in words too: "a thousand" is "1000"."""
    found = {_digits(number) for number in re.findall(_NUMBER, text)}
    found |= {
        part.lstrip("0") or "0" for number in re.findall(_NUMBER, text) for part in re.split(r"[.,]", number)
    }
    total, running = 0, False
    for word in [*re.findall(r"[a-z]+", text.lower()), ""]:
        if word in _UNITS or word in _TENS:
            total += _UNITS.get(word, _TENS.get(word, 0))
        elif word in _POWERS:
            total = max(total, 1) * _POWERS[word]
        elif word == "and" and running:
            continue
        else:
            total = 0
        running = bool(total)
        if running:
            found.add(str(total))
    return found


def _figures(hit: re.Match[str]) -> set[str]:
    return {_digits(number) for number in hit.groupdict().values() if number}


def _digits(number: str) -> str:
    return re.sub(r"[.,](?=\d{3}\b)", "", number).lstrip("0") or "0"


def _boasts(text: str, known: str) -> list[str]:
    return [
        hit[0]
        for sentence in sentences(text)
        for hit in _BOAST.finditer(sentence)
        if hit[0].lower() not in known.lower() and not _DENIED.search(sentence[: hit.start()])
    ]
