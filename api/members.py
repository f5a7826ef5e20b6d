"""`/api/v1/members` and `/api/v1/call-backs`: whom the telephone knows, and whom it will call."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import BaseModel, StringConstraints

from api.deps import Door, Owner, Signed
from api.schemas import Body, Cursor, Limit, Plain
from orchestrator.callbacks import CallBackView
from orchestrator.callers import CallerView

router = APIRouter(prefix="/api/v1", tags=["workspace"])


class PhoneIn(Body):
    """What is left out stays as it is. A new PIN also unlocks."""

    number: Annotated[str, StringConstraints(strip_whitespace=True, max_length=40), Plain] | None = None
    pin: Annotated[str, StringConstraints(pattern=r"^\d{4,8}$")] | None = None


class MemberOut(BaseModel):
    """`pin` is none, set or locked; the PIN itself is nowhere."""

    id: str
    name: str
    role: str
    phone: str | None
    pin: str


class MembersOut(BaseModel):
    items: list[MemberOut]
    next_cursor: str | None


class CallBackOut(BaseModel):
    """`status` is waiting, dialling, answered, voicemail, unreached or dropped."""

    id: str
    campaign_id: str
    number: str
    status: str
    attempts: int
    not_before: datetime
    outcome: str


class CallBacksOut(BaseModel):
    items: list[CallBackOut]
    next_cursor: str | None


@router.get("/members")
async def members(door: Door, actor: Owner, limit: Limit = 50, cursor: Cursor = None) -> MembersOut:
    page = await door.callers.members(actor, limit, cursor)
    return MembersOut(items=[_member(view) for view in page.items], next_cursor=page.next_cursor)


@router.put("/members/{member_id}/phone")
async def set_phone(door: Door, actor: Signed, member_id: str, body: PhoneIn) -> MemberOut:
    """Members may set their own, owners and admins everybody's."""
    return _member(await door.callers.set_phone(actor, member_id, number=body.number, pin=body.pin))


@router.delete("/members/{member_id}/phone", status_code=204)
async def forget_phone(door: Door, actor: Signed, member_id: str) -> Response:
    await door.callers.forget_phone(actor, member_id)
    return Response(status_code=204)


@router.post("/members/{member_id}/phone/unlock")
async def unlock(door: Door, actor: Owner, member_id: str) -> MemberOut:
    """The PIN is taken again after too many wrong ones."""
    return _member(await door.callers.unlock(actor, member_id))


@router.get("/call-backs")
async def call_backs(door: Door, actor: Signed, limit: Limit = 50, cursor: Cursor = None) -> CallBacksOut:
    page = await door.callbacks.list(actor, limit, cursor)
    return CallBacksOut(items=[_call_back(view) for view in page.items], next_cursor=page.next_cursor)


@router.delete("/call-backs/{call_back_id}", status_code=204)
async def drop_call_back(door: Door, actor: Signed, call_back_id: str) -> Response:
    """The call is not wanted any more."""
    await door.callbacks.drop(actor, call_back_id)
    return Response(status_code=204)


def _member(view: CallerView) -> MemberOut:
    return MemberOut(id=view.id, name=view.name, role=view.role, phone=view.phone, pin=view.pin)


def _call_back(view: CallBackView) -> CallBackOut:
    return CallBackOut(
        id=view.id,
        campaign_id=view.campaign_id,
        number=view.number,
        status=view.status,
        attempts=view.attempts,
        not_before=view.not_before,
        outcome=view.outcome,
    )
