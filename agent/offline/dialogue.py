"""The messages of a chat completion as the brain sees them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from agent.offline.reading import Situation
from prompts import line

STATE = "STATE"
WORDINGS = 8
"""More wordings than any spoken line has."""
SHORT = 7
"""Words up to which a reply that asks nothing only says that something was heard."""


@cache
def asked_names() -> frozenset[str]:
    """Every wording of the question for a name."""
    return frozenset(line("ask_name", seed) for seed in range(WORDINGS))


@dataclass(frozen=True, slots=True)
class Call:
    name: str
    arguments: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """Either calls, in order, or a text to say."""

    calls: tuple[Call, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Round:
    """A tool call of this turn and what came of it."""

    call: Call
    result: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Dialogue:
    """`before` are the caller's earlier turns; `last_said` the agent's last words."""

    heard: str
    state: Mapping[str, Any]
    before: tuple[str, ...]
    last_said: str
    rounds: tuple[Round, ...]
    repeatable: str = ""
    """The agent's last words of substance, which "say that again" means: not "Okay, slower."."""

    @property
    def seed(self) -> int:
        return int(self.state.get("seed") or 0)

    @property
    def campaign(self) -> Mapping[str, Any] | None:
        return self.state.get("campaign")

    @property
    def question(self) -> Mapping[str, Any]:
        stored: Mapping[str, Any] = self.state.get("open_question") or {"kind": "anything", "text": ""}
        if stored.get("text") in asked_names():
            # The brain asks for another name of its own accord; no tool has opened that question.
            return {**stored, "kind": "slot", "slot": "name"}
        if self.proposed_name:
            return {**stored, "proposed": "name"}
        return stored

    @property
    def proposed_name(self) -> bool:
        """Whether the agent has just named the campaign of its own accord."""
        name = str((self.campaign or {}).get("name") or "")
        return bool(name) and any(
            line("proposed_name", seed, name=name) in self.last_said for seed in range(WORDINGS)
        )

    @property
    def alternatives(self) -> tuple[str, ...]:
        """What the ear might have heard instead, the likeliest first; empty for typed words."""
        return tuple(str(words) for words in self.state.get("alternatives") or ())

    @property
    def pending(self) -> Mapping[str, Any] | None:
        return self.state.get("pending")

    @property
    def complete_draft(self) -> bool:
        campaign = self.campaign
        return campaign is not None and campaign["status"] in ("draft", "ready") and not campaign["missing"]

    @property
    def today(self) -> date:
        """The day it is in the workspace's zone; UTC when the zone is unknown."""
        now = datetime.fromisoformat(str(self.state["now"])) if self.state.get("now") else datetime.now(UTC)
        try:
            return now.astimezone(ZoneInfo(str(self.state.get("timezone") or "UTC"))).date()
        except (ZoneInfoNotFoundError, ValueError):
            return now.date()

    @property
    def situation(self) -> Situation:
        names = [str(item["name"]) for item in self.state.get("campaigns") or () if item.get("name")]
        return Situation(self.today, self.question, self.campaign, names, self.before)


def act_tool(pending: Mapping[str, Any]) -> str:
    """The tool that reads the pending act back: acts on anything but a campaign bear their tool's own name."""
    action = str(pending["action"])
    return f"{action}_campaign" if action in _OF_CAMPAIGN else action


_OF_CAMPAIGN = frozenset({"run", "resume", "restart", "cancel", "delete", "call_back"})


def parse_dialogue(messages: Sequence[Mapping[str, Any]]) -> Dialogue:
    """Raises ValueError when there is no user message, or a state or result that is no JSON."""
    last_user = max((at for at, m in enumerate(messages) if m.get("role") == "user"), default=-1)
    if last_user < 0:
        raise ValueError("messages must hold a message of the user")
    said = [_text(m) for m in messages[:last_user] if m.get("role") == "assistant" and _text(m)]
    before = [_text(m) for m in messages[:last_user] if m.get("role") == "user"]
    return Dialogue(
        heard=_text(messages[last_user]),
        state=_state(messages),
        before=tuple(before),
        last_said=said[-1] if said else "",
        repeatable=next((text for text in reversed(said) if _has_substance(text)), said[-1] if said else ""),
        rounds=tuple(_rounds(messages[last_user + 1 :])),
    )


def _has_substance(said: str) -> bool:
    return said.rstrip().endswith("?") or len(said.split()) > SHORT


def _state(messages: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    for message in messages:
        text = _text(message)
        if message.get("role") == "system" and text.startswith(STATE + "\n"):
            state = json.loads(text[len(STATE) :])
            if not isinstance(state, dict):
                raise ValueError("the state must be a JSON object")
            return state
    return {}


def _text(message: Mapping[str, Any]) -> str:
    content = message.get("content")
    if isinstance(content, list):
        return " ".join(str(part.get("text", "")) for part in content if isinstance(part, dict))
    return str(content or "")


def _rounds(messages: Sequence[Mapping[str, Any]]) -> list[Round]:
    calls: dict[str, Call] = {}
    rounds: list[Round] = []
    for message in messages:
        for request in message.get("tool_calls") or ():
            function = request["function"]
            calls[request["id"]] = Call(function["name"], json.loads(function["arguments"] or "{}"))
        if message.get("role") == "tool" and message.get("tool_call_id") in calls:
            result = json.loads(_text(message) or "{}")
            rounds.append(Round(calls[str(message["tool_call_id"])], result))
    return rounds
