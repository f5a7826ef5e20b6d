"""Tokens that let one person into one new room, in which the agent is waiting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from livekit import api

from agent.channels.rooms.callers import metadata_of

AGENT = "drumbeat"
"""The name under which the workers register; rooms without it in their dispatch are not entered."""
LASTS = timedelta(minutes=10)
"""For joining only: a call that is up goes on."""
EMPTY_FOR = 60
"""Seconds that a room waits for its caller."""
LEFT_FOR = 20
"""Seconds that a room waits for somebody whose network broke."""


@dataclass(frozen=True, slots=True)
class RoomToken:
    room: str
    token: str
    expires_at: datetime


def mint(
    key: str, secret: str, *, room: str, identity: str, name: str, conversation_id: str | None, now: datetime
) -> RoomToken:
    """Lets `identity` join `room`, speak, listen and type there, and nothing else."""
    grants = api.VideoGrants(
        room_join=True,
        room=room,
        can_publish=True,
        can_publish_sources=["microphone"],
        can_subscribe=True,
        can_publish_data=True,
        can_update_own_metadata=False,
    )
    configuration = api.RoomConfiguration(
        empty_timeout=EMPTY_FOR,
        departure_timeout=LEFT_FOR,
        max_participants=3,
        metadata=metadata_of(conversation_id),
        agents=[api.RoomAgentDispatch(agent_name=AGENT)],
    )
    token = (
        api.AccessToken(key, secret)
        .with_identity(identity)
        .with_name(name)
        .with_ttl(LASTS)
        .with_grants(grants)
        .with_room_config(configuration)
    )
    return RoomToken(room, token.to_jwt(), now + LASTS)
