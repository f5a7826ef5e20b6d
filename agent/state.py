"""What the brain is told at each turn: the state of the talk as one JSON object, not the history of it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from orchestrator.views import CampaignView, ConfirmationView
from tools.facts import campaign_facts

Question = Mapping[str, Any]
"""The open question: `{kind: slot|offer|which|resume|anything, text, …}` (docs/decisions/050-state-not-history.md)."""

ANYTHING: Question = {"kind": "anything", "text": ""}


@dataclass(slots=True)
class Memory:
    """What one conversation remembers between turns beside the draft; stored with it, so any process can go on."""

    question: Question = field(default_factory=lambda: dict(ANYTHING))
    offered: set[str] = field(default_factory=set)
    """`offer_key` of each proposal made."""
    rate: float = 1.0
    watching: set[str] = field(default_factory=set)
    failures: int = 0
    """Turns in a row that were not caught."""
    guesses: tuple[str, ...] = ()
    """What was heard in them, not surely enough."""

    @classmethod
    def load(cls, stored: Mapping[str, Any]) -> Memory:
        return cls(
            question=stored.get("question") or dict(ANYTHING),
            offered=set(stored.get("offered", ())),
            rate=float(stored.get("rate", 1.0)),
            watching=set(stored.get("watching", ())),
            failures=int(stored.get("failures", 0)),
            guesses=tuple(stored.get("guesses", ())),
        )

    def offered_on(self, campaign_id: str) -> set[str]:
        """The slots of this campaign for which a proposal was made."""
        return {key.rpartition(":")[2] for key in self.offered if key.startswith(f"{campaign_id}:")}

    def forget_offers(self, campaign_id: str | None) -> None:
        """An interview that begins again may propose again."""
        self.offered = {key for key in self.offered if not key.startswith(f"{campaign_id}:")}

    def dump(self) -> dict[str, Any]:
        return {
            "question": dict(self.question),
            "offered": sorted(self.offered),
            "rate": self.rate,
            "watching": sorted(self.watching),
            "failures": self.failures,
            "guesses": list(self.guesses),
        }


def offer_key(campaign_id: str | None, slot: str) -> str:
    """Offers are made once for each campaign, not once for each call."""
    return f"{campaign_id}:{slot}"


def state_message(
    *,
    now: datetime,
    timezone: str,
    workspace: str,
    caller: str,
    channel: str,
    turn: int,
    seed: int,
    campaign: CampaignView | None,
    question: Question,
    pending: ConfirmationView | None,
    campaigns: Sequence[CampaignView],
    alternatives: Sequence[str] = (),
    project: Mapping[str, Any] | None = None,
) -> dict[str, str]:
    """The second system message. Everything in it is data; nothing in it is an instruction.

    `alternatives` are the ear's other readings of the caller's words; `project` is the campaign's newest.
    """
    state = {
        "now": now.isoformat(),
        "timezone": timezone,
        "workspace": workspace,
        "caller": caller or None,
        "channel": channel,
        "turn": turn,
        "seed": seed,
        "campaign": campaign_facts(campaign) if campaign else None,
        "open_question": dict(question),
        "pending": _pending(pending),
        "campaigns": [{"id": c.id, "name": c.name, "status": str(c.status)} for c in campaigns],
        **({"alternatives": list(alternatives)} if alternatives else {}),
        **({"project": dict(project)} if project else {}),
    }
    return {"role": "system", "content": "STATE\n" + json.dumps(state, ensure_ascii=False)}


def _pending(pending: ConfirmationView | None) -> dict[str, str] | None:
    if pending is None:
        return None
    return {"action": pending.action, "campaign": pending.campaign_name, "spoken": pending.spoken}


def question_after(
    previous: Question, tool: str, arguments: Mapping[str, Any], result: Mapping[str, Any]
) -> Question:
    """The question that is open once this tool call has been answered; its words are filled in when they are said."""
    if result.get("ambiguous"):
        return {
            "kind": "which",
            "tool": tool,
            "arguments": dict(arguments),
            "options": result["ambiguous"],
            "text": "",
        }
    if result.get("needs_confirmation"):
        return {"kind": "confirm", "text": ""}
    step = result.get("next")
    if step is None:
        settled = result.get("did") or (tool == "decline" and result.get("ok"))
        return dict(ANYTHING) if settled else previous
    if step["kind"] == "ask":
        return {"kind": "slot", "slot": step["slot"], "text": ""}
    if step["kind"] == "offer":
        return {"kind": "offer", "slot": step["slot"], "suggestion": step["suggestion"], "text": ""}
    return dict(ANYTHING)


_REFUSAL = re.compile(
    r"\W*(?:no|nope|nah|not (?:now|that|really|today)|never mind)\b(?:\W+\w+){0,4}\W*$", re.IGNORECASE
)


def after_refusal(question: Question, words: str) -> Question:
    """The question that is left when the caller turned a proposal down in so many words and nothing else came of it."""
    if not _REFUSAL.match(words):
        return question
    if question["kind"] == "offer":
        return {"kind": "slot", "slot": question["slot"], "text": ""}
    return dict(ANYTHING) if question["kind"] in ("resume", "which") else question
