"""Sentences of the knowledge base that can be quoted as they stand, each with the source it came from."""

from __future__ import annotations

import re
from dataclasses import dataclass

from studio.ports import Brief, Passage
from studio.text.spoken import cleaned

SHORTEST, LONGEST = 25, 260
"""Characters of a sentence worth quoting: shorter ones say nothing alone, longer ones are no quotation."""

_BULLET = re.compile(r"^\s*(?:[-*+•]|\d+[.)])\s+")
_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9\"“])")
_ABBREVIATION = re.compile(
    r"\b(?:e\.g|i\.e|etc|approx|no|vs|dr|mr|mrs|ms|prof|st|inc|ltd|co)\.$", re.IGNORECASE
)
_LEANS_BACK = re.compile(
    r"^(?:this|that|these|those|it|they|he|she|but|and|so|however|also|then|such|most|both|"
    r"others|neither|some)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w{4,}")


@dataclass(frozen=True, slots=True)
class Fact:
    """`number` is the source's place in the list of sources, from 1."""

    text: str
    number: int
    source: Passage


def facts_of(brief: Brief) -> tuple[Fact, ...]:
    """Quotable sentences, best fitting the topic, the objective and the products first."""
    asked = set(_WORD.findall(" ".join((brief.topic, brief.objective, *brief.products)).lower()))
    sources = sources_of(brief)
    found: dict[str, Fact] = {}
    for passage in brief.knowledge:
        number = sources.index(_key(passage)) + 1
        for sentence in _sentences(passage.text):
            found.setdefault(sentence.lower(), Fact(sentence, number, passage))
    ordered = enumerate(found.values())
    return tuple(fact for _, fact in sorted(ordered, key=lambda pair: (-_fit(pair[1], asked), pair[0])))


def sources_of(brief: Brief) -> tuple[tuple[str, str], ...]:
    """(title, source) of each document, once, in the order of the passages."""
    return tuple(dict.fromkeys(_key(passage) for passage in brief.knowledge))


def _key(passage: Passage) -> tuple[str, str]:
    return cleaned(passage.title) or cleaned(passage.source), passage.source.strip()


def _sentences(text: str) -> list[str]:
    kept: list[str] = []
    for paragraph in re.split(r"\n\s*\n|\n(?=\s*(?:[-*+•#|]|\d+[.)]\s))", text):
        pending = ""
        for piece in _END.split(" ".join(_BULLET.sub("", paragraph).split())):
            pending = f"{pending} {piece}".strip()
            if _ABBREVIATION.search(pending):
                continue
            if _quotable(pending):
                kept.append(f"{cleaned(pending[:-1])}{pending[-1]}")
            pending = ""
    return kept


def _quotable(sentence: str) -> bool:
    """A whole sentence that stands alone: neither a heading, nor a cut-off piece, nor one that leans on another."""
    return (
        SHORTEST <= len(sentence) <= LONGEST
        and sentence[-1] in ".!"
        and (sentence[0].isupper() or sentence[0].isdigit())
        and not _LEANS_BACK.match(sentence)
        and not re.search(r"https?://|[{}<>|]", sentence)
    )


def _fit(fact: Fact, asked: set[str]) -> int:
    return len(asked & set(_WORD.findall(fact.text.lower())))
