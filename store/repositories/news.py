"""How far the outbox was read, what members were told, and letters."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from store.clock import is_id
from store.models import Event, Letter, Member, NewsCursor, Notification, NotificationPreference, Workspace


class NewsRepository:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def behind(self) -> Sequence[tuple[str, int]]:
        """The workspaces with events that were not read, and up to where each was read; 0 before the first."""
        seq = func.coalesce(NewsCursor.seq, 0)
        unread = select(Event.seq).where(Event.workspace_id == Workspace.id, Event.seq > seq).exists()
        query = (
            select(Workspace.id, seq)
            .outerjoin(NewsCursor, NewsCursor.workspace_id == Workspace.id)
            .where(unread)
            .order_by(Workspace.id)
        )
        return [(row[0], row[1]) for row in await self._session.execute(query)]

    async def advance(self, workspace_id: str, seq: int, to: int) -> bool:
        """Claim the events from `seq` to `to`; False when another process was first.

        The other's transaction is waited for, so that what it took is never taken twice.
        """
        insert = sqlite.insert if self._dialect() == "sqlite" else postgresql.insert
        there = insert(NewsCursor).values(workspace_id=workspace_id, seq=0, low=False)
        await self._session.execute(there.on_conflict_do_nothing(index_elements=["workspace_id"]))
        moved = update(NewsCursor).where(NewsCursor.workspace_id == workspace_id, NewsCursor.seq == seq)
        result = await self._session.execute(moved.values(seq=to))
        return cast("CursorResult[Any]", result).rowcount == 1

    async def falls_low(self, workspace_id: str, *, low: bool) -> bool:
        """Keep whether credits are low; True when they were not before."""
        kept = update(NewsCursor).where(NewsCursor.workspace_id == workspace_id, NewsCursor.low != low)
        result = await self._session.execute(kept.values(low=low))
        return low and cast("CursorResult[Any]", result).rowcount == 1

    def _dialect(self) -> str:
        return self._session.get_bind().dialect.name

    async def members(self, workspace_id: str) -> Sequence[Member]:
        query = select(Member).where(Member.workspace_id == workspace_id).order_by(Member.id)
        return (await self._session.execute(query)).scalars().all()

    async def preferences(self, member_ids: Sequence[str]) -> Sequence[NotificationPreference]:
        query = select(NotificationPreference).where(NotificationPreference.member_id.in_(member_ids))
        return (await self._session.execute(query)).scalars().all()

    async def prefer(self, row: NotificationPreference) -> None:
        """Keep the preference in place of the earlier one for the same member and kind."""
        await self._session.merge(row)

    def add(self, row: Notification | Letter) -> None:
        self._session.add(row)

    async def notifications(
        self, member_id: str, *, unread: bool, limit: int, before: str | None
    ) -> Sequence[Notification]:
        """Newest first."""
        query = select(Notification).where(Notification.member_id == member_id)
        if unread:
            query = query.where(Notification.read_at.is_(None))
        if before is not None:
            query = query.where(Notification.id < before)
        return (
            (await self._session.execute(query.order_by(Notification.id.desc()).limit(limit))).scalars().all()
        )

    async def unread(self, member_id: str) -> int:
        query = select(func.count()).where(
            Notification.member_id == member_id, Notification.read_at.is_(None)
        )
        return (await self._session.execute(query)).scalar_one()

    async def notification(self, member_id: str, notification_id: str) -> Notification | None:
        if not is_id(notification_id):
            return None
        query = select(Notification).where(
            Notification.member_id == member_id, Notification.id == notification_id
        )
        return (await self._session.execute(query)).scalar_one_or_none()

    async def read_all(self, member_id: str, now: datetime) -> int:
        """How many were unread."""
        query = update(Notification).where(
            Notification.member_id == member_id, Notification.read_at.is_(None)
        )
        return cast("CursorResult[Any]", await self._session.execute(query.values(read_at=now))).rowcount

    async def due_letters(self, now: datetime, limit: int) -> Sequence[str]:
        """The ids of letters to be tried now, the longest due first."""
        query = select(Letter.id).where(Letter.status == "waiting", Letter.next_at <= now)
        return (await self._session.execute(query.order_by(Letter.next_at).limit(limit))).scalars().all()

    async def next_letter_at(self) -> datetime | None:
        query = select(func.min(Letter.next_at)).where(Letter.status == "waiting")
        return (await self._session.execute(query)).scalar_one_or_none()

    async def claim_letter(self, letter_id: str, now: datetime, until: datetime) -> Letter | None:
        """Take it in hand until then; None when another has it, or it is not due any more."""
        query = (
            update(Letter)
            .where(Letter.id == letter_id, Letter.status == "waiting", Letter.next_at <= now)
            .values(next_at=until, attempts=Letter.attempts + 1)
            .returning(Letter)
        )
        return (await self._session.execute(query)).scalar_one_or_none()

    async def letter(self, letter_id: str) -> Letter | None:
        return await self._session.get(Letter, letter_id)

    async def letters(self, workspace_id: str, limit: int, before: str | None) -> Sequence[Letter]:
        """Newest first."""
        query = select(Letter).where(Letter.workspace_id == workspace_id)
        if before is not None:
            query = query.where(Letter.id < before)
        return (await self._session.execute(query.order_by(Letter.id.desc()).limit(limit))).scalars().all()

    async def forget(self, before: datetime) -> None:
        """Drop notifications that were read, and letters that were sent or given up, if older than that."""
        read = Notification.read_at.is_not(None)
        await self._session.execute(delete(Notification).where(read, Notification.created_at < before))
        over = Letter.status != "waiting"
        await self._session.execute(delete(Letter).where(over, Letter.created_at < before))
