"""Workspaces with their brand kits and balances."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from store.models import Workspace


class WorkspaceRepository:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    def add(self, workspace: Workspace) -> None:
        self._session.add(workspace)

    async def get(self, workspace_id: str) -> Workspace:
        """Read afresh."""
        query = select(Workspace).where(Workspace.id == workspace_id)
        found = await self._session.execute(query.execution_options(populate_existing=True))
        return found.scalar_one()

    async def hold_first(self) -> None:
        """One process at a time makes the first workspace; held until the transaction ends.

        There is no row yet that could be locked. SQLite's own write lock does as much.
        """
        if self._session.get_bind().dialect.name == "postgresql":
            await self._session.execute(
                text("SELECT pg_advisory_xact_lock(hashtextextended('first workspace', 0))")
            )

    async def first(self) -> Workspace | None:
        """The oldest workspace, which set-up made."""
        query = select(Workspace).order_by(Workspace.created_at, Workspace.id).limit(1)
        return (await self._session.execute(query)).scalar_one_or_none()

    async def set_brand(self, workspace_id: str, brand: Mapping[str, Any]) -> None:
        (await self.get(workspace_id)).brand = dict(brand)
