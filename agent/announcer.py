"""Turns the events of the campaigns that a conversation watches into sentences to be said at its next pause."""

from __future__ import annotations

from collections.abc import AsyncIterator

from agent.conversation import Conversation
from orchestrator.orchestrator import Orchestrator
from orchestrator.views import Actor, EventView
from prompts import deliverable_phrase, line


async def announcements(
    orchestrator: Orchestrator, actor: Actor, conversation: Conversation
) -> AsyncIterator[str]:
    """Endless: a sentence for each step done, and for each run done or failed, as it happens."""
    start = await orchestrator.events.latest(actor)
    async for event in orchestrator.events.follow(actor, start):
        if event.campaign_id in conversation.watching:
            sentence = sentence_of(event)
            if sentence:
                yield sentence


def sentence_of(event: EventView) -> str:
    """What is said of an event; empty for those that are not worth an interruption."""
    payload = event.payload
    if event.type == "step.completed":
        what = deliverable_phrase(payload["type"], int(payload["quantity"]))
        return line("announce_step_done", event.seq, what=what)
    if event.type == "campaign.completed":
        return line("announce_run_done", event.seq, campaign=payload["name"])
    if event.type == "campaign.failed":
        error = payload["error"]
        return line(
            "announce_run_failed",
            event.seq,
            campaign=payload["name"],
            cause=error["cause"],
            mend=error["mend"],
        )
    return ""
