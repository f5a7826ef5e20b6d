"""What is said once tools have answered, and the open question in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from agent.offline.dialogue import Call, Dialogue, Round, act_tool
from agent.offline.proposed import is_proposed
from agent.offline.remarks import is_ours
from agent.offline.spelling import said_again
from prompts import deliverable_phrase, join, line, spoken_date

DRAFTING = frozenset({"create_campaign", "update_campaign", "undo_change", "start_over"})
UNREAD = ("topic", "audience", "messaging", "goals")
"""Texts that a read-back leaves out or shortens."""
_OWNED = re.compile(r"\b(?:my|our)\b", re.IGNORECASE)
LONG = 8
"""Words of a free text that are still said back."""
CHANNEL_NAMES = {
    "x": "X",
    "instagram": "Instagram",
    "facebook": "Facebook",
    "linkedin": "LinkedIn",
    "tiktok": "TikTok",
    "youtube": "YouTube",
    "sms": "SMS",
    "blog": "the blog",
    "web": "the web",
}


def question_line(dialogue: Dialogue) -> str:
    """The open question, as it was put or anew."""
    question = dialogue.question
    text = str(question.get("text") or "").strip()
    if text.endswith("?") and question.get("kind") not in ("resume", "anything"):
        return re.split(r"(?<=[.!?]) ", text)[-1]
    if question.get("kind") == "anything" and dialogue.campaign is not None:
        return _of_campaign(dialogue.campaign, dialogue.seed)
    return _asked(question, dialogue.seed)


def _of_campaign(campaign: Mapping[str, Any], seed: int) -> str:
    """What to ask when nothing is asked but a campaign is being talked of."""
    if campaign["status"] not in ("draft", "ready"):
        return line("ask_more", seed)
    missing = campaign.get("missing") or ()
    return line(f"ask_{missing[0]}", seed) if missing else line("ask_ready", seed)


def _asked(question: Mapping[str, Any], seed: int) -> str:
    kind, slot = question.get("kind"), question.get("slot")
    if kind in ("slot", "ask") and slot:
        return line(f"ask_{slot}", seed)
    if kind == "offer":
        return line(f"offer_{slot}", seed, suggestion=question.get("suggestion"))
    if kind == "resume":
        return line("ask_resume", seed, campaign=question.get("campaign") or "")
    if kind == "which":
        return line("which_one", seed)
    return line("ask_anything", seed)


def after_tools(dialogue: Dialogue) -> tuple[list[Call], str]:
    """The next call, or the words: what was done, in the tools' own sentences, and the one next question."""
    called = {done.call.name for done in dialogue.rounds}
    last = dialogue.rounds[-1]
    step = _next(dialogue)
    minted = any(done.result.get("needs_confirmation") for done in dialogue.rounds)
    if step.get("kind") == "read_back" and not minted and "run_campaign" not in called:
        return [Call("run_campaign", {})], ""
    if last.call.name == "confirm" and not last.result.get("ok") and dialogue.pending is not None:
        again = act_tool(dialogue.pending)
        if again not in called:
            return [Call(again, {})], ""
    parts = [part for done in dialogue.rounds if (part := _said(dialogue, done, called))]
    parts.append(_closing(dialogue, last, step))
    return [], " ".join(part for part in parts if part) or line("done_that", dialogue.seed)


def _next(dialogue: Dialogue) -> Mapping[str, Any]:
    for done in reversed(dialogue.rounds):
        step = done.result.get("next")
        if isinstance(step, dict):
            return step
    return {}


def _said(dialogue: Dialogue, done: Round, called: set[str]) -> str:
    result = done.result
    if not result.get("ok"):
        superseded = done.call.name == "confirm" and len(called) > 1
        return "" if superseded else str(result.get("error") or line("error", dialogue.seed))
    if result.get("needs_confirmation"):
        return str(result["read_back"])
    minted = any(other.result.get("needs_confirmation") for other in dialogue.rounds)
    if done.call.name == "get_credits" and minted:
        # The price is in the read-back that follows.
        return ""
    if done.call.name == "search_knowledge" and not result.get("passages") and not is_ours(dialogue.heard):
        return line("off_topic", dialogue.seed, question="").strip()
    if result.get("spoken"):
        return str(result["spoken"])
    if done.call.name not in DRAFTING:
        return ""
    words = _corrected(dialogue, done) if minted else acknowledgement(dialogue, done)
    return f"{words} {_spelling(dialogue, done)}".strip()


