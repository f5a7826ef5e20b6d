"""Rounds of brain and tools within one turn, until the brain has only words left."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Sequence
from typing import Any

from agent.asking import Asking
from agent.brain import Brain, ToolRequest
from agent.exchange import Exchange, as_object, assistant_message
from agent.focus import Focus
from agent.interview import next_step
from agent.metrics import observe_tool
from agent.state import Memory, offer_key, question_after
from agent.toolset import of_no_use
from prompts import line
from tools.registry import Desk, Registry, Result

MOST_ROUNDS = 6
"""Of tools within one turn; the longest honest one is three (change, read back, say)."""
FILLER_AFTER = 0.5
"""Seconds of a tool's work before one short phrase bridges it (conversation.md)."""


class Rounds:
    """Drives the brain and runs what it asks for on the desk; the memory's open question follows."""

    def __init__(
        self,
        desk: Desk,
        focus: Focus,
        memory: Memory,
        registry: Registry,
        brains: Sequence[Brain],
        seed: int,
    ) -> None:
        """`brains` are tried in order."""
        self._desk = desk
        self._focus = focus
        self._memory = memory
        self._registry = registry
        self._brains = brains
        self._seed = seed

    async def answer(self, messages: list[dict[str, Any]], exchange: Exchange) -> AsyncIterator[str]:
        """The reply's sentences; `messages` grows by the calls and their results."""
        asking = Asking(self._brains, self._registry.schemas(), self._seed)
        for _ in range(MOST_ROUNDS):
            requests: list[ToolRequest] = []
            words: list[str] = []
            unusable = of_no_use(await self._focus.campaign(), await self._focus.project())
            asking.offer(self._registry.schemas(unusable))
            async for piece in asking.ask(messages):
                exchange.brain = asking.brain
                if isinstance(piece, ToolRequest):
                    requests.append(piece)
                else:
                    words.append(piece)
                    yield piece
            if not requests:
                return
            messages.append(assistant_message(words, requests))
            for request in requests:
                work = asyncio.ensure_future(self._run(request, exchange))
                done, _pending = await asyncio.wait({work}, timeout=FILLER_AFTER)
                if not done and not exchange.meant:
                    yield line("filler", self._seed + exchange.position)
                result = await work
                messages.append(
                    {"role": "tool", "tool_call_id": request.id, "content": json.dumps(result, default=str)}
                )
        yield line("error", self._seed)

    async def _run(self, request: ToolRequest, exchange: Exchange) -> Result:
        """One tool call: run, noted, and its outcome turned into the next open question."""
        desk, conversations = self._desk, self._desk.orchestrator.conversations
        started, focus = time.perf_counter(), desk.campaign_id
        effect = str(self._registry.effect(request.name))
        with exchange.trace.tool(request.name, effect) as went:
            result = await self._registry.call(desk, request.name, request.arguments)
            self._focus.stale()
            went(bool(result.get("ok")))
        observe_tool(request.name, bool(result.get("ok")))
        if desk.campaign_id != focus:
            # At once: a process that dies in the middle of the turn must leave a trace of where the caller was.
            await conversations.focus(desk.actor, desk.conversation_id, desk.campaign_id)
        await self._add_next_step(result)
        arguments = as_object(request.arguments)
        if request.name == "start_over" and result.get("ok"):
            self._memory.forget_offers(desk.campaign_id)
        exchange.minted = exchange.minted or bool(result.get("needs_confirmation"))
        self._memory.question = question_after(self._memory.question, request.name, arguments, result)
        if self._memory.question["kind"] == "offer":
            self._memory.offered.add(offer_key(desk.campaign_id, self._memory.question["slot"]))
        exchange.actions.append({"tool": request.name, "arguments": arguments, "result": result})
        await conversations.add_tool_call(
            desk.actor,
            desk.conversation_id,
            exchange.position,
            tool=request.name,
            effect=effect,
            arguments=arguments,
            result=result,
            milliseconds=(time.perf_counter() - started) * 1000,
        )
        return result

    async def _add_next_step(self, result: Result) -> None:
        """Where the result shows a draft: what is still missing of it, to be asked."""
        if result.get("campaign") is None or result.get("needs_confirmation"):
            return
        campaign = await self._focus.campaign()
        if campaign is None:
            return
        step = next_step(campaign, self._memory.offered_on(campaign.id))
        # Looking at a finished draft is not yet asking for it to be run.
        if not (step.kind == "read_back" and "spoken" in result):
            result["next"] = step.as_json()
