"""Server-sent events, of one campaign or of the workspace, resumable with `Last-Event-ID`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Header
from fastapi.sse import EventSourceResponse, ServerSentEvent

from api.deps import Door, Signed
from orchestrator.errors import InvalidField
from orchestrator.orchestrator import Orchestrator
from orchestrator.views import Actor

router = APIRouter(prefix="/api/v1", tags=["events"])


async def _after(door: Door, actor: Signed, last_event_id: Annotated[str | None, Header()] = None) -> int:
    """The event to go on from. A dependency, so that a bad header is an error and not an empty stream."""
    if not last_event_id:
        return await door.events.latest(actor)
    if not (last_event_id.isascii() and last_event_id.isdigit()):
        raise InvalidField("Last-Event-ID", "Send the id of the last event you received, a whole number.")
    return int(last_event_id)


async def _campaign(door: Door, actor: Signed, campaign_id: str) -> str:
    """The campaign's id, once it is known to exist."""
    return (await door.campaigns.get(actor, campaign_id)).id


After = Annotated[int, Depends(_after)]


async def _stream(
    door: Orchestrator, actor: Actor, after: int, campaign_id: str | None
) -> AsyncIterator[ServerSentEvent]:
    async for event in door.events.follow(actor, after, campaign_id=campaign_id):
        data = {**event.payload, "campaign_id": event.campaign_id, "created_at": event.created_at.isoformat()}
        yield ServerSentEvent(data=data, event=event.type, id=str(event.seq))


@router.get("/campaigns/{campaign_id}/events", response_class=EventSourceResponse)
async def of_campaign(
    door: Door, actor: Signed, after: After, campaign: Annotated[str, Depends(_campaign)]
) -> AsyncIterator[ServerSentEvent]:
    async for event in _stream(door, actor, after, campaign):
        yield event


@router.get("/events", response_class=EventSourceResponse)
async def of_workspace(door: Door, actor: Signed, after: After) -> AsyncIterator[ServerSentEvent]:
    """Everything that happens in the workspace; the dashboard's list lives on it."""
    async for event in _stream(door, actor, after, None):
        yield event
