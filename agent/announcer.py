"""Turns the events of the campaigns that a conversation watches into sentences to be said at its next pause."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence

import structlog

from agent.conversation import Conversation
from orchestrator.orchestrator import Orchestrator
from orchestrator.spoken import piece, the_piece
from orchestrator.views import Actor, EventView
from prompts import deliverable_phrase, join, line, number_words
from store.words import DeliverableType

log = structlog.get_logger()

AGAIN_AFTER = 1.0
"""Seconds until events are followed again after the store was lost."""
GATHER = 1.5
"""Seconds that news waits for more of it: small steps end within a second of each other, and are told as one."""


async def announcements(
    orchestrator: Orchestrator, actor: Actor, conversation: Conversation, gather: float = GATHER
) -> AsyncIterator[str]:
    """Endless: a sentence for the steps done, and for each run done or failed, as it happens."""
    news: asyncio.Queue[EventView] = asyncio.Queue()
    following = asyncio.create_task(_follow(orchestrator, actor, conversation, news))
    try:
        while True:
            batch = [await news.get()]
            await asyncio.sleep(gather)
            while not news.empty():
                batch.append(news.get_nowait())
            conversation.watching.difference_update(_over(batch))
            for sentence in _worded(batch):
                yield sentence
    finally:
        following.cancel()


async def _follow(
    orchestrator: Orchestrator, actor: Actor, conversation: Conversation, news: asyncio.Queue[EventView]
) -> None:
    seen: int | None = None
    while True:
        try:
            if seen is None:
                seen = await orchestrator.events.latest(actor)
            async for event in orchestrator.events.follow(actor, seen):
                seen = event.seq
                if event.campaign_id in conversation.watching and event.type in _TOLD:
                    news.put_nowait(event)
        except Exception:
            # A lost database connection must not silence the rest of the call.
            log.exception("following events broke off", conversation=conversation.id)
        await asyncio.sleep(AGAIN_AFTER)


def _worded(batch: Sequence[EventView]) -> list[str]:
    """The sentences of a batch; an event that cannot be worded takes only itself from what is told."""
    try:
        return sentences_of(batch)
    except Exception:
        if len(batch) == 1:
            log.exception("an event could not be told", type=batch[0].type, seq=batch[0].seq)
            return []
    return [sentence for event in batch for sentence in _worded([event])]


def _over(batch: Sequence[EventView]) -> set[str | None]:
    """Campaigns whose run has ended, well or not, or stands still: there is nothing more to wait for."""
    return {
        event.campaign_id for event in batch if event.type not in ("step.completed", *_PROJECTS, *_REMAKES)
    }


_PROJECTS = ("project.completed", "project.failed")
_REMAKES = ("asset.remade", "asset.remake_failed")
_TOLD = (
    "step.completed",
    "campaign.completed",
    "campaign.failed",
    "campaign.paused",
    "campaign.cancelled",
    *_PROJECTS,
    *_REMAKES,
)
_ENDINGS = ("campaign.completed", "campaign.failed")


def sentences_of(batch: Sequence[EventView]) -> list[str]:
    """What is said of events that came together: the steps in one sentence, unless their run is over too."""
    ended = [event for event in batch if event.type in _ENDINGS]
    over = {event.campaign_id for event in ended}
    steps = [event for event in batch if event.type == "step.completed" and event.campaign_id not in over]
    said = []
    if steps:
        done = [deliverable_phrase(e.payload["type"], int(e.payload["quantity"])) for e in steps]
        said.append(line("announce_step_done", _variety(steps[-1]), what=join(done)))
    projects = [event for event in batch if (event.type, event.payload.get("status")) in _STOPPED]
    remakes = [_remake(event) for event in batch if event.type in _REMAKES]
    return said + [_ending(event) for event in ended] + [_project(event) for event in projects] + remakes


_STOPPED = (("project.completed", "completed"), ("project.failed", "failed"))
"""A rewrite that fails is told at once by the tool that asked for it, and stops nothing."""


def _project(event: EventView) -> str:
    told, error = event.payload, event.payload.get("error") or {}
    key = "announce_project_done" if event.type == "project.completed" else "announce_project_failed"
    return line(
        key,
        _variety(event),
        kind=told["kind"],
        step=error.get("step", ""),
        cause=error.get("cause", ""),
        mend=error.get("mend", ""),
        objections=list((told.get("verdict") or {}).get("reasons", ())),
    )


def _remake(event: EventView) -> str:
    told, error = event.payload, event.payload.get("error") or {}
    kind = DeliverableType(told["type"])
    alone = int(told["of"]) == 1
    what = the_piece(kind, 1) if alone else f"{piece(kind, 1)} {number_words(int(told['unit']))}"
    key = "announce_remade" if event.type == "asset.remade" else "announce_remake_failed"
    return line(key, _variety(event), what=what, cause=str(error.get("cause", "")).rstrip("."))


def _ending(event: EventView) -> str:
    name = event.payload["name"]
    if event.type == "campaign.completed":
        return line("announce_run_done", _variety(event), campaign=name)
    error = event.payload["error"]
    return line(
        "announce_run_failed", _variety(event), campaign=name, cause=error["cause"], mend=error["mend"]
    )


def _variety(event: EventView) -> int:
    """Events of a run come at regular distances, which would choose the same variant again and again."""
    return event.seq * 2654435761 >> 8
