"""A brain that says what the test tells it to, and an engine that only notes what it was asked to drive."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from agent.brain import BrainFailed, ToolRequest
from agent.conversation import Conversation
from agent.speech.ports import Heard


def call(name: str, /, **arguments: Any) -> ToolRequest:
    return ToolRequest(f"call_{name}", name, json.dumps(arguments))


@dataclass
class ScriptedBrain:
    """Each answer is a list of words and tool calls, or an error; `asked` keeps the messages of every round."""

    answers: list[list[str | ToolRequest] | Exception] = field(default_factory=list)
    name: str = "scripted"
    asked: list[list[dict[str, Any]]] = field(default_factory=list)

    async def answer(
        self, messages: Sequence[dict[str, Any]], tools: Sequence[dict[str, Any]]
    ) -> AsyncIterator[str | ToolRequest]:
        self.asked.append([dict(message) for message in messages])
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise BrainFailed("scripted") from answer
        for piece in answer:
            yield piece

    def state(self, round_: int = -1) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.asked[round_][1]["content"].removeprefix("STATE\n"))
        return found

    def result(self, round_: int = -1) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.asked[round_][-1]["content"])
        return found


@dataclass
class NotedEngine:
    running: bool = True
    started: list[tuple[str, int]] = field(default_factory=list)

    async def start(self) -> None: ...

    async def start_run(self, run_id: str, epoch: int) -> None:
        self.started.append((run_id, epoch))

    async def start_remake(self, remake_id: str, epoch: int) -> None:
        self.started.append((remake_id, epoch))

    async def start_project(self, project_id: str, epoch: int) -> None:
        self.started.append((project_id, epoch))

    async def stop(self) -> None: ...


async def said(conversation: Conversation, words: str) -> str:
    return " ".join([sentence async for sentence in conversation.hear(Heard(words, 1.0, engine="typed"))])
