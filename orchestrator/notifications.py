"""What a member was told, what was read of it, and how the member wants to be told."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from orchestrator.errors import Forbidden, InvalidField, NotFound
from orchestrator.news.kinds import DEFAULT_WAYS, NewsKind, Ways
from orchestrator.pages import id_after, page_of
from orchestrator.views import Actor, Page
from store.database import Database
from store.models import Letter, Notification, NotificationPreference
from store.words import Role

MOST_ADDRESS = 254
"""Characters that SMTP carries (RFC 5321, 4.5.3.1.3)."""
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")
"""As in HTML's e-mail input: what mail servers take without extensions."""


@dataclass(frozen=True, slots=True)
class NotificationView:
    id: str
    kind: str
    title: str
    text: str
    campaign_id: str | None
    created_at: datetime
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class LetterView:
    """`status` is waiting, sent or failed; `answer` is what the mail server said last."""

    id: str
    to: str
    template: str
    status: str
    attempts: int
    next_at: datetime | None
    answer: str
    created_at: datetime
    sent_at: datetime | None


class Notifications:
    """A member's own; a guest has none."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def list(
        self, actor: Actor, *, unread: bool = False, limit: int = 50, cursor: str | None = None
    ) -> Page:
        """`NotificationView`s, newest first; `total` is how many are unread."""
        before = id_after(cursor)
        member = _member(actor)
        async with self._db.read() as uow:
            rows = await uow.news.notifications(member, unread=unread, limit=limit + 1, before=before)
            count = await uow.news.unread(member)
        return page_of(rows, limit, lambda row: row.id, [_view(row) for row in rows[:limit]], count)

    async def read(self, actor: Actor, notification_id: str) -> NotificationView:
        """Mark it as read; again is a no-op. Raises `NotFound`."""
        async with self._db.write() as uow:
            row = await uow.news.notification(_member(actor), notification_id)
            if row is None:
                raise NotFound("There is no such notification.")
            row.read_at = row.read_at or uow.now
            return _view(row)

    async def read_all(self, actor: Actor) -> int:
        """How many were unread."""
        async with self._db.write() as uow:
            return await uow.news.read_all(_member(actor), uow.now)

    async def preferences(self, actor: Actor) -> Mapping[NewsKind, Ways]:
        """For each kind of news, how the member hears it."""
        async with self._db.read() as uow:
            rows = await uow.news.preferences([_member(actor)])
        chosen = {NewsKind(row.kind): Ways(row.in_app, row.mail) for row in rows}
        return {kind: chosen.get(kind, DEFAULT_WAYS[kind]) for kind in NewsKind}

    async def prefer(self, actor: Actor, kind: str, ways: Ways) -> Mapping[NewsKind, Ways]:
        """Raises `InvalidField` for an unknown kind."""
        if kind not in set(NewsKind):
            raise InvalidField("kind", f"There is no such kind of news. Use {', '.join(NewsKind)}.")
        member = _member(actor)
        async with self._db.write() as uow:
            row = NotificationPreference(member_id=member, kind=kind, in_app=ways.in_app, mail=ways.mail)
            await uow.news.prefer(row)
        return await self.preferences(actor)

    async def address(self, actor: Actor) -> str | None:
        """Where the member's mail goes."""
        async with self._db.read() as uow:
            member = await uow.members.get(_member(actor))
        return member.email if member is not None else None

    async def set_address(self, actor: Actor, email: str | None) -> str | None:
        """Where the member's mail goes from now on; None for nowhere. Raises `InvalidField`."""
        tidy = (email or "").strip() or None
        if tidy is not None and (len(tidy) > MOST_ADDRESS or not _ADDRESS.fullmatch(tidy)):
            raise InvalidField("email", "That is no e-mail address. Write it as name@example.com.")
        async with self._db.write() as uow:
            member = await uow.members.get(_member(actor))
            if member is None:
                raise NotFound("There is no such member.")
            member.email = tidy
        return tidy

    async def letters(self, actor: Actor, limit: int = 50, cursor: str | None = None) -> Page:
        """The workspace's e-mails and what became of them, newest first. Raises `Forbidden` for plain members."""
        if actor.role not in (Role.OWNER, Role.ADMIN):
            raise Forbidden("Only an owner or admin may look into the mail.")
        before = id_after(cursor)
        async with self._db.read() as uow:
            rows: Sequence[Letter] = await uow.news.letters(actor.workspace_id, limit + 1, before)
        return page_of(rows, limit, lambda row: row.id, [_letter(row) for row in rows[:limit]])


def _member(actor: Actor) -> str:
    if actor.member_id is None:
        raise Forbidden("Notifications are for members.")
    return actor.member_id


def _view(row: Notification) -> NotificationView:
    return NotificationView(
        row.id, row.kind, row.title, row.text, row.campaign_id, row.created_at, row.read_at
    )


def _letter(row: Letter) -> LetterView:
    return LetterView(
        id=row.id,
        to=row.to,
        template=row.template,
        status=row.status,
        attempts=row.attempts,
        next_at=row.next_at,
        answer=row.answer,
        created_at=row.created_at,
        sent_at=row.sent_at,
    )
