"""Scenarios made from the grammar's bank of texts and from patterns: the same for the same seed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from agent.evaluation.recipes import RECIPES, Maker
from agent.evaluation.scenario import Scenario, parse

WEIGHTS = {
    "interview": 40,
    "all_in_one": 32,
    "correction": 32,
    "act": 14,
    "ask": 8,
    "two_campaigns": 8,
    "pick_up": 8,
    "meta": 8,
    "attack": 6,
    "hostile": 4,
}
"""How often each class comes, of the sum."""


def generated(count: int, seed: int) -> list[Scenario]:
    """`count` scenarios with openings that differ, the classes in their shares and mixed."""
    made: list[Scenario] = []
    openings: set[str] = set()
    for place, kind in enumerate(_kinds(count)):
        for attempt in range(100):
            maker = Maker(f"{seed}:{place}:{attempt}", place)
            raw = {**RECIPES[kind](maker), "id": f"made-{kind.replace('_', '-')}-{place:03}", "class": kind}
            scenario = parse(raw, "generated")
            if (opening := opening_of(scenario).casefold()) not in openings:
                openings.add(opening)
                made.append(scenario)
                break
    return made


def opening_of(scenario: Scenario) -> str:
    return scenario.user.opening if scenario.user else (scenario.says or [""])[0]


def distinct_bigrams(scenarios: Sequence[Scenario]) -> float:
    """The share of different pairs of neighbouring words among all pairs in what the users set out to say."""
    pairs: list[tuple[str, str]] = []
    for scenario in scenarios:
        said = (
            [*scenario.user.facts.values(), scenario.user.opening] if scenario.user else scenario.says or []
        )
        for text in said:
            words = text.casefold().split()
            pairs += pairwise(words)
    return len(set(pairs)) / len(pairs) if pairs else 1.0


def _kinds(count: int) -> list[str]:
    """Spread evenly: at each place the class that lags most behind its share."""
    total, given = sum(WEIGHTS.values()), dict.fromkeys(WEIGHTS, 0)
    kinds = []
    for place in range(1, count + 1):
        kind = max(WEIGHTS, key=lambda name: WEIGHTS[name] * place / total - given[name])
        given[kind] += 1
        kinds.append(kind)
    return kinds
