"""Conversations, their turns and tool calls."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from store.clock import is_id
from store.models import Conversation, ToolCall, Turn


class TalkRepository:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    def add(self, row: Conversation | Turn | ToolCall) -> None:
        self._session.add(row)

    async def get(
        self, workspace_id: str, conversation_id: str, *, lock: bool = False
    ) -> Conversation | None:
        if not is_id(conversation_id):
            return None
        query = select(Conversation).where(
            Conversation.workspace_id == workspace_id, Conversation.id == conversation_id
        )
        if lock:
            query = query.with_for_update(key_share=True)
        return (
            await self._session.execute(query.execution_options(populate_existing=True))
        ).scalar_one_or_none()

    async def delete(self, conversation_id: str) -> None:
        """With its turns, tool calls and confirmations."""
        await self._session.execute(delete(Conversation).where(Conversation.id == conversation_id))

    async def page(
        self,
        workspace_id: str,
        *,
        channel: str | None,
        limit: int,
        before_id: str | None,
        members: Sequence[str | None] | None = None,
    ) -> Sequence[Conversation]:
        """Newest first, from before that conversation; of these members only, when they are given."""
        query = select(Conversation).where(Conversation.workspace_id == workspace_id)
        if members is not None:
            query = query.where(Conversation.member_id.in_(members))
        if channel is not None:
            query = query.where(Conversation.channel == channel)
        if before_id is not None:
            query = query.where(Conversation.id < before_id)
        query = query.order_by(Conversation.id.desc()).limit(limit)
        return (await self._session.execute(query)).scalars().all()

    async def about(self, campaign_id: str) -> Sequence[Conversation]:
        """The conversations that have this campaign in focus, newest first."""
        query = select(Conversation).where(Conversation.campaign_id == campaign_id)
        return (await self._session.execute(query.order_by(Conversation.id.desc()))).scalars().all()

    async def open_on(self, channels: Collection[str]) -> Sequence[Conversation]:
        """Those of all workspaces on these channels that have not ended, oldest first."""
        query = select(Conversation).where(
            Conversation.ended_at.is_(None), Conversation.channel.in_(channels)
        )
        return (await self._session.execute(query.order_by(Conversation.id))).scalars().all()

    async def last_position(self, conversation_id: str) -> int:
        """0 before the first turn."""
        query = select(func.max(Turn.position)).where(Turn.conversation_id == conversation_id)
        return (await self._session.execute(query)).scalar_one() or 0

    async def next_user_turn(self, conversation_id: str, after: int) -> Turn | None:
        """The first turn of the user after that position."""
        query = (
            select(Turn)
            .where(Turn.conversation_id == conversation_id, Turn.position > after, Turn.speaker == "user")
            .order_by(Turn.position)
            .limit(1)
        )
        return (await self._session.execute(query)).scalar_one_or_none()

    async def turn(self, workspace_id: str, turn_id: str) -> Turn | None:
        query = (
            select(Turn)
            .join(Conversation, Conversation.id == Turn.conversation_id)
            .where(Conversation.workspace_id == workspace_id, Turn.id == turn_id)
        )
        return (await self._session.execute(query)).scalar_one_or_none()

    async def turns(self, conversation_id: str) -> Sequence[Turn]:
        query = select(Turn).where(Turn.conversation_id == conversation_id).order_by(Turn.position)
        return (await self._session.execute(query)).scalars().all()

    async def tool_calls(self, conversation_id: str) -> Sequence[ToolCall]:
        query = select(ToolCall).where(ToolCall.conversation_id == conversation_id).order_by(ToolCall.id)
        return (await self._session.execute(query)).scalars().all()
