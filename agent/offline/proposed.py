"""A name for a draft that lacks nothing else: it is proposed with the read-back, so that one yes answers both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from agent.interview import propose_name
from agent.offline.dialogue import Answer, Call, Dialogue

_TEXTS = ("topic", "objective")


def with_name(dialogue: Dialogue, found: Answer) -> Answer:
    """The answer with a name in the call that completes all else.

    Nothing is added where the caller was asked for a name, having refused the proposed one.
    """
    if dialogue.question.get("kind") == "slot" and dialogue.question.get("slot") == "name":
        return found
    return replace(found, calls=tuple(_named(dialogue, call) for call in found.calls))


def is_proposed(name: str, dialogue: Dialogue) -> bool:
    """Whether the name is none that the caller said."""
    return name.casefold() not in dialogue.heard.casefold()


def _named(dialogue: Dialogue, call: Call) -> Call:
    given = call.arguments
    if call.name not in ("create_campaign", "update_campaign") or "name" in given or given.get("campaign"):
        return call
    held = (dialogue.campaign or {}) if call.name == "update_campaign" else {}
    if held.get("name") or held.get("status", "draft") != "draft" or not _is_complete(held, given):
        return call
    name = propose_name(str(given.get("topic") or held.get("topic") or ""))
    return replace(call, arguments={**given, "name": name}) if name else call


def _is_complete(held: Mapping[str, Any], given: Mapping[str, Any]) -> bool:
    """Whether everything that a run needs but the name is there once the call has been made."""
    cleared = set(given.get("clear") or ())
    texts = all(given.get(slot) or (held.get(slot) and slot not in cleared) for slot in _TEXTS)
    owed = {str(item["type"]) for item in held.get("deliverables") or ()}
    changes = given.get("deliverables") or ()
    owed -= {str(one["type"]) for one in changes if one.get("change") == "remove" and not one.get("quantity")}
    owed |= {str(one["type"]) for one in changes if one.get("change") != "remove"}
    return texts and bool(owed) and not cleared & {"name", "deliverables"}
