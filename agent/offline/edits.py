"""A reading's slots and wishes as one call of create_campaign or update_campaign."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from agent.offline.dialogue import Call, Dialogue
from agent.offline.reading import Item, Reading
from orchestrator.catalogue import DEFAULT_QUANTITY, MOST
from store.words import DeliverableType


def too_many(reading: Reading) -> Item | None:
    """The first wish for more than fifty of one thing."""
    return next((item for item in reading.items if (item.quantity or 0) > MOST), None)


def edit_of(
    dialogue: Dialogue,
    reading: Reading,
    suggested: Sequence[Mapping[str, Any]] = (),
    *,
    asked_back: bool = False,
) -> list[Call]:
    """One call, or none when nothing would change.

    `suggested` are offered deliverables that were taken; `asked_back` says that a large number was, and was meant.
    """
    sure = {"sure": True} if asked_back and too_many(reading) else {}
    starts_new = reading.create or (dialogue.campaign is None and reading.campaign is None)
    if starts_new:
        return [Call("create_campaign", _new(reading) | sure)]
    arguments = _changed(dialogue, reading, suggested)
    return [Call("update_campaign", arguments | sure)] if arguments else []


def _new(reading: Reading) -> dict[str, Any]:
    arguments: dict[str, Any] = dict(reading.slots)
    wanted = [
        {"type": item.type, "quantity": item.quantity or _default(item.type)}
        for item in reading.items
        if item.change != "remove"
    ]
    if wanted:
        arguments["deliverables"] = wanted
    if reading.evidence:
        arguments["evidence"] = dict(reading.evidence)
    return arguments


def _changed(dialogue: Dialogue, reading: Reading, suggested: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    campaign = dialogue.campaign or {}
    _email_as_channel(campaign, reading)
    arguments: dict[str, Any] = dict(reading.slots)
    if "channels" in arguments:
        channels = _channels(campaign.get("channels") or [], arguments["channels"], reading.channels_change)
        arguments["channels"] = channels
    deliverables = _deliverables(campaign, reading, suggested)
    if deliverables:
        arguments["deliverables"] = deliverables
    if reading.clear:
        arguments["clear"] = reading.clear
    if not arguments:
        return {}
    arguments["evidence"] = {slot: words for slot, words in reading.evidence.items() if slot in arguments}
    if reading.campaign:
        arguments["campaign"] = reading.campaign
    return arguments


def _email_as_channel(campaign: Mapping[str, Any], reading: Reading) -> None:
    """Reads "no email" as the channel when the draft owes no emails and has the channel."""
    owes = any(item["type"] == "email_nurture" for item in campaign.get("deliverables") or ())
    drops = [item for item in reading.items if item.type == "email_nurture" and item.change == "remove"]
    if drops and not owes and "email" in (campaign.get("channels") or ()) and "channels" not in reading.slots:
        reading.items = [item for item in reading.items if item not in drops]
        reading.slots["channels"], reading.channels_change = ["email"], "remove"


def _channels(held: Sequence[str], said: Sequence[str], change: str) -> list[str]:
    if change == "remove":
        return [channel for channel in held if channel not in said]
    if change == "set":
        return list(said)
    return list(dict.fromkeys([*held, *said]))


def _deliverables(
    campaign: Mapping[str, Any], reading: Reading, suggested: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    held = {str(item["type"]): int(item["quantity"]) for item in campaign.get("deliverables") or ()}
    offered = {str(item["type"]): int(item["quantity"]) for item in suggested}
    changes: dict[str, dict[str, Any]] = {
        kind: {"type": kind, "change": "set", "quantity": quantity} for kind, quantity in offered.items()
    }
    for item in reading.items:
        change = _change(item, held, offered)
        if change is None:
            changes.pop(item.type, None)
        else:
            changes[item.type] = change
    if reading.only and not _fewer(reading, held):
        said = {item.type for item in reading.items}
        for kind in held:
            if kind not in said:
                changes[kind] = {"type": kind, "change": "remove"}
    real = [c for c in changes.values() if c["change"] != "remove" or c["type"] in held]
    # What is not there need not be taken out; said alone it is passed on, so that the tool can answer it.
    return real or list(changes.values())


def _fewer(reading: Reading, held: Mapping[str, int]) -> bool:
    """Whether "I only want one video" says how many videos, where there were more, and not that all else goes."""
    if len(reading.items) != 1 or "wiped" in reading.flags:
        return False
    item = reading.items[0]
    return item.change == "set" and len(held) > 1 and 0 < (item.quantity or 0) < held.get(item.type, 0)


def _change(item: Item, held: Mapping[str, int], offered: Mapping[str, int]) -> dict[str, Any] | None:
    """The change of one deliverable; None when it is taken out of an offer that the draft does not hold yet."""
    if item.change == "remove":
        if item.type in offered and item.type not in held:
            left = offered[item.type] - (item.quantity or offered[item.type])
            return {"type": item.type, "change": "set", "quantity": left} if left > 0 else None
        removal: dict[str, Any] = {"type": item.type, "change": "remove"}
        return removal | ({"quantity": item.quantity} if item.quantity else {})
    if item.quantity is None and item.change == "set":
        known = offered.get(item.type) or held.get(item.type)
        return {"type": item.type, "change": "set", "quantity": known or _default(item.type)}
    quantity = item.quantity or (1 if item.change == "add" and item.type in held else _default(item.type))
    if item.change == "add" and item.type in offered:
        return {"type": item.type, "change": "set", "quantity": offered[item.type] + quantity}
    return {"type": item.type, "change": item.change, "quantity": quantity}


def _default(kind: str) -> int:
    return DEFAULT_QUANTITY[DeliverableType(kind)]
