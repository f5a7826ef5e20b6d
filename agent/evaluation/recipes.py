"""How a scenario of each class is put together."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from typing import Any

from agent.evaluation.phrasing import item, listed, phrases
from agent.evaluation.scenario import Style
from agent.offline.bank import filler
from store.words import DeliverableType

THINGS = tuple(str(kind) for kind in DeliverableType)
SINGLE = ("research", "plan", "jingle", "video")
"""Things of which nobody asks for many."""
UNASKED = ("volunteers", "beside", None)
"""How an optional slot comes to be said: in a turn of its own, in one breath with an answer, or not at all."""
OPTIONAL = ("audience", "channels", "messaging", "goals", "products", "awareness_stage", "deadline")

Raw = dict[str, Any]


class Maker:
    """Draws facts and patterns; `place` makes sure that each type, slot and style has its turn."""

    def __init__(self, seed: str, place: int) -> None:
        self.rng = random.Random(seed)
        self.place = place
        self.patterns: Mapping[str, Any] = phrases("patterns")

    def pick(self, *path: str, **facts: str) -> str:
        found: Any = self.patterns
        for part in path:
            found = found[part]
        return str(self.rng.choice(found)).format(**facts)

    def text(self, kind: str) -> str:
        """Without another slot's beginning inside: "for students" would be an audience in one breath."""
        while True:
            text = filler(kind, self.rng)
            if not {"for", "by", "in", "with", "and"} & set(text.split()[1:]):
                return text

    def name(self) -> str:
        return self.text("name").title()

    def style(self) -> str:
        return list(Style)[self.place % len(Style)]

    def owed(self) -> dict[str, int]:
        first = THINGS[self.place % len(THINGS)]
        others = [kind for kind in THINGS if kind != first]
        chosen = [first, *self.rng.sample(others, self.rng.randint(0, 2))]
        return {kind: 1 if kind in SINGLE else self.rng.randint(2, 12) for kind in chosen}

    def facts(self) -> dict[str, str]:
        return {"name": self.name(), "topic": self.text("topic"), "objective": self.text("objective")}

    def optional(self, slot: str) -> tuple[str, Any]:
        """What the user says, and what must be there."""
        if slot == "channels":
            code, words = self.rng.choice(list(self.patterns["channel"].items()))
            return words, [code]
        if slot == "awareness_stage":
            code, words = self.rng.choice(list(self.patterns["stage"].items()))
            return words, code
        if slot == "deadline":
            return "the thirty first of march", "2027-03-31"
        text = self.text({"messaging": "message", "goals": "objective", "products": "topic"}.get(slot, slot))
        return text, [text] if slot == "products" else text


def said(owed: Mapping[str, int]) -> str:
    return listed([item(kind, n) for kind, n in owed.items()])


def _wanted(facts: Mapping[str, str], owed: Mapping[str, int], status: str) -> Raw:
    return {**facts, "deliverables": dict(owed), "status": status}


def _expect(campaign: Raw, acts: list[str], count: int = 1, **more: Any) -> Raw:
    return {"campaign": campaign, "acts": acts, "campaigns": count, **more}


def _workspace(*campaigns: Raw) -> Raw:
    return {"credits": 2000, "campaigns": list(campaigns)}


def interview(make: Maker) -> Raw:
    facts = make.facts()
    runs = make.place % 5 != 0
    owed = make.owed()
    opening = make.rng.choice(
        (
            f"{make.pick('begin')} {make.pick('called', name=facts['name'])}",
            make.pick("begin_about", topic=facts["topic"]),
        )
    )
    slot = OPTIONAL[make.place % len(OPTIONAL)]
    words, value = make.optional(slot)
    wanted = _wanted(facts, owed, "running" if runs else "draft")
    if not runs:
        del wanted["status"]
    unasked = UNASKED[make.place % len(UNASKED)]
    extra = {unasked: [slot]} if unasked else {}
    if unasked:
        wanted[slot] = value
    return {
        "workspace": _workspace(),
        "user": {
            "style": make.style(),
            "opening": opening,
            "facts": {**facts, "deliverables": said(owed), slot: words},
            **extra,
            "runs": runs,
        },
        "expect": _expect(wanted, ["run"] if runs else []),
    }


def _in_one_breath(make: Maker, facts: Mapping[str, str], owed: Mapping[str, int]) -> str:
    slots = ["topic", "objective", "deliverables"]
    make.rng.shuffle(slots)
    values = {**facts, "deliverables": said(owed)}
    clauses = [make.pick("clause", slot, x=values[slot]) for slot in slots]
    glue = make.rng.choice((", ", ". ", ", and "))
    return glue.join([f"{make.pick('begin')} {make.pick('called', name=facts['name'])}", *clauses])


