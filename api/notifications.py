"""`/api/v1/notifications`: what the signed-in member was told, how they want to be told, and the mail log."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, StringConstraints

from api.deps import Door, Owner, Parts, Signed
from api.runtime import Runtime
from api.schemas import Body, Plain
from orchestrator.news.kinds import NewsKind, Ways
from orchestrator.notifications import LetterView, NotificationView

router = APIRouter(prefix="/api/v1/notifications", tags=["notifications"])

Limit = Annotated[int, Query(ge=1, le=200)]


class NotificationOut(BaseModel):
    id: str
    kind: NewsKind
    title: str
    text: str
    campaign_id: str | None
    created_at: datetime
    read_at: datetime | None


class NotificationsOut(BaseModel):
    items: list[NotificationOut]
    next_cursor: str | None
    unread: int


class ReadOut(BaseModel):
    """How many were unread."""

    read: int


class WaysIn(Body):
    """Mail goes out only where a mail server is set."""

    in_app: bool
    mail: bool


class WaysOut(BaseModel):
    kind: NewsKind
    in_app: bool
    mail: bool


class PreferencesOut(BaseModel):
    """`mail_server` is whether one is set: without it nothing is mailed, whatever is preferred."""

    items: list[WaysOut]
    mail_server: bool


class Address(Body):
    """Where the member's mail goes; null for nowhere."""

    email: Annotated[str, StringConstraints(strip_whitespace=True, max_length=254), Plain] | None


class LetterOut(BaseModel):
    """`status` is waiting, sent or failed; `answer` is what the mail server said last."""

    id: str
    to: str
    kind: str
    status: str
    attempts: int
    next_at: datetime | None
    answer: str
    created_at: datetime
    sent_at: datetime | None


class LettersOut(BaseModel):
    items: list[LetterOut]
    next_cursor: str | None


@router.get("")
async def notifications(
    door: Door,
    actor: Signed,
    unread: Annotated[bool, Query(description="Only what was not read.")] = False,
    limit: Limit = 50,
    cursor: str | None = None,
) -> NotificationsOut:
    page = await door.notifications.list(actor, unread=unread, limit=limit, cursor=cursor)
    items = [_notification(view) for view in page.items]
    return NotificationsOut(items=items, next_cursor=page.next_cursor, unread=page.total or 0)


@router.post("/read-all")
async def read_all(door: Door, actor: Signed) -> ReadOut:
    return ReadOut(read=await door.notifications.read_all(actor))


@router.post("/{notification_id}/read")
async def read(door: Door, actor: Signed, notification_id: str) -> NotificationOut:
    return _notification(await door.notifications.read(actor, notification_id))


@router.get("/preferences")
async def preferences(door: Door, parts: Parts, actor: Signed) -> PreferencesOut:
    return _preferences(parts, await door.notifications.preferences(actor))


@router.put("/preferences/{kind}")
async def prefer(door: Door, parts: Parts, actor: Signed, kind: str, body: WaysIn) -> PreferencesOut:
    return _preferences(parts, await door.notifications.prefer(actor, kind, Ways(body.in_app, body.mail)))


@router.get("/address")
async def address(door: Door, actor: Signed) -> Address:
    return Address(email=await door.notifications.address(actor))


@router.put("/address")
async def set_address(door: Door, actor: Signed, body: Address) -> Address:
    return Address(email=await door.notifications.set_address(actor, body.email))


@router.get("/mail")
async def mail(door: Door, actor: Owner, limit: Limit = 50, cursor: str | None = None) -> LettersOut:
    """The workspace's e-mails and what became of them."""
    page = await door.notifications.letters(actor, limit=limit, cursor=cursor)
    return LettersOut(items=[_letter(view) for view in page.items], next_cursor=page.next_cursor)


def _notification(view: NotificationView) -> NotificationOut:
    return NotificationOut(
        id=view.id,
        kind=NewsKind(view.kind),
        title=view.title,
        text=view.text,
        campaign_id=view.campaign_id,
        created_at=view.created_at,
        read_at=view.read_at,
    )


def _preferences(parts: Runtime, found: Mapping[NewsKind, Ways]) -> PreferencesOut:
    items = [WaysOut(kind=kind, in_app=ways.in_app, mail=ways.mail) for kind, ways in found.items()]
    return PreferencesOut(items=items, mail_server=parts.settings.smtp_url is not None)


def _letter(view: LetterView) -> LetterOut:
    return LetterOut(
        id=view.id,
        to=view.to,
        kind=view.template,
        status=view.status,
        attempts=view.attempts,
        next_at=view.next_at,
        answer=view.answer,
        created_at=view.created_at,
        sent_at=view.sent_at,
    )
