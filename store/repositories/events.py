"""The outbox, read in order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from store.models import Event


class EventRepository:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def after(
        self, seq: int, workspace_id: str, campaign_id: str | None, limit: int
    ) -> Sequence[Event]:
        """The next events, oldest first."""
        query = select(Event).where(Event.workspace_id == workspace_id, Event.seq > seq)
        if campaign_id is not None:
            query = query.where(Event.campaign_id == campaign_id)
        return (await self._session.execute(query.order_by(Event.seq).limit(limit))).scalars().all()

    async def recent(self, workspace_id: str, campaign_id: str | None, limit: int) -> Sequence[Event]:
        """The last events, newest first."""
        query = select(Event).where(Event.workspace_id == workspace_id)
        if campaign_id is not None:
            query = query.where(Event.campaign_id == campaign_id)
        return (await self._session.execute(query.order_by(Event.seq.desc()).limit(limit))).scalars().all()

    async def latest(self, workspace_id: str) -> int:
        """The newest event's number; 0 before the first."""
        query = select(func.max(Event.seq)).where(Event.workspace_id == workspace_id)
        return (await self._session.execute(query)).scalar_one() or 0

    async def forget(self, before: datetime) -> None:
        """Drop what is older than that; a workspace's newest stays, for whoever goes on from it."""
        other = aliased(Event)
        newest = select(func.max(other.seq)).where(other.workspace_id == Event.workspace_id).scalar_subquery()
        await self._session.execute(delete(Event).where(Event.created_at < before, Event.seq < newest))
