"""`/api/v1/conversations`: the typed channel, and the record of every channel."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from agent.presence import OnTheLine
from agent.speech.ports import Heard
from api.deps import Door, Parts, Signed
from api.schemas import ActionOut, ConversationIn, ConversationOut, Opened, Replied, TurnIn
from orchestrator.errors import NotFound
from store.words import ConversationChannel

router = APIRouter(prefix="/api/v1/conversations", tags=["conversations"])


class ConversationLine(BaseModel):
    id: str
    channel: str
    caller: str
    campaign_id: str | None
    started_at: datetime
    ended_at: datetime | None


class ConversationPage(BaseModel):
    items: list[ConversationLine]
    next_cursor: str | None


@router.post("", status_code=201)
async def start(parts: Parts, actor: Signed, body: ConversationIn | None = None) -> Opened:
    wanted = body or ConversationIn()
    async with parts.talks.presence.typing(nullcontext()):
        conversation = await parts.talks.start(actor, wanted.channel, campaign_id=wanted.campaign_id)
        reply = " ".join([sentence async for sentence in conversation.open()])
    return Opened(id=conversation.id, reply=reply, ended=conversation.ended)


@router.get("")
async def list_conversations(
    door: Door,
    actor: Signed,
    channel: ConversationChannel | None = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    cursor: str | None = None,
) -> ConversationPage:
    page = await door.conversations.list(actor, channel=channel, limit=limit, cursor=cursor)
    items = [
        ConversationLine(
            id=view.id,
            channel=view.channel,
            caller=view.caller,
            campaign_id=view.campaign_id,
            started_at=view.started_at,
            ended_at=view.ended_at,
        )
        for view in page.items
    ]
    return ConversationPage(items=items, next_cursor=page.next_cursor)


@router.get("/{conversation_id}")
async def get(door: Door, actor: Signed, conversation_id: str) -> ConversationOut:
    view = await door.conversations.get(actor, conversation_id)
    draft = None
    if view.campaign_id is not None:
        try:
            draft = await door.campaigns.get(actor, view.campaign_id)
        except NotFound:
            draft = None
    return ConversationOut.of(view, draft)


@router.post("/{conversation_id}/turns")
async def turn(parts: Parts, actor: Signed, conversation_id: str, body: TurnIn) -> Replied:
    if parts.peers.holds(conversation_id):
        # Strangers are not told that there is such a talk.
        await parts.orchestrator.conversations.get(actor, conversation_id)
        raise OnTheLine("This conversation is on a spoken line. Type into the call, or hang up first.")
    async with parts.talks.taking_turn(actor, conversation_id) as conversation:
        heard = Heard(text=body.text, confidence=1.0, engine="typed")
        sentences = [sentence async for sentence in conversation.hear(heard)]
        exchange = conversation.exchange
        actions = [ActionOut(**action) for action in exchange.actions] if exchange else []
        return Replied(
            reply=" ".join(sentences),
            actions=actions,
            campaign_id=conversation.campaign_id,
            ended=conversation.ended,
        )
