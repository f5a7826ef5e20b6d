"""The outbox, read in order."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

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