def _corrected(dialogue: Dialogue, done: Round) -> str:
    """What the read-back that follows does not say: a text that was corrected, and that its name is only proposed."""
    name = str(done.call.arguments.get("name") or "")
    if name and is_proposed(name, dialogue) and dialogue.question.get("slot") != "name":
        return line("proposed_name", dialogue.seed, name=name)
    if dialogue.pending is None:
        return ""
    read_back = " ".join(str(other.result.get("read_back") or "") for other in dialogue.rounds).casefold()
    for slot in UNREAD:
        value = str(done.call.arguments.get(slot) or "")
        if value and value.casefold() not in read_back and len(value.split()) <= LONG:
            return line(f"put_right_{slot}", dialogue.seed, what=_OWNED.sub("your", value))
    return ""


def _spelling(dialogue: Dialogue, done: Round) -> str:
    """Another way, for a caller who says the same text a second time."""
    if dialogue.state.get("channel") in (None, "typed") or not dialogue.before:
        return ""
    again = said_again(done.call.arguments, dialogue.before[-1], dialogue.campaign)
    return line("spell_it", dialogue.seed) if again else ""


def _closing(dialogue: Dialogue, last: Round, step: Mapping[str, Any]) -> str:
    """The one question that ends the reply, when there is one."""
    result = last.result
    if result.get("needs_confirmation") or result.get("ambiguous") or last.call.name == "end_call":
        return ""
    if step.get("kind") in ("ask", "offer"):
        return _asked(step, dialogue.seed)
    if result.get("did") or step.get("kind") == "none" or last.call.name in ("decline", "set_voice"):
        return ""
    if not result.get("ok") and result.get("campaign"):
        missing = result["campaign"].get("missing") or []
        return line(f"ask_{missing[0]}", dialogue.seed) if missing else ""
    if dialogue.question.get("kind") in ("slot", "offer"):
        return question_line(dialogue)
    return ""


def acknowledgement(dialogue: Dialogue, done: Round) -> str:
    """What was taken, in few words."""
    if done.call.name in ("undo_change", "start_over"):
        return line(done.call.name, dialogue.seed)
    arguments, campaign = done.call.arguments, done.result.get("campaign") or {}
    taken: list[str] = []
    if arguments.get("name"):
        taken.append(str(arguments["name"]))
    if "channels" in arguments:
        channels = [CHANNEL_NAMES.get(channel, channel) for channel in campaign.get("channels") or ()]
        taken.append(f"on {join(channels)}" if channels else line("no_channels", dialogue.seed))
    if arguments.get("deliverables"):
        made = _deliverables(arguments["deliverables"], campaign)
        taken = [f"{', '.join(taken)}: {made}" if taken else made]
    if not taken and not arguments.get("deadline"):
        taken = _texts(arguments)
    if arguments.get("deadline"):
        # The date says the objective's "by the end of July" back as a day.
        taken.append(f"by {spoken_date(str(arguments['deadline']), _today(dialogue))}")
    if not [part for part in taken if part]:
        return line("ack", dialogue.seed)
    said = ", ".join(part for part in taken if part)
    return line("ack_of", dialogue.seed, what=said)


def _today(dialogue: Dialogue) -> date:
    return dialogue.today


def _deliverables(changes: list[Mapping[str, Any]], campaign: Mapping[str, Any]) -> str:
    held = {str(item["type"]): int(item["quantity"]) for item in campaign.get("deliverables") or ()}
    kept = [deliverable_phrase(kind, held[kind]) for kind in _types(changes) if kind in held]
    gone = [deliverable_phrase(kind, 2).split(" ", 1)[1] for kind in _types(changes) if kind not in held]
    parts = [join(kept)] if kept else []
    if gone:
        parts.append(f"no {join(gone, word='or')}")
    return ", ".join(parts)


def _types(changes: list[Mapping[str, Any]]) -> list[str]:
    return [str(change["type"]) for change in changes]


def _texts(arguments: Mapping[str, Any]) -> list[str]:
    for slot in ("topic", "objective", "audience", "messaging", "goals"):
        value = str(arguments.get(slot) or "")
        # "our shoes" said back by the agent would be its own: only what has no owner is repeated.
        owned = {"our", "my", "we", "i", "us"} & set(value.lower().split())
        if value and not owned and len(value.split()) <= LONG:
            return [value]
    return []
