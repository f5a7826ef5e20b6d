"""Server-sent events, of one campaign or of the workspace, resumable with `Last-Event-ID`."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Header
from fastapi.sse import EventSourceResponse, ServerSentEvent

from api.deps import Door, Parts, Signed
from api.runtime import Runtime
from orchestrator.errors import InvalidField
from orchestrator.views import Actor, EventView

router = APIRouter(prefix="/api/v1", tags=["events"])

_LONGEST_SEQ = 18
"""Digits: whatever has so few fits the databases' 64-bit integers."""


async def _after(door: Door, actor: Signed, last_event_id: Annotated[str | None, Header()] = None) -> int:
    """The event to go on from. A dependency, so that a bad header is an error and not an empty stream."""
    if not last_event_id:
        return await door.events.latest(actor)
    if not (last_event_id.isascii() and last_event_id.isdigit() and len(last_event_id) <= _LONGEST_SEQ):
        raise InvalidField("Last-Event-ID", "Send the id of the last event you received, a whole number.")
    return int(last_event_id)


async def _campaign(door: Door, actor: Signed, campaign_id: str) -> str:
    """The campaign's id, once it is known to exist."""
    return (await door.campaigns.get(actor, campaign_id)).id


After = Annotated[int, Depends(_after)]


async def _stream(
    parts: Runtime, actor: Actor, after: int, campaign_id: str | None
) -> AsyncIterator[ServerSentEvent]:
    events = parts.orchestrator.events.follow(actor, after, campaign_id=campaign_id)
    async for event in _until(parts.closing, events):
        data = {**event.payload, "campaign_id": event.campaign_id, "created_at": event.created_at.isoformat()}
        yield ServerSentEvent(data=data, event=event.type, id=str(event.seq))


async def _until(closing: asyncio.Event, events: AsyncIterator[EventView]) -> AsyncIterator[EventView]:
    """The events until the process is told to stop; an open stream would hold it up."""
    stopped = asyncio.ensure_future(closing.wait())
    try:
        while True:
            coming = asyncio.ensure_future(anext(events))
            try:
                await asyncio.wait({coming, stopped}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                if not coming.done():
                    coming.cancel()
            if not coming.done() or coming.cancelled():
                return
            yield coming.result()
    finally:
        stopped.cancel()


@router.get("/campaigns/{campaign_id}/events", response_class=EventSourceResponse)
async def of_campaign(
    parts: Parts, actor: Signed, after: After, campaign: Annotated[str, Depends(_campaign)]
) -> AsyncIterator[ServerSentEvent]:
    async for event in _stream(parts, actor, after, campaign):
        yield event


@router.get("/events", response_class=EventSourceResponse)
async def of_workspace(parts: Parts, actor: Signed, after: After) -> AsyncIterator[ServerSentEvent]:
    """Everything that happens in the workspace; the dashboard's list lives on it."""
    async for event in _stream(parts, actor, after, None):
        yield event
