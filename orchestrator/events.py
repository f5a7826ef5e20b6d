"""What happened, as it happens."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

from orchestrator.views import Actor, EventView
from store.database import Database
from store.models import Event


class Events:
    def __init__(self, db: Database) -> None:
        self._db = db

    async def follow(
        self, actor: Actor, after_seq: int, campaign_id: str | None = None
    ) -> AsyncIterator[EventView]:
        """Every event of the workspace, or of one campaign, after `after_seq`, in order, without end."""
        async for row in self._db.follow(after_seq, actor.workspace_id, campaign_id):
            yield _view(row)

    async def latest(self, actor: Actor) -> int:
        """The newest event's number: where following from now on begins."""
        async with self._db.read() as uow:
            return await uow.events.latest(actor.workspace_id)

    async def recent(
        self, actor: Actor, campaign_id: str | None = None, limit: int = 50
    ) -> Sequence[EventView]:
        """The last events, newest first."""
        async with self._db.read() as uow:
            rows = await uow.events.recent(actor.workspace_id, campaign_id, limit)
        return [_view(row) for row in rows]


def _view(row: Event) -> EventView:
    return EventView(row.seq, row.workspace_id, row.campaign_id, row.type, row.payload, row.created_at)
