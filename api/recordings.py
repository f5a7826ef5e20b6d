"""`/api/v1/conversations/{id}`: the recording of a call, and the end of the whole record."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter, Response
from fastapi.responses import FileResponse
from pydantic import BaseModel

from api.deps import Door, Owner, Signed
from orchestrator.recordings import Format

router = APIRouter(prefix="/api/v1/conversations/{conversation_id}", tags=["conversations"])

MIME = {"wav": "audio/wav", "opus": "audio/ogg"}


class RecordingOut(BaseModel):
    """`consent` is asked, given or declined; `seconds` is null when no sound is kept."""

    conversation_id: str
    consent: str
    seconds: float | None
    purge_after: datetime | None


@router.get("/recording")
async def recording(door: Door, actor: Signed, conversation_id: str) -> RecordingOut:
    view = await door.recordings.get(actor, conversation_id)
    return RecordingOut(
        conversation_id=view.conversation_id,
        consent=view.consent,
        seconds=view.seconds,
        purge_after=view.purge_after,
    )


@router.get("/recording.{kind}", response_class=FileResponse)
async def sound(door: Door, actor: Signed, conversation_id: str, kind: Format) -> FileResponse:
    """The caller on the left, the agent on the right."""
    path = await door.recordings.sound(actor, conversation_id, kind)
    return FileResponse(
        path,
        media_type=MIME[kind],
        filename=f"{conversation_id}.{kind}",
        headers={"Cache-Control": "private, no-store"},
    )


@router.delete("/recording", status_code=204)
async def delete_recording(door: Door, actor: Owner, conversation_id: str) -> Response:
    await door.recordings.delete(actor, conversation_id)
    return Response(status_code=204)


@router.delete("", status_code=204)
async def delete_conversation(door: Door, actor: Owner, conversation_id: str) -> Response:
    """Words, acts and sound. What the talk made of a campaign stays."""
    await door.recordings.delete_conversation(actor, conversation_id)
    return Response(status_code=204)