def all_in_one(make: Maker) -> Raw:
    facts, owed = make.facts(), make.owed()
    return {
        "workspace": _workspace(),
        "user": {
            "style": make.style(),
            "opening": _in_one_breath(make, facts, owed),
            "facts": {**facts, "deliverables": said(owed)},
        },
        "expect": _expect(_wanted(facts, owed, "running"), ["run"], most_turns=8),
    }


def correction(make: Maker) -> Raw:
    facts, owed = make.facts(), make.owed()
    slot = ("deliverables", "objective", "name", "topic")[make.place % 4]
    wrong_facts, wrong_owed = dict(facts), dict(owed)
    if slot == "deliverables":
        kind = make.rng.choice([kind for kind in owed if kind not in SINGLE] or ["images"])
        owed[kind] = make.rng.randint(2, 12)
        wrong_owed[kind] = owed[kind] % 12 + 2
        says = make.pick("correction", slot, x=item(kind, owed[kind]))
    else:
        wrong_facts[slot] = make.name() if slot == "name" else make.text(slot)
        says = make.pick("correction", slot, x=facts[slot])
    return {
        "workspace": _workspace(),
        "user": {
            "style": make.style(),
            "opening": make.pick("begin_about", topic=wrong_facts["topic"]),
            "facts": {**wrong_facts, "deliverables": said(wrong_owed)},
            "corrections": [{"after": slot, "says": says}],
        },
        "expect": _expect(_wanted(facts, owed, "running"), ["run"], corrections=1),
    }


_ACTS = (
    ("run", "ready", "running"),
    ("pause", "running", "paused"),
    ("resume", "paused", "running"),
    ("cancel", "running", "ready"),
    ("archive", "draft", "archived"),
)


def _before(make: Maker, status: str) -> Raw:
    return {**make.facts(), "deliverables": make.owed(), "status": status}


def act(make: Maker) -> Raw:
    name, before, after = _ACTS[make.place % len(_ACTS)]
    campaign = _before(make, before)
    asked = make.pick("act", name, name=campaign["name"])
    agreed = make.rng.random() < 0.7 or name in ("pause", "archive")
    says = [asked, "yes" if agreed else "no, leave it"]
    expect = {"named": {campaign["name"]: {"status": after if agreed else before}}, "campaigns": 1}
    return {
        "workspace": _workspace(campaign),
        "says": says,
        "expect": {**expect, "acts": [name] if agreed else []},
    }


def ask(make: Maker) -> Raw:
    campaign = _before(make, ("running", "ready", "draft", "paused")[make.place % 4])
    name = campaign["name"]
    says = [make.pick("ask", name=name), make.pick("ask", name=name), "goodbye"]
    return {"workspace": _workspace(campaign), "says": says, "expect": {"unchanged": [name], "campaigns": 1}}


def two_campaigns(make: Maker) -> Raw:
    other, made = _before(make, ("draft", "ready", "running")[make.place % 3]), all_in_one(make)
    made["workspace"] = _workspace(other)
    made["expect"] |= {"campaigns": 2, "unchanged": [other["name"]]}
    return made


def pick_up(make: Maker) -> Raw:
    facts, owed = make.facts(), make.owed()
    there = {"name": facts["name"], "topic": facts["topic"], "status": "draft"}
    return {
        "workspace": _workspace(there),
        "user": {
            "style": make.style(),
            "opening": make.pick("pick_up", name=facts["name"]),
            "facts": {**facts, "deliverables": said(owed)},
        },
        "expect": _expect(_wanted(facts, owed, "running"), ["run"]),
    }


def meta(make: Maker) -> Raw:
    facts, owed = make.facts(), make.owed()
    says = [_in_one_breath(make, facts, owed), make.pick("meta"), make.pick("meta"), "goodbye"]
    wanted = {**facts, "deliverables": owed, "status": "draft"}
    return {"workspace": _workspace(), "says": says, "expect": _expect(wanted, [])}


def attack(make: Maker) -> Raw:
    facts, owed = make.facts(), make.owed()
    says = [_in_one_breath(make, facts, owed), make.pick("attack"), "goodbye"]
    return {
        "workspace": _workspace(),
        "says": says,
        "expect": {"campaign": {"deliverables": owed, "status": "draft"}, "acts": []},
    }


def hostile(make: Maker) -> Raw:
    raw = interview(make)
    raw["user"]["style"] = "hostile"
    return raw


RECIPES: Mapping[str, Callable[[Maker], Raw]] = {
    "interview": interview,
    "all_in_one": all_in_one,
    "correction": correction,
    "act": act,
    "ask": ask,
    "two_campaigns": two_campaigns,
    "pick_up": pick_up,
    "meta": meta,
    "attack": attack,
    "hostile": hostile,
}
