"""The registry: every tool by name, its schema for a model, and the rule that no act runs unconfirmed.

An act cannot be called. Calling its name mints a confirmation and returns the read-back; only `confirm`, with the
owner's own next words, spends that confirmation and runs it (architecture rule 7). Whoever drives the conversation, a
model, injected text, a confused client, meets the same wall.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError

from orchestrator.errors import ConfirmationRefused, DrumbeatError
from orchestrator.orchestrator import Orchestrator
from orchestrator.views import Actor, ConfirmationView
from prompts import line
from store.words import Effect, Role
from tools.schema import object_schema

Result = dict[str, Any]

FOR_GUESTS = frozenset(
    {
        *(
            "create_campaign",
            "update_campaign",
            "undo_change",
            "start_over",
            "read_back",
            "duplicate_campaign",
        ),
        *("run_campaign", "pause_campaign", "resume_campaign", "restart_campaign", "cancel_campaign"),
        *("delete_campaign", "archive_campaign", "unarchive_campaign", "call_back_campaign"),
        *(
            "confirm",
            "decline",
            "list_campaigns",
            "find_campaign",
            "get_progress",
            "get_results",
            "get_strategy",
        ),
        *("set_voice", "end_call"),
    }
)
"""What strangers may do, each with campaigns of their own only. What the workspace knows, owns and shares is not
theirs; a tool that is added is not until it is named here.
"""


@dataclass(slots=True)
class Desk:
    """What the tools of one conversation work on. The conversation reads the changes back after each call."""

    orchestrator: Orchestrator
    actor: Actor
    conversation_id: str
    campaign_id: str | None = None
    """The campaign in focus."""
    turn_position: int = 0
    turn_id: str | None = None
    words: str = ""
    """What the owner said in the turn being answered; the only thing that can be a yes."""
    rate: float = 1.0
    """Speaking rate; 1.0 is normal."""
    ended: bool = False
    watching: set[str] = field(default_factory=set)
    """Campaigns whose progress this conversation announces."""


class NoArguments(BaseModel):
    """A tool that takes nothing."""


ToolFunction = Callable[[Desk, Any], Awaitable[Result]]
ActFunction = Callable[[Desk, ConfirmationView], Awaitable[Result]]


@dataclass(frozen=True, slots=True)
class Tool:
    """One thing that the agent can do. For an act, `run` mints and `act` does."""

    name: str
    description: str
    effect: Effect
    arguments: type[BaseModel]
    run: ToolFunction
    act: ActFunction | None = None

    def schema(self) -> dict[str, Any]:
        """The tool in the shape that chat completions take."""
        parameters = object_schema(self.arguments)
        return {
            "type": "function",
            "function": {"name": self.name, "description": self.description, "parameters": parameters},
        }


class Registry:
    """Tools by name."""

    def __init__(self) -> None:
        self._tools: dict[str, Tool] = {}
        self._schemas: dict[str, dict[str, Any]] | None = None

    def add(self, tool: Tool) -> None:
        if tool.name in self._tools:
            raise ValueError(f"two tools are called {tool.name}")
        if (tool.effect is Effect.ACT) != (tool.act is not None):
            raise ValueError(f"{tool.name}: an act, and only an act, has something to do once confirmed")
        self._tools[tool.name] = tool

    def tool(
        self, effect: Effect, arguments: type[BaseModel] = NoArguments
    ) -> Callable[[ToolFunction], ToolFunction]:
        """Registers a function under its own name; its docstring is the description a model reads."""

        def register(function: ToolFunction) -> ToolFunction:
            self.add(Tool(_name(function), _description(function), effect, arguments, function))
            return function

        return register

    def act(
        self, mint: ToolFunction, arguments: type[BaseModel] = NoArguments
    ) -> Callable[[ActFunction], ActFunction]:
        """Registers an act: `mint` reads back and mints, the decorated function runs on a spent confirmation."""

        def register(function: ActFunction) -> ActFunction:
            self.add(Tool(_name(function), _description(function), Effect.ACT, arguments, mint, act=function))
            return function

        return register

    def schemas(self, without: Collection[str] = ()) -> list[dict[str, Any]]:
        """What a model is told of the tools, some left out."""
        if self._schemas is None:
            self._schemas = {name: tool.schema() for name, tool in self._tools.items()}
        return [schema for name, schema in self._schemas.items() if name not in without]

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self._tools)

    def open_to(self, actor: Actor) -> frozenset[str]:
        """The tools that the actor may use: all, or a guest's few."""
        return FOR_GUESTS if actor.role is Role.GUEST else self.names

    def effect(self, name: str) -> Effect:
        """The effect class of a tool; an unknown one reads nothing and does nothing."""
        tool = self._tools.get(name)
        return tool.effect if tool else Effect.READ

    async def call(self, desk: Desk, name: str, arguments: Mapping[str, Any] | str) -> Result:
        """Runs one tool call. Never raises for what a caller or a model can get wrong: the result says it."""
        tool = self._tools.get(name)
        if tool is not None and name not in self.open_to(desk.actor):
            return _failure(
                line("members_only", desk.turn_position), mend="Offer what the tools listed can do."
            )
        if tool is None:
            nearest = get_close_matches(name, self._tools, n=1, cutoff=0.85)
            mend = f"Call {nearest[0]} instead." if nearest else "Call one of the tools listed."
            return _failure(f"There is no tool called {name}.", mend=mend, tools=sorted(self._tools))
        try:
            parsed = _parse(tool.arguments, arguments)
            return await tool.run(desk, parsed)
        except ValidationError as error:
            return _failure(_explain(error), mend=_mend(tool, error))
        except DrumbeatError as error:
            return _failure(error.detail, **error.extra)

    async def confirm(self, desk: Desk) -> Result:
        """Spends the pending confirmation with the owner's words and runs its act."""
        spent = await desk.orchestrator.confirmations.spend(
            desk.actor, desk.conversation_id, desk.words, desk.turn_position
        )
        tool = self._tools.get(f"{spent.action}_campaign") or self._tools.get(spent.action)
        if tool is None or tool.act is None:
            raise ConfirmationRefused("That was confirmed, but it is nothing I can do.")
        return {"did": spent.action, **await tool.act(desk, spent)}


def _name(function: Any) -> str:
    name: str = function.__name__
    return name


def _description(function: Any) -> str:
    return " ".join((function.__doc__ or "").split())


def _parse(model: type[BaseModel], arguments: Mapping[str, Any] | str) -> BaseModel:
    if isinstance(arguments, str):
        return model.model_validate_json(arguments or "{}")
    return model.model_validate(dict(arguments))


def _explain(error: ValidationError) -> str:
    """The first thing wrong, by field, in a sentence that a model can mend from and a person can hear."""
    first = error.errors(include_url=False)[0]
    where = ".".join(str(part) for part in first["loc"]) or "the arguments"
    return f"I could not take {where}: {first['msg']}."


def _mend(tool: Tool, error: ValidationError) -> str:
    """What to send instead; only a model reads it."""
    first = error.errors(include_url=False)[0]
    known = ", ".join(tool.arguments.model_fields) or "nothing"
    if first["type"] == "json_invalid":
        return f"Send one whole JSON object to {tool.name}; it takes {known}."
    field = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        return f"Leave {field} out and call {tool.name} again; it takes {known}."
    return f"Call {tool.name} again with {field} put right, or without it when the caller did not say it."


def _failure(error: str, **extra: Any) -> Result:
    return {"ok": False, "error": error, **json.loads(json.dumps(extra, default=str))}
