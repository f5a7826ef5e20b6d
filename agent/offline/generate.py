"""Utterances made from the grammar: what the speech language model is trained on, and what tests say."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence

from agent.offline.bank import filler
from agent.offline.grammar import Bank, Capture, Grammar, Node, Ref, Seq, Star, Tag, Word, load
from agent.offline.numbers import UNITS

MOST_TRIES = 20
"""For an utterance whose numbers agree with their things: nobody says "eighty email"."""
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
        text = _speakable(expand(grammar, rule.body, rng))
        for _ in range(MOST_TRIES):
            if _agrees(text):
                break
            text = _speakable(expand(grammar, rule.body, rng))
        yield text


def expand(grammar: Grammar, node: Node, rng: random.Random) -> str:
    """One random expansion of a node."""
    if isinstance(node, Word):
        return node.text
    if isinstance(node, Bank):
        return filler(node.kind, rng)
    if isinstance(node, Ref):
        return expand(grammar, grammar.rules[node.rule].body, rng)
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


_PARTS = frozenset(
    {
        *(
            "blog",
            "social",
            "media",
            "marketing",
            "nurture",
            "nurturing",
            "product",
            "ad",
            "hero",
            "creative",
        ),
        *("display", "web", "short", "promo", "promotional", "instagram", "facebook", "linkedin", "tiktok"),
        *("twitter", "drip", "market", "campaign", "background", "strategy"),
    }
)
"""Words that stand before the word which tells how many: "two blog posts"."""


def _agrees(text: str) -> bool:
    """Whether every number fits its thing, as in "two flyers" and "one flyer"."""
    words = text.split()
    return all(_fits(word, words[at + 1 :]) for at, word in enumerate(words) if word in UNITS)


def _fits(number: str, after: Sequence[str]) -> bool:
    thing = next((word for word in after if word not in _PARTS), "")
    if number in ("one", "an"):
        return not (thing.endswith("s") and thing.removesuffix("s") in _COUNTED)
    if number == "a":
        return not (thing.endswith("s") and thing.removesuffix("s") in _COUNTED) and thing != "article"
    return thing not in _COUNTED


def _few(rng: random.Random) -> int:
    return rng.choices(range(MOST_REPEATS + 1), (4, 2, 1))[0]


def _speakable(text: str) -> str:
    return " ".join(text.replace("_", " ").replace("-", " ").replace("&", "and").split())
