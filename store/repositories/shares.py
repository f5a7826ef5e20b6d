"""Links to look at what was made, without a key."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from store.clock import is_id
from store.models import Share


class ShareRepository:
    """Rows, never views."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    def add(self, share: Share) -> None:
        self._session.add(share)

    async def get(self, workspace_id: str, share_id: str) -> Share | None:
        if not is_id(share_id):
            return None
        query = select(Share).where(Share.workspace_id == workspace_id, Share.id == share_id)
        return (await self._session.execute(query)).scalar_one_or_none()

    async def by_digest(self, digest: str) -> Share | None:
        return (await self._session.execute(select(Share).where(Share.digest == digest))).scalar_one_or_none()

    async def of(
        self, workspace_id: str, campaign_id: str | None, limit: int, before: str | None = None
    ) -> Sequence[Share]:
        """The newest first, from before that one; those of one campaign when it is given."""
        query = select(Share).where(Share.workspace_id == workspace_id)
        if before is not None:
            query = query.where(Share.id < before)
        if campaign_id is not None:
            query = query.where(Share.campaign_id == campaign_id)
        return (await self._session.execute(query.order_by(Share.id.desc()).limit(limit))).scalars().all()

    async def count_view(self, share_id: str, now: datetime) -> None:
        """One more look at it; counted by the database, so that two at once are two."""
        seen = update(Share).where(Share.id == share_id).values(views=Share.views + 1, viewed_at=now)
        await self._session.execute(seen)
