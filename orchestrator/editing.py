"""A campaign's content as a value, and what an edit makes of it: pure functions, no rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from orchestrator.catalogue import DEFAULT_QUANTITY
from orchestrator.errors import InvalidField
from orchestrator.fields import EMPTY, clean
from orchestrator.spoken import sentence
from orchestrator.views import CampaignEdit, DeliverableChange
from prompts import deliverable_phrase
from store.words import REQUIRED_SLOTS, DeliverableType, SlotName, SlotStatus

MOST_OF_ONE = 500
"""Units of one type that a campaign may owe."""
EVIDENCE_KEPT = 10
"""Sayings kept for a slot; the newest are what anybody asks about."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a campaign says and owes. `slots` maps names to `{status, evidence: [{words, turn_id, at}]}`."""

    fields: Mapping[str, Any] = field(default_factory=lambda: dict(EMPTY))
    deliverables: Mapping[str, int] = field(default_factory=dict)
    slots: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {
            "fields": dict(self.fields),
            "deliverables": [list(item) for item in self.deliverables.items()],
            "slots": {name: dict(slot) for name, slot in self.slots.items()},
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Content:
        return cls({**EMPTY, **stored["fields"]}, dict(stored["deliverables"]), stored["slots"])

    def value(self, slot: str) -> Any:
        return self.deliverables if slot == SlotName.DELIVERABLES else self.fields[slot]

    @property
    def missing(self) -> tuple[str, ...]:
        """The required slots that are empty, in the order in which they are listed everywhere."""
        return tuple(str(slot) for slot in REQUIRED_SLOTS if not self.value(slot))


def apply(content: Content, edit: CampaignEdit, made: Mapping[str, int], at: datetime) -> Content:
    """The content after the edit; `made` counts the finished units by type.

    Raises `InvalidField`; nothing of a refused edit is taken.
    """
    fields = dict(content.fields)
    for slot in edit.clear:
        if slot != SlotName.DELIVERABLES:
            fields[slot] = clean(slot, None)
    for slot, value in edit.fields.items():
        fields[slot] = clean(slot, value)
    deliverables = _deliverables(content.deliverables, edit)
    check_made(deliverables, made)
    return noted(Content(fields, deliverables, content.slots), content, edit, at)


def changed(before: Content, after: Content) -> list[str]:
    """The slots whose values differ."""
    return [str(slot) for slot in SlotName if before.value(slot) != after.value(slot)]


def noted(after: Content, before: Content, edit: CampaignEdit, at: datetime) -> Content:
    """The content with the slots' statuses and evidence brought up to its values."""
    slots = {name: dict(slot) for name, slot in after.slots.items()}
    for name in changed(before, after):
        if not after.value(name):
            slots.pop(name, None)
            continue
        evidence = list(slots.get(name, {}).get("evidence", ()))
        words = edit.evidence.get(name, "").strip()
        if words:
            evidence.append({"words": words[:500], "turn_id": edit.turn_id, "at": at.isoformat()})
        slots[name] = {"status": str(SlotStatus.HEARD), "evidence": evidence[-EVIDENCE_KEPT:]}
    return Content(after.fields, after.deliverables, slots)


def check_made(deliverables: Mapping[str, int], made: Mapping[str, int]) -> None:
    """Raises `InvalidField` when less would be owed than is already made."""
    for kind, count in made.items():
        if count > deliverables.get(kind, 0):
            made_now = (
                f"{sentence(deliverable_phrase(kind, count))} {'is' if count == 1 else 'are'} already made"
            )
            raise InvalidField("deliverables", f"{made_now}; it cannot be fewer than that.")


def _deliverables(current: Mapping[str, int], edit: CampaignEdit) -> dict[str, int]:
    cleared = edit.replace_deliverables or SlotName.DELIVERABLES in edit.clear
    wanted = {} if cleared else dict(current)
    for change in edit.deliverables:
        quantity = _quantity(wanted, change)
        if quantity == 0:
            wanted.pop(str(change.type), None)
        elif 1 <= quantity <= MOST_OF_ONE:
            wanted[str(change.type)] = quantity
        else:
            raise InvalidField(
                "deliverables",
                f"{quantity} is not possible: the quantity must be between 1 and {MOST_OF_ONE}.",
            )
    if edit.replace_deliverables:
        # In the order in which they already were, so that a list sent back unchanged changes nothing.
        return {
            kind: wanted[kind]
            for kind in [k for k in current if k in wanted] + [k for k in wanted if k not in current]
        }
    return wanted


def _quantity(wanted: Mapping[str, int], change: DeliverableChange) -> int:
    """What the change makes of its type; 0 to drop it."""
    kind = str(change.type)
    amount = change.quantity
    if kind not in DEFAULT_QUANTITY:
        raise InvalidField("deliverables", f"{kind[:60]} is nothing that can be made.")
    if amount is not None and amount < 1:
        raise InvalidField("deliverables", f"{amount} is not possible: the quantity must be at least 1.")
    if change.change == "remove":
        if kind not in wanted:
            raise InvalidField("deliverables", f"There is nothing of that kind in it: {_plain(kind)}.")
        return 0 if amount is None else max(0, wanted[kind] - amount)
    given = DEFAULT_QUANTITY[DeliverableType(kind)] if amount is None else amount
    return wanted.get(kind, 0) + given if change.change == "add" else given


def _plain(kind: str) -> str:
    return kind.replace("_", " ")
