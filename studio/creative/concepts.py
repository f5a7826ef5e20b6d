"""Three ad concepts from a bank of devices: each tells the same campaign in another way."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from studio.creative.types import Concept, Direction
from studio.ports import Brief
from studio.text.bank import Bank
from studio.text.data import data
from studio.text.desk import Desk, desk_of
from studio.text.spoken import capital, cleaned

IDEAS = 3


def directed(brief: Brief, direction: Direction) -> Brief:
    """The brief with what the project says of its own in place of the campaign's."""
    product = cleaned(direction.product_name)
    about = cleaned(direction.product_description) or product
    return replace(
        brief,
        topic=about or brief.topic,
        products=(product,) if product else brief.products,
        audience=cleaned(direction.target_avatar) or brief.audience,
        awareness_stage=direction.awareness_stage or brief.awareness_stage,
    )


def write_concepts(
    brief: Brief, direction: Direction, earlier: Sequence[Concept] = ()
) -> tuple[Concept, ...]:
    """Three ideas of three devices; devices that the `earlier` ones used come last."""
    desk = desk_of(directed(brief, direction))
    words = words_with_fact(desk)
    used = [device_of(concept) for concept in earlier]
    order = sorted(_order(brief, direction, words), key=used.count)
    rng = random.Random(f"{brief.seed}/ideas")
    # The first fits the stage of awareness best; the others are drawn, so that a reroll is no mere repetition.
    fresh = [device for device in order if device not in used] or order
    pool = fresh[: 2 * IDEAS] if len(fresh) >= IDEAS else order
    chosen = [pool[0], *rng.sample(pool[1:], IDEAS - 1)]
    known = {concept.hook for concept in earlier}
    return tuple(_concept(desk, words, device, direction, known) for device in chosen)


def device_of(concept: Concept) -> str:
    """The device whose titles hold the concept's; "honest" for a concept from elsewhere."""
    return titles().get(concept.title.casefold(), "honest")


def titles() -> Mapping[str, str]:
    """Device by the titles that it may bear, casefolded."""
    found = {}
    for device, parts in data("ads")["devices"].items():
        for line in parts["title"]:
            for title in line.strip("[]").split("|"):
                found[title.casefold()] = device
    return found


def words_with_fact(desk: Desk) -> dict[str, str]:
    """The desk's words; with a fact of the knowledge base as `fact`, short enough to be said, when there is one.

    Without a message, what the brand says of itself or what the campaign is about stands for it.
    """
    words = dict(desk.words)
    spare = words.get("Offer") or cleaned(desk.brief.brand.tagline) or f"{words['Thing']}: worth a look"
    words.setdefault("message", spare.rstrip("."))
    words.setdefault("message_low", words["message"][:1].lower() + words["message"][1:])
    short = [fact.text for fact in desk.facts if len(fact.text) <= LONGEST_SAID]
    return {**words, "fact": short[0]} if short else words


LONGEST_SAID = 140
"""Characters of a fact that is spoken in a scene: about nine seconds."""


def _order(brief: Brief, direction: Direction, words: Mapping[str, str]) -> list[str]:
    bank = data("ads")
    stage = direction.awareness_stage or brief.awareness_stage or "solution_aware"
    order = [
        device for device in bank["order"][stage] if bank["devices"][device].get("needs", "thing") in words
    ]
    principle = direction.persuasion_principle.strip().casefold().replace(" ", "_")
    preferred = bank["principles"].get(principle)
    return sorted(order, key=lambda device: device != preferred)


def _concept(
    desk: Desk, words: Mapping[str, str], device: str, direction: Direction, known: set[str]
) -> Concept:
    parts: Mapping[str, Any] = data("ads")["devices"][device]
    bank = Bank(replace(desk.brief, index=1, of=1), words)

    def part(name: str) -> str:
        return bank.line(f"ads/{device}/{name}", parts[name], place=(0, 1)) or words["Thing"]

    visuals = part("visuals")
    style = cleaned(direction.creative_style)
    if style:
        visuals = f"{capital(style)} in style. {visuals}"
    hook = part("hook")
    for _ in range(IDEAS):
        if hook not in known:
            break
        hook = part("hook")
    return Concept(part("title").rstrip("."), hook, part("narrative"), visuals, part("sound"))
