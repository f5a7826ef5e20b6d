"""`/api/v1/voice/widget` and `/voice/typed`: the widget's tokens, and its typed door where no microphone can be had."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, Field

from agent.speech.ports import Heard
from api.deps import Parts, Signed, signed_in
from api.runtime import Runtime
from api.schemas import Body, CampaignOut, Line, Text
from orchestrator.errors import DrumbeatError, Forbidden, NotFound, Unauthenticated
from orchestrator.views import Actor
from orchestrator.widgets import PREFIX
from store.words import ConversationChannel

router = APIRouter(prefix="/api/v1/voice", tags=["voice"])

LONGEST_LIFE = 3600
"""Seconds; a token is in a page for everybody at that browser to read."""


class WidgetIn(Body):
    origin: str = Field(max_length=200, description="The origin of the page: https://shop.example")
    visitor: Line = Field("", description="Whom the talks are kept under, such as your own user's id.")
    seconds: int = Field(900, ge=60, le=LONGEST_LIFE, description="How long a call can be begun with it.")


class WidgetOut(BaseModel):
    token: str
    expires_at: datetime


class TypedIn(Body):
    """Without `conversation_id` a talk begins; without `text` it is taken up again."""

    conversation_id: str | None = Field(None, max_length=64)
    text: Text | None = None


class TypedOut(BaseModel):
    conversation_id: str
    greeting: str
    """Of a talk that has just begun; else empty."""
    reply: str
    ended: bool
    draft: CampaignOut | None


class WidgetsOff(DrumbeatError):  # noqa: N818
    status = 403
    title = "Not an allowed site"


async def caller(request: Request, parts: Parts) -> Actor:
    """A widget's visitor by token, else whoever is signed in. Raises Unauthenticated."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip().startswith(PREFIX):
        return await signed_in(request, parts)
    origin = request.headers.get("origin", "")
    if origin not in parts.settings.widget_sites:
        raise Unauthenticated("This token is for pages of the origins in DRUMBEAT_WIDGET_ORIGINS.")
    return await parts.orchestrator.widgets.visitor(token.strip(), origin)


Caller = Annotated[Actor, Depends(caller)]


@router.post("/widget", status_code=201)
async def widget_token(request: Request, parts: Parts, _actor: Signed, body: WidgetIn) -> WidgetOut:
    """For another site's server, with its API key: what its page gives to `<drumbeat-mic token=…>`."""
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        raise Forbidden("Ask for widget tokens with an API key, from your server.")
    origin = body.origin.strip().rstrip("/").lower()
    if origin not in parts.settings.widget_sites:
        raise WidgetsOff(f"{origin} is not among the origins of DRUMBEAT_WIDGET_ORIGINS.")
    made = await parts.orchestrator.widgets.mint(
        key.strip(), origin, timedelta(seconds=body.seconds), body.visitor
    )
    return WidgetOut(token=made.token, expires_at=made.expires_at)


@router.post("/typed")
async def typed(parts: Parts, actor: Caller, body: TypedIn) -> TypedOut:
    """One typed turn of the widget's talk, for when no microphone or line can be had."""
    greeting: list[str] = []
    said: list[str] = []
    if body.conversation_id is None:
        talk = await parts.talks.start(actor, ConversationChannel.BROWSER, caller=actor.name)
        greeting = [sentence async for sentence in talk.open()]
    else:
        await require_own(parts, actor, body.conversation_id)
        # Whoever types without a line has hung up, or has lost the line that this process still holds.
        await parts.peers.hand_over(body.conversation_id)
        talk = await parts.talks.take_up(actor, body.conversation_id)
    if body.text:
        async with parts.talks.taking_turn(actor, talk.id) as talk:
            heard = Heard(text=body.text, confidence=1.0, engine="typed")
            said = [sentence async for sentence in talk.hear(heard)]
    return TypedOut(
        conversation_id=talk.id,
        greeting=" ".join(greeting),
        reply=" ".join(said),
        ended=talk.ended,
        draft=await draft_of(parts, actor, talk.id),
    )


async def require_own(parts: Runtime, actor: Actor, conversation_id: str) -> None:
    """A widget's visitor goes on with the talks of the widget under that name only. Raises NotFound."""
    view = await parts.orchestrator.conversations.get(actor, conversation_id)
    visitors = (ConversationChannel.BROWSER, None, actor.name)
    if actor.source == "widget" and (view.channel, view.member_id, view.caller) != visitors:
        raise NotFound("There is no such conversation.")


async def draft_of(parts: Runtime, actor: Actor, conversation_id: str) -> CampaignOut | None:
    """The campaign that the talk is about, as it is now."""
    actor = actor.within(conversation_id)
    view = await parts.orchestrator.conversations.get(actor, conversation_id)
    if view.campaign_id is None:
        return None
    try:
        return CampaignOut.of(await parts.orchestrator.campaigns.get(actor, view.campaign_id))
    except NotFound:
        return None


def drafts(
    parts: Runtime, actor: Actor, conversation_id: str
) -> Callable[[], Awaitable[dict[str, Any] | None]]:
    """Asks for the talk's draft, for a call that shows it as it fills."""

    async def now() -> dict[str, Any] | None:
        draft = await draft_of(parts, actor, conversation_id)
        return draft.model_dump(mode="json") if draft else None

    return now
