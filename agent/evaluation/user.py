"""The simulated user: hears the open question, answers it from the facts, mends what was taken wrong."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from agent.evaluation.compare import filled, wrong_slots
from agent.evaluation.phrasing import in_style, item, listed, phrases, spelling
from agent.evaluation.scenario import ExpectedCampaign, Scenario, SimulatedUser
from orchestrator.views import CampaignView
from store.words import REQUIRED_SLOTS, SlotName

MOST_REPAIRS = 2
"""Times one slot is said again before the user lets it be."""
MOST_SPOKEN_REPAIRS = 4
"""On the telephone people expect to be misheard, and spell a short text from the third time on."""
SPELLED_FROM = 2
MOST_LETTERS = 24
"""Of a text that people have the patience to spell."""
SPELLABLE = frozenset({SlotName.NAME, SlotName.TOPIC, SlotName.AUDIENCE, SlotName.MESSAGING, SlotName.GOALS})


@dataclass(slots=True)
class Scripted:
    """Says fixed turns, whatever is answered."""

    turns: list[str]
    repairs: int = 0

    def next(self, _question: Mapping[str, Any], _campaign: CampaignView | None) -> str | None:
        return self.turns.pop(0) if self.turns else None


@dataclass(slots=True)
class Simulated:
    """Answers what is asked. `next` is None when the user has nothing left to say."""

    user: SimulatedUser
    wanted: ExpectedCampaign
    rng: random.Random
    spoken: bool = False
    repairs: int = 0
    turns: int = 0
    _corrected: set[int] = field(default_factory=set)
    _volunteered: set[str] = field(default_factory=set)
    _mended: dict[str, int] = field(default_factory=dict)
    _asked: Counter[str] = field(default_factory=Counter)
    _ending: list[str] | None = None

    def next(self, question: Mapping[str, Any], campaign: CampaignView | None) -> str | None:
        """`question` is the talk's stored open question, `campaign` what a read-back of it would say."""
        self.turns += 1
        if self.turns > self.user.patience:
            return None
        if self.turns == 1:
            return self._styled(self.user.opening)
        if self._ending is not None:
            return self._ending.pop(0) if self._ending else None
        if campaign is not None and campaign.status in ("running", "completed"):
            self._ending = list(self.user.afterwards)
            return self._ending.pop(0) if self._ending else None
        return self._due(campaign) or self._answered(question, campaign)

    def _due(self, campaign: CampaignView | None) -> str | None:
        """What is said unasked: corrections, and what the user volunteers."""
        if campaign is None:
            return None
        there = filled(campaign)
        for place, correction in enumerate(self.user.corrections):
            if place not in self._corrected and correction.after in there:
                self._corrected.add(place)
                return self._styled(correction.says)
        if SlotName.TOPIC in there:
            for slot in self.user.volunteers:
                if slot not in self._volunteered and slot not in there:
                    self._volunteered.add(slot)
                    return self._styled(self._volunteer(slot))
        return None

    def _volunteer(self, slot: SlotName) -> str:
        return str(phrases()["volunteer"].get(slot, "{words}")).format(words=self.user.facts[slot])

    def _answered(self, question: Mapping[str, Any], campaign: CampaignView | None) -> str | None:
        answer = self._answer(question, campaign)
        if answer is None or campaign is None or question.get("kind") not in ("slot", "offer"):
            return answer
        for slot in self.user.beside:
            if slot not in self._volunteered and slot not in filled(campaign):
                self._volunteered.add(slot)
                return str(self.rng.choice(phrases()["beside"])).format(
                    answer=answer, words=self._volunteer(slot)
                )
        return answer

    def _answer(self, question: Mapping[str, Any], campaign: CampaignView | None) -> str | None:
        kind = question.get("kind")
        if kind == "confirm":
            return self._to_read_back(campaign)
        if kind == "slot":
            return self._fact(str(question["slot"]))
        if kind == "offer":
            return self._to_offer(str(question["slot"]))
        if kind == "which":
            named = [str(option["name"]).casefold() for option in question.get("options", [])]
            name = self._name()
            return self._yes() if name and named == [name.casefold()] else name
        if kind == "resume":
            return self._yes()
        if campaign is not None and not campaign.missing and self.user.runs:
            return self._styled(self.rng.choice(phrases()["go"]))
        if campaign is None:
            return self._again()
        missing = [slot for slot in REQUIRED_SLOTS if slot in campaign.missing]
        return self._fact(missing[0]) if missing else None

    def _again(self) -> str | None:
        """The opening once more, when nothing came of it; a user who was understood would see a campaign."""
        if self._mended.get("opening", 0) >= MOST_REPAIRS:
            return None
        self._mended["opening"] = self._mended.get("opening", 0) + 1
        self.repairs += 1
        return self.user.opening

    def _fact(self, slot: str) -> str:
        fact = self.user.facts.get(SlotName(slot)) or self._wanted(slot)
        if fact is None:
            return self._no() if slot not in REQUIRED_SLOTS else self._yes()
        self._asked[slot] += 1
        return self._letters(slot, self._asked[slot] - 1) or self._styled(fact)

    def _to_offer(self, slot: str) -> str:
        if self.user.accepts_offers:
            return self._yes()
        fact = self.user.facts.get(SlotName(slot)) or self._wanted(slot)
        if fact is not None:
            return self._styled(fact)
        return self._yes() if slot in REQUIRED_SLOTS else self._no()

    def _to_read_back(self, campaign: CampaignView | None) -> str:
        if campaign is not None:
            for slot in wrong_slots(self.wanted, campaign, spoken=self.spoken):
                key = self._mend_key(slot, campaign)
                times = self._mended.get(key, 0)
                if (
                    times < (MOST_SPOKEN_REPAIRS if self.spoken else MOST_REPAIRS)
                    and slot in phrases()["repair"]
                ):
                    self._mended[key] = times + 1
                    self.repairs += 1
                    return self._letters(slot, times) or self._repair(slot, campaign, times)
        return self._yes() if self.user.runs else self._leave()

    def _mend_key(self, slot: str, campaign: CampaignView) -> str:
        """Each thing too many is struck out by itself, and counts by itself."""
        if slot == SlotName.DELIVERABLES and (kind := self._too_many(campaign)):
            return f"{slot}:{kind}"
        return slot

    def _too_many(self, campaign: CampaignView) -> str | None:
        wanted = self.wanted.deliverables or {}
        return next((str(entry.type) for entry in campaign.deliverables if entry.type not in wanted), None)

    def _repair(self, slot: str, campaign: CampaignView, times: int) -> str:
        """In the words for the time that it is."""
        if slot == SlotName.DELIVERABLES:
            if kind := self._too_many(campaign):
                return _reworded("drop", phrases()["deliverable"][kind][1], times)
            there = {entry.type: entry.quantity for entry in campaign.deliverables}
            wanted = (self.wanted.deliverables or {}).items()
            return _reworded(
                slot, listed([item(kind, n) for kind, n in wanted if there.get(kind) != n]), times
            )
        return _reworded(slot, self._wanted(slot) or self.user.facts.get(SlotName(slot), ""), times)

    def _letters(self, slot: str, times: int) -> str | None:
        """The text spelled, when saying it has failed often enough."""
        if not self.spoken or slot not in SPELLABLE or times < SPELLED_FROM:
            return None
        text = self._wanted(slot) or self.user.facts.get(SlotName(slot), "")
        return spelling(text) if text and len(text) <= MOST_LETTERS else None

    def _wanted(self, slot: str) -> str | None:
        if slot == SlotName.DELIVERABLES:
            items = [item(kind, n) for kind, n in (self.wanted.deliverables or {}).items()]
            return listed(items) if items else None
        value = getattr(self.wanted, slot)
        if isinstance(value, list):
            return (
                listed([str(part) for part in value]) if slot in ("channels", "products") else str(value[0])
            )
        return str(value).replace("_", " ") if value else None

    def _name(self) -> str | None:
        return self._wanted("name") or self.user.facts.get(SlotName.NAME)

    def _yes(self) -> str:
        return str(self.rng.choice(phrases()["yes"]))

    def _no(self) -> str:
        return str(self.rng.choice(phrases()["no"]))

    def _leave(self) -> str:
        self._ending = [phrases()["goodbye"]]
        return self._no()

    def _styled(self, words: str) -> str:
        return in_style(words, self.user.style, self.rng)


def _reworded(slot: str, words: str, times: int) -> str:
    ways: list[str] = phrases()["repair"][slot]
    return ways[times % len(ways)].format(words=words)


def speaker_of(scenario: Scenario, rng: random.Random, *, spoken: bool = False) -> Scripted | Simulated:
    if scenario.says is not None:
        return Scripted(list(scenario.says))
    assert scenario.user is not None
    return Simulated(scenario.user, scenario.expect.campaign or ExpectedCampaign(), rng, spoken)
