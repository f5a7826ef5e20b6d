"""A workspace of tools imagined in memory, so that the brain can be talked to as the conversation talks to it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

import httpx2
import openai

from agent.offline.policy import answer
from agent.offline.server import create_app
from agent.state import question_after
from prompts import deliverables_phrase, line

REQUIRED = ("topic", "objective", "deliverables", "name")
TEXTS = ("name", "topic", "objective", "audience", "messaging", "goals", "deadline")
SUGGESTED = [
    {"type": "research", "quantity": 1},
    {"type": "images", "quantity": 5},
    {"type": "social_posts", "quantity": 10},
]


def client() -> openai.AsyncOpenAI:
    """The real client, in front of the endpoint in this process."""
    transport = httpx2.ASGITransport(app=create_app(clock=lambda: 1_800_000_000.0, new_id=iter_ids()))
    return openai.AsyncOpenAI(
        api_key="embedded",
        base_url="http://embedded/v1",
        max_retries=0,
        http_client=openai.DefaultAsyncHttpxClient(transport=transport),
    )


def iter_ids() -> Any:
    numbers = iter(range(10_000))
    return lambda: str(next(numbers))


@dataclass
class Imagined:
    """One caller's talk with the brain. `said` holds (caller, agent) pairs, `calls` every tool call."""

    campaigns: list[dict[str, Any]] = field(default_factory=list)
    focus: dict[str, Any] | None = None
    question: dict[str, Any] = field(
        default_factory=lambda: {"kind": "anything", "text": "What shall we launch?"}
    )
    pending: dict[str, Any] | None = None
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    said: list[tuple[str, str]] = field(default_factory=list)
    ended: bool = False
    seed: int = 0
    now: str = "2026-11-21T12:00:00+00:00"
    _offered: set[str] = field(default_factory=set)
    _undo: list[dict[str, Any]] = field(default_factory=list)

    def say(self, words: str) -> str:
        """One turn. Fails when the brain goes round in circles."""
        messages = self._messages(words)
        for _ in range(6):
            reply = answer(messages)
            if not reply.calls:
                self.said.append((words, reply.text))
                if reply.text.endswith("?") and self.question["kind"] != "resume":
                    self.question = {**self.question, "text": reply.text.rsplit(". ", 1)[-1]}
                return reply.text
            requests = []
            for at, call in enumerate(reply.calls):
                function = {"name": call.name, "arguments": json.dumps(call.arguments)}
                requests.append({"id": f"c{len(self.calls)}-{at}", "type": "function", "function": function})
            messages.append({"role": "assistant", "content": None, "tool_calls": requests})
            for request, call in zip(requests, reply.calls, strict=True):
                result = self._run(call.name, call.arguments)
                messages.append(
                    {"role": "tool", "tool_call_id": request["id"], "content": json.dumps(result)}
                )
        raise AssertionError(f"no end to the tool calls: {self.calls[-6:]}")

    @property
    def owed(self) -> dict[str, int]:
        assert self.focus is not None
        return {item["type"]: item["quantity"] for item in self.focus["deliverables"]}

    def state(self) -> dict[str, Any]:
        return {
            "now": self.now,
            "timezone": "Europe/Berlin",
            "workspace": "Acme",
            "caller": None,
            "channel": "typed",
            "turn": len(self.said) + 1,
            "seed": self.seed + len(self.said),
            "campaign": self._facts(self.focus) if self.focus else None,
            "open_question": self.question,
            "pending": self.pending,
            "campaigns": [{key: c[key] for key in ("id", "name", "status")} for c in self.campaigns],
        }

    def _messages(self, words: str) -> list[dict[str, Any]]:
        history = [
            {"role": role, "content": text}
            for pair in self.said[-4:]
            for role, text in zip(("user", "assistant"), pair, strict=True)
        ]
        return [
            {"role": "system", "content": "You are Drumbeat."},
            {"role": "system", "content": "STATE\n" + json.dumps(self.state())},
            *history,
            {"role": "user", "content": words},
        ]

    def _run(self, name: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        self.calls.append((name, dict(arguments)))
        result = self._do(name, dict(arguments))
        if result.get("campaign") and not result.get("needs_confirmation"):
            step = self._next()
            if not (step["kind"] == "read_back" and "spoken" in result):
                result["next"] = step
        self.question = dict(question_after(self.question, name, arguments, result))
        if self.question["kind"] == "offer":
            self._offered.add(self.question["slot"])
        return result

    def _do(self, name: str, arguments: dict[str, Any]) -> dict[str, Any]:
        if name == "create_campaign":
            self.focus = {
                "id": f"id{len(self.campaigns)}",
                "status": "draft",
                "channels": [],
                "deliverables": [],
            }
            self.focus |= dict.fromkeys(TEXTS, "")
            self.campaigns.insert(0, self.focus)
            return self._update(arguments)
        if name in ("confirm", "decline"):
            return self._settle(name)
        named = arguments.get("name") if name == "find_campaign" else arguments.get("campaign")
        if named:
            found = [c for c in self.campaigns if named.lower() in (c["id"], c["name"].lower())]
            if len(found) != 1:
                options = [{key: c[key] for key in ("id", "name", "status")} for c in found]
                return {"ok": False, "error": f"Which {named}?", **({"ambiguous": options} if found else {})}
            self.focus = found[0]
        if name == "end_call":
            self.ended = True
            return {"ok": True, "spoken": "Goodbye!"}
        if self.focus is None:
            return {"ok": False, "error": "Which campaign do you mean?"}
        if name == "update_campaign":
            return self._update(arguments)
        if name == "undo_change":
            self.focus.update(self._undo.pop())
            return self._changed()
        if name in (
            "run_campaign",
            "resume_campaign",
            "cancel_campaign",
            "delete_campaign",
            "restart_campaign",
        ):
            return self._mint(name.removesuffix("_campaign"))
        return {"ok": True, "spoken": f"Here is {name}."}

    def _update(self, arguments: dict[str, Any]) -> dict[str, Any]:
        assert self.focus is not None
        self._undo.append(deepcopy(self.focus))
        self.pending = None
        for slot, value in arguments.items():
            if slot not in ("evidence", "deliverables", "clear", "campaign"):
                self.focus[slot] = value
        for change in arguments.get("deliverables", []):
            self._owe(change)
        for slot in arguments.get("clear", []):
            self.focus[slot] = [] if slot in ("deliverables", "channels") else ""
        return self._changed()

    def _owe(self, change: Mapping[str, Any]) -> None:
        assert self.focus is not None
        owed = self.owed
        kind, quantity = change["type"], change.get("quantity")
        how = change.get("change", "set")
        if how == "set":
            owed[kind] = quantity
        elif how == "add":
            owed[kind] = owed.get(kind, 0) + quantity
        else:
            owed[kind] = owed.get(kind, 0) - quantity if quantity else 0
        self.focus["deliverables"] = [{"type": k, "quantity": n} for k, n in owed.items() if n]

    def _changed(self) -> dict[str, Any]:
        return {"ok": True, "campaign": self._facts(self.focus), "changed": []}

    def _mint(self, action: str) -> dict[str, Any]:
        facts = self._facts(self.focus)
        if action == "run" and facts["missing"]:
            error = line("run_incomplete", 0, missing=facts["missing"])
            return {"ok": False, "error": error, "campaign": facts}
        spoken = f"So: {deliverables_phrase(facts['deliverables'])} for {facts['name']}. Shall I {action} it?"
        self.pending = {"action": action, "campaign": facts["name"], "spoken": spoken}
        return {"ok": True, "needs_confirmation": True, "read_back": spoken, "campaign": facts}

    def _settle(self, how: str) -> dict[str, Any]:
        if self.pending is None:
            return {"ok": False, "error": "There is nothing to confirm."}
        action, self.pending = self.pending["action"], None
        if how == "decline":
            return {"ok": True, "spoken": "All right, I won't."}
        assert self.focus is not None
        self.focus["status"] = "running"
        return {"ok": True, "did": action, "spoken": "It's running.", "campaign": self._facts(self.focus)}

    def _facts(self, campaign: Mapping[str, Any] | None) -> dict[str, Any]:
        assert campaign is not None
        return {**campaign, "missing": [slot for slot in REQUIRED if not campaign[slot]]}

    def _next(self) -> dict[str, Any]:
        facts = self._facts(self.focus)
        if facts["status"] != "draft":
            return {"kind": "none"}
        for slot in facts["missing"]:
            offers: dict[str, Any] = {"deliverables": SUGGESTED, "name": "Trail Shoe Launch"}
            if slot in offers and slot not in self._offered:
                return {"kind": "offer", "slot": slot, "suggestion": offers[slot]}
            return {"kind": "ask", "slot": slot}
        return {"kind": "read_back"}
