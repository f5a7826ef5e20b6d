"""One transaction, with every repository on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from store.events import CHANNEL
from store.models import Event
from store.repositories.callers import CallerRepository
from store.repositories.campaigns import CampaignRepository
from store.repositories.confirmations import ConfirmationRepository
from store.repositories.events import EventRepository
from store.repositories.hub import HubRepository
from store.repositories.knowledge import KnowledgeRepository
from store.repositories.ledger import LedgerRepository
from store.repositories.members import MemberRepository
from store.repositories.news import NewsRepository
from store.repositories.projects import ProjectRepository
from store.repositories.shares import ShareRepository
from store.repositories.talks import TalkRepository
from store.repositories.webhooks import WebhookRepository
from store.repositories.work import WorkRepository
from store.repositories.workspaces import WorkspaceRepository


class UnitOfWork:
    """What a block of `Database.write` or `Database.read` works with; the database commits at its end.

    `now` is the same throughout the block.
    """

    def __init__(self, session: AsyncSession, now: datetime, new_id: Callable[[], str]) -> None:
        self.now = now
        self.new_id = new_id
        self.workspaces = WorkspaceRepository(session)
        self.members = MemberRepository(session)
        self.campaigns = CampaignRepository(session)
        self.callers = CallerRepository(session)
        self.ledger = LedgerRepository(session, now, new_id)
        self.knowledge = KnowledgeRepository(session)
        self.talks = TalkRepository(session)
        self.confirmations = ConfirmationRepository(session)
        self.events = EventRepository(session)
        self.work = WorkRepository(session)
        self.hub = HubRepository(session)
        self.projects = ProjectRepository(session)
        self.shares = ShareRepository(session)
        self.news = NewsRepository(session)
        self.webhooks = WebhookRepository(session)
        self._session = session
        self._outbox: list[Event] = []

    async def emit(
        self, type_: str, workspace_id: str, campaign_id: str | None, payload: Mapping[str, Any]
    ) -> None:
        """Put an event into the outbox; it is there, in order, when the transaction is committed."""
        event = Event(
            type=type_,
            workspace_id=workspace_id,
            campaign_id=campaign_id,
            payload=dict(payload),
            created_at=self.now,
        )
        self._outbox.append(event)

    async def flush(self) -> None:
        """Write what is pending now."""
        await self._session.flush()

    async def settle_outbox(self) -> set[str]:
        """Write the events as the transaction's last act; returns the workspaces that have news.

        Last, because on PostgreSQL a workspace's events are serialised by a lock held until the commit: else
        a lower `seq` could become visible after a higher one, and a reader would miss it. Taken last, the
        lock is held for a moment and cannot take part in a deadlock.
        """
        workspaces = {event.workspace_id for event in self._outbox}
        if not workspaces:
            return workspaces
        await self._session.flush()
        postgres = self._session.get_bind().dialect.name == "postgresql"
        if postgres:
            for workspace_id in sorted(workspaces):
                await self._session.execute(
                    text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))"),
                    {"key": f"event:{workspace_id}"},
                )
        for event in self._outbox:
            self._session.add(event)
            await self._session.flush()
        if postgres:
            for workspace_id in workspaces:
                await self._session.execute(
                    text("SELECT pg_notify(:channel, :payload)"),
                    {"channel": CHANNEL, "payload": workspace_id},
                )
        return workspaces
