"""Who is in the room: a person with our token, or a telephone that LiveKit's SIP bridge put through."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

SIP_NUMBER = "sip.phoneNumber"
SIP_CALL = "sip.callID"


@dataclass(frozen=True, slots=True)
class RoomCaller:
    """`identity` is the member's id for people with a token; `number` is set for telephones and may be "".

    `conversation_id` is the talk that is to be gone on with, or None.
    """

    identity: str
    by_telephone: bool
    number: str = ""
    call_id: str = ""
    conversation_id: str | None = None


def caller_of(
    identity: str, attributes: Mapping[str, str], room_metadata: str, *, by_telephone: bool
) -> RoomCaller:
    """From what the LiveKit server says of a participant; the metadata is the room's, written by our token."""
    if by_telephone:
        return RoomCaller(
            identity, True, attributes.get(SIP_NUMBER, ""), attributes.get(SIP_CALL, "") or identity
        )
    return RoomCaller(identity, by_telephone=False, conversation_id=_conversation(room_metadata))


def metadata_of(conversation_id: str | None) -> str:
    """The room's metadata, from which `caller_of` reads."""
    return json.dumps({"conversation_id": conversation_id})


def _conversation(metadata: str) -> str | None:
    try:
        told = json.loads(metadata or "{}")
    except ValueError:
        return None
    found = told.get("conversation_id") if isinstance(told, dict) else None
    return found if isinstance(found, str) and found else None
