"""Answers to what the agent asked: offers, "which one?", "shall we go on?"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from rapidfuzz import fuzz

from agent.interview import propose_deliverables, propose_name
from agent.offline.dialogue import Call, Dialogue
from agent.offline.edits import edit_of
from agent.offline.reading import Reading
from prompts import line

LIKE = 80.0
"""rapidfuzz WRatio from which a spoken option is the one meant."""
_PLACES = {"first": 0, "second": 1, "third": 2, "last": -1, "latter": -1, "former": 0, "newest": 0}
_SAME = frozenset({"that", "this", "so", "like that", "that please", "exactly that", "what you said", "it"})
"""What "call it …" says when the offered name is meant."""
Move = tuple[list[Call], str]


def answer_to_question(dialogue: Dialogue, reading: Reading) -> Move | None:
    """The move that answers the open question, or None when the utterance is about something else."""
    kind = dialogue.question.get("kind")
    if kind == "offer":
        return _offer(dialogue, reading)
    if kind == "which":
        return _which(dialogue, reading)
    if kind == "resume":
        return _resume(dialogue, reading)
    return None


def delegated(dialogue: Dialogue, reading: Reading) -> Call | None:
    """What the caller leaves to the agent: a name, or the mix once the offered one was refused."""
    campaign, slot = dialogue.campaign, str(dialogue.question.get("slot") or "")
    names = {act.name for act in reading.acts}
    if campaign is None or campaign["status"] not in ("draft", "ready") or reading.items or reading.create:
        return None
    if not names & {"delegate", "unsure", "suggest"} or set(reading.slots) - {"name"}:
        return None
    wants_name = (
        "delegate" in names and re.search(r"\bname\b|\bcall\b", dialogue.heard.casefold()) is not None
    )
    asked = dialogue.question.get("kind") == "slot"
    if wants_name or (asked and slot == "name"):
        name = propose_name(str(campaign.get("topic") or ""))
        return Call("update_campaign", {"name": name, "evidence": {"name": dialogue.heard}}) if name else None
    if asked and slot == "deliverables":
        mix = propose_deliverables(str(campaign.get("objective") or ""), campaign.get("channels") or ())
        changes = [{"type": str(kind), "change": "set", "quantity": quantity} for kind, quantity in mix]
        evidence = {"deliverables": dialogue.heard}
        return Call("update_campaign", {"deliverables": changes, "evidence": evidence})
    return None


def _takes(reading: Reading) -> bool:
    unsure = any(act.name == "unsure" for act in reading.acts)
    runs = any(act.name == "run_campaign" for act in reading.acts)
    return bool(reading.flags & {"yes", "take"}) or ((unsure or runs) and not reading.fills)


def _offer(dialogue: Dialogue, reading: Reading) -> Move | None:
    slot, suggestion = dialogue.question.get("slot"), dialogue.question.get("suggestion")
    if reading.create or reading.rest >= 0.5:
        return None
    if slot == "deliverables" and isinstance(suggestion, list):
        return _offered_deliverables(dialogue, reading, suggestion)
    if slot == "name" and str(reading.slots.get("name") or "").casefold() in _SAME:
        reading.slots.pop("name")
        reading.flags.add("take")
    if slot == "name" and reading.items and slot not in reading.slots and _YES_AND.match(dialogue.heard):
        # "Yes, but lose the flyer": the name is taken along with the change.
        reading.slots["name"], reading.evidence["name"] = suggestion, dialogue.heard
    if slot in reading.slots or reading.fills:
        return None
    if _takes(reading) and "no" not in reading.flags and not _other_acts(reading):
        return [Call("update_campaign", {str(slot): suggestion, "evidence": {str(slot): dialogue.heard}})], ""
    if reading.plain_no:
        return [], line(f"ask_{slot}", dialogue.seed)
    return None


def _other_acts(reading: Reading) -> bool:
    # "Okay, run it" says yes to what is proposed, too; what is complete then is read back.
    return any(act.name not in ("thanks", "done", "unsure", "run_campaign") for act in reading.acts)


_HEARD = re.compile(
    r"\W*(?:sure|okay|ok|right|all right|alright|fine|good)\b\W+(?!and\b|plus\b|also\b|with\b|but\b|add\b|then\b)",
    re.IGNORECASE,
)


def _lists_another(dialogue: Dialogue, reading: Reading) -> bool:
    """Whether a mix of their own follows a word that only says "I heard you": "sure, five articles and a plan"."""
    sets = [item for item in reading.items if item.change == "set" and item.quantity]
    return len(sets) > 1 and len(sets) == len(reading.items) and _HEARD.match(dialogue.heard) is not None


_YES_AND = re.compile(
    r"\W*(?:yes|yeah|yep|yup|perfect|great|lovely|love it|sounds good|nice)\b.*?\b(?:but|and|also|just)\b",
    re.IGNORECASE,
)
_JOINED = re.compile(
    r"(?:\W*(?:oh|so|well|yeah|ok|okay)\b)*\W*(?:and|plus|also)\b|.*\b(?:too|as well)\W*$", re.IGNORECASE
)
"""How a thing is wished for beside the offered ones: "and a jingle", "a banner as well"."""


def _offered_deliverables(
    dialogue: Dialogue, reading: Reading, suggestion: list[Mapping[str, Any]]
) -> Move | None:
    if {"take", "but"} <= reading.flags:
        # "That, but only two images": the others stay.
        reading.only = False
    if reading.only or _other_acts(reading) or _lists_another(dialogue, reading):
        return None
    trims = bool(reading.items) and all(item.change == "remove" for item in reading.items)
    adds = bool(reading.items) and all(item.change == "add" for item in reading.items)
    offered = {str(item["type"]) for item in suggestion}
    adjusts = "adjusts" in reading.flags and not offered.isdisjoint(item.type for item in reading.items)
    joined = _JOINED.match(dialogue.heard) is not None and all(
        item.change != "remove" for item in reading.items
    )
    beside = bool(reading.items) and joined and "no" not in reading.flags
    if (_takes(reading) and "no" not in reading.flags) or trims or adds or adjusts or beside:
        reading.evidence.setdefault("deliverables", dialogue.heard)
        return edit_of(dialogue, reading, suggestion), ""
    if reading.plain_no:
        return [], line("ask_deliverables", dialogue.seed)
    return None


def _which(dialogue: Dialogue, reading: Reading) -> Move | None:
    if reading.fills or _other_acts(reading):
        return None
    if reading.plain_no:
        return [], line("never_mind", dialogue.seed, question="")
    options = list(dialogue.question.get("options") or ())
    sole = len(options) == 1 and bool(reading.flags & {"yes", "take"}) and "no" not in reading.flags
    chosen = _as_option(options[0]) if sole else _option(dialogue, reading)
    if chosen is None:
        return [], str(dialogue.question.get("text") or line("which_one", dialogue.seed))
    tool = str(dialogue.question["tool"])
    arguments = dict(dialogue.question.get("arguments") or {})
    arguments["name" if tool == "find_campaign" else "campaign"] = chosen["id"]
    return [Call(tool, arguments)], ""


def _option(dialogue: Dialogue, reading: Reading) -> Mapping[str, Any] | None:
    options = list(dialogue.question.get("options") or ())
    heard = dialogue.heard.lower()
    words = heard.replace(".", " ").replace(",", " ").split()
    by_status = [option for option in options if str(option["status"]) in words]
    if len(by_status) == 1:
        return _as_option(by_status[0])
    said = (reading.campaign or heard).lower()
    scored = sorted(
        ((fuzz.WRatio(said, str(option["name"]).lower()), at) for at, option in enumerate(options)),
        reverse=True,
    )
    if scored and scored[0][0] >= LIKE and (len(scored) == 1 or scored[0][0] > scored[1][0]):
        return _as_option(options[scored[0][1]])
    place = next((_PLACES[word] for word in words if word in _PLACES), None)
    if place is not None and options and place < len(options):
        return _as_option(options[place])
    return None


def _as_option(option: Any) -> Mapping[str, Any]:
    return dict(option)


def _resume(dialogue: Dialogue, reading: Reading) -> Move | None:
    resumes = any(act.name == "resume_campaign" and not act.arguments for act in reading.acts)
    if reading.plain_yes or "take" in reading.flags or resumes:
        wanted = dialogue.question.get("campaign_id") or dialogue.question.get("campaign")
        return [Call("find_campaign", {"name": str(wanted)})], ""
    if reading.plain_no:
        return [], line("ask_anything", dialogue.seed)
    return None
