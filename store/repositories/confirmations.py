"""The tokens that acts need."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from store.models import Confirmation

OPEN, SPENT, DEAD = "open", "spent", "dead"


class ConfirmationRepository:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    def add(self, confirmation: Confirmation) -> None:
        self._session.add(confirmation)

    async def open_one(self, workspace_id: str, conversation_id: str) -> Confirmation | None:
        """The conversation's open confirmation; there is one at most."""
        query = select(Confirmation).where(
            Confirmation.workspace_id == workspace_id,
            Confirmation.conversation_id == conversation_id,
            Confirmation.status == OPEN,
        )
        return (await self._session.execute(query)).scalar_one_or_none()

    async def spend(self, confirmation_id: str) -> bool:
        """Once: False when it is no longer open."""
        query = (
            update(Confirmation)
            .where(Confirmation.id == confirmation_id, Confirmation.status == OPEN)
            .values(status=SPENT)
            .returning(Confirmation.id)
        )
        return (await self._session.execute(query)).scalar_one_or_none() is not None

    async def spent_one(self, workspace_id: str, confirmation_id: str) -> Confirmation | None:
        """The confirmation, when a yes has spent it."""
        query = select(Confirmation).where(
            Confirmation.workspace_id == workspace_id,
            Confirmation.id == confirmation_id,
            Confirmation.status == SPENT,
        )
        return (await self._session.execute(query)).scalar_one_or_none()

    async def kill_of_conversation(self, conversation_id: str) -> None:
        await self._kill(Confirmation.conversation_id == conversation_id)

    async def kill_of_campaign(self, campaign_id: str) -> None:
        await self._kill(Confirmation.campaign_id == campaign_id)

    async def _kill(self, whose: object) -> None:
        query = update(Confirmation).where(Confirmation.status == OPEN, whose)  # type: ignore[arg-type]
        await self._session.execute(query.values(status=DEAD))
