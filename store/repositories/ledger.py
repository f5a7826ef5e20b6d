"""The credit ledger: the balance is always the sum of the entries, for both change together or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from store.models import LedgerEntry, Workspace


class InsufficientCredits(Exception):  # noqa: N818
    """The balance does not cover the charge; `short` credits are missing."""

    def __init__(self, short: int) -> None:
        super().__init__(f"{short} credits short")
        self.short = short


class LedgerRepository:
    def __init__(self, session: AsyncSession, now: datetime, new_id: Callable[[], str]) -> None:
        self._session = session
        self._now = now
        self._new_id = new_id

    async def change(
        self, workspace_id: str, amount: int, *, kind: str, key: str, cause: Mapping[str, Any]
    ) -> LedgerEntry:
        """Add `amount` (negative for a charge) to the balance, once for each `key`: again is a no-op.

        Returns the entry, or the earlier one. Raises `InsufficientCredits`, having changed nothing.
        """
        await self._lock(workspace_id)
        earlier = await self.entry(workspace_id, key)
        if earlier is not None:
            return earlier
        changed = (
            update(Workspace)
            .where(Workspace.id == workspace_id, Workspace.balance + amount >= 0)
            .values(balance=Workspace.balance + amount)
            .returning(Workspace.balance)
            .execution_options(synchronize_session="fetch")
        )
        balance = (await self._session.execute(changed)).scalar_one_or_none()
        if balance is None:
            held = select(Workspace.balance).where(Workspace.id == workspace_id)
            raise InsufficientCredits(-amount - (await self._session.execute(held)).scalar_one())
        entry = LedgerEntry(
            id=self._new_id(),
            workspace_id=workspace_id,
            amount=amount,
            balance_after=balance,
            kind=kind,
            key=key,
            cause=dict(cause),
            created_at=self._now,
        )
        self._session.add(entry)
        await self._session.flush()
        return entry

    async def entry(self, workspace_id: str, key: str) -> LedgerEntry | None:
        query = select(LedgerEntry).where(LedgerEntry.workspace_id == workspace_id, LedgerEntry.key == key)
        return (await self._session.execute(query)).scalar_one_or_none()

    async def page(
        self, workspace_id: str, limit: int, before_id: str | None, campaign_id: str | None = None
    ) -> Sequence[LedgerEntry]:
        """Newest first, from before that entry; with a campaign only what was charged for it."""
        query = select(LedgerEntry).where(LedgerEntry.workspace_id == workspace_id)
        if campaign_id is not None:
            query = query.where(LedgerEntry.cause["campaign_id"].as_string() == campaign_id)
        if before_id is not None:
            query = query.where(LedgerEntry.id < before_id)
        return (
            (await self._session.execute(query.order_by(LedgerEntry.id.desc()).limit(limit))).scalars().all()
        )

    async def _lock(self, workspace_id: str) -> None:
        """Changes of one balance queue here, so that the look for the key and the change are one."""
        # Not the row's key: an event's foreign key looks at that under the outbox's lock, and would deadlock.
        query = select(Workspace.id).where(Workspace.id == workspace_id).with_for_update(key_share=True)
        await self._session.execute(query)
