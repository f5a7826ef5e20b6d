"""Utterances made from the grammar: what the speech language model is trained on, and what tests say."""

from __future__ import annotations

import random
from collections.abc import Iterator

from agent.offline.bank import filler
from agent.offline.grammar import Bank, Capture, Grammar, Node, Ref, Seq, Star, Tag, Word, load

MOST_REPEATS = 2
"""Repetitions of a starred part: longer lists are no more telling to a trigram model."""


def sentences(rng: random.Random, n: int) -> Iterator[str]:
    """Yields `n` utterances in their spoken form: lower case, words only, no digits, no punctuation."""
    grammar = load()
    rules = grammar.sentences
    weights = [rule.weight for rule in rules]
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
        return expand(grammar, grammar.rules[node.rule].body, rng)
    if isinstance(node, Capture | Tag):
        return expand(grammar, node.node, rng)
    if isinstance(node, Seq):
        return " ".join(expand(grammar, part, rng) for part in node.parts)
    if isinstance(node, Star):
        return " ".join(expand(grammar, node.node, rng) for _ in range(_few(rng)))
    return expand(grammar, rng.choices(node.choices, node.weights)[0], rng)


def _few(rng: random.Random) -> int:
    return rng.choices(range(MOST_REPEATS + 1), (4, 2, 1))[0]


def _speakable(text: str) -> str:
    return " ".join(text.replace("_", " ").replace("-", " ").replace("&", "and").split())
