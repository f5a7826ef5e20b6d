"""LiveKit rooms: a token for the signed-in person, good for one new room in which the agent waits."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter
from pydantic import BaseModel, Field

from agent.channels.rooms.tokens import mint
from api.deps import Parts, Signed
from orchestrator.errors import DrumbeatError, Forbidden
from store.clock import new_id
from store.words import ConversationChannel

router = APIRouter(prefix="/api/v1/voice", tags=["voice"])


class RoomsUnavailable(DrumbeatError):  # noqa: N818
    """No LiveKit server is set."""

    status = 503
    title = "No rooms here"


class RoomIn(BaseModel):
    conversation_id: str | None = Field(None, max_length=64)


class RoomOut(BaseModel):
    url: str
    room: str
    token: str
    expires_at: datetime
    conversation_id: str | None


@router.post("/token", status_code=201)
async def token(parts: Parts, actor: Signed, body: RoomIn) -> RoomOut:
    """A room of one's own, with the talk to be gone on with, if any. The call begins when the caller joins."""
    settings = parts.settings
    if not settings.livekit_url or settings.livekit_api_secret is None:
        raise RoomsUnavailable("This Drumbeat has no LiveKit server: DRUMBEAT_LIVEKIT_URL is not set.")
    if actor.member_id is None:
        raise Forbidden("Rooms are for members of the workspace.")
    if body.conversation_id is not None:
        await parts.talks.require_open(actor, body.conversation_id, ConversationChannel.LIVEKIT)
        await parts.peers.hand_over(body.conversation_id)
    made = mint(
        settings.livekit_api_key,
        settings.livekit_api_secret.get_secret_value(),
        room=f"drumbeat-{new_id()}",
        identity=actor.member_id,
        name=actor.name,
        conversation_id=body.conversation_id,
        now=parts.orchestrator.clock(),
    )
    return RoomOut(
        url=settings.livekit_url,
        room=made.room,
        token=made.token,
        expires_at=made.expires_at,
        conversation_id=body.conversation_id,
    )
