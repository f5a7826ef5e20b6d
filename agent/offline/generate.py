"""Utterances made from the grammar: what the speech language model is trained on, and what tests say."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping

from agent.offline.bank import filler
from agent.offline.grammar import Bank, Capture, Grammar, Node, Ref, Seq, Star, Tag, Word, load
from agent.offline.numbers import UNITS

MOST_REPEATS = 2
"""Repetitions of a starred part: longer lists are no more telling to a trigram model."""


def sentences(rng: random.Random, n: int, favoured: Mapping[str, float] | None = None) -> Iterator[str]:
    """Yields `n` utterances in their spoken form: lower case, words only, no digits, no punctuation.

    `favoured` names rules whose weight is multiplied: what a question makes likely.
    """
    grammar = load()
    rules = grammar.sentences
    weights = [rule.weight * (favoured or {}).get(rule.name, 1.0) for rule in rules]
    for _ in range(n):
        rule = rng.choices(rules, weights)[0]
        yield _speakable(expand(grammar, rule.body, rng))


def expand(grammar: Grammar, node: Node, rng: random.Random) -> str:
    """One random expansion of a node."""
    if isinstance(node, Word):
        return node.text
    if isinstance(node, Bank):
        return filler(node.kind, rng)
    if isinstance(node, Ref):
        text = expand(grammar, grammar.rules[node.rule].body, rng)
        while node.rule == "_things" and not _agrees(text):
            text = expand(grammar, grammar.rules[node.rule].body, rng)
        return text
    if isinstance(node, Capture | Tag):
        return expand(grammar, node.node, rng)
    if isinstance(node, Seq):
        return " ".join(expand(grammar, part, rng) for part in node.parts)
    if isinstance(node, Star):
        return " ".join(expand(grammar, node.node, rng) for _ in range(_few(rng)))
    return expand(grammar, rng.choices(node.choices, node.weights)[0], rng)


_COUNTED = (
    *("post", "report", "document", "plan", "strategy", "article", "entry", "tweet", "email", "newsletter"),
    *(
        "image",
        "picture",
        "photo",
        "graphic",
        "visual",
        "banner",
        "ad",
        "flyer",
        "flier",
        "poster",
        "leaflet",
    ),
    *("jingle", "track", "video", "clip", "campaign"),
)


def _agrees(text: str) -> bool:
    """Whether the number fits its thing, as in "two flyers" and "a flyer"; the bare thing always does."""
    words = text.replace("_", " ").split()
    number, thing = words[0], words[-1]
    if number == "an" or (number == "a" and (len(words) == 2 or words[1] not in _SOME)):
        starts_open = words[1][0] in "aeio"
        return thing.rstrip("s") in _COUNTED and thing in _COUNTED and starts_open == (number == "an")
    if number == "one":
        return thing in _COUNTED
    if number in UNITS or number in ("half", "a"):
        return thing not in _COUNTED and not thing.endswith(("research", "analysis", "music"))
    return True


_SOME = frozenset({"couple", "few", "dozen"})


def _few(rng: random.Random) -> int:
    return rng.choices(range(MOST_REPEATS + 1), (4, 2, 1))[0]


def _speakable(text: str) -> str:
    return " ".join(text.replace("_", " ").replace("-", " ").replace("&", "and").split())
