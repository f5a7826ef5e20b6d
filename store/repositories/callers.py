"""The telephone's rows: PINs, calls, call-backs, notes, recordings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from store.clock import is_id
from store.models import (
    CallBack,
    CallerPin,
    CallNote,
    CallRecording,
    Campaign,
    Conversation,
    Member,
    PhoneCall,
)


class CallerRepository:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    def add(self, row: CallBack | CallerPin | CallNote | CallRecording | PhoneCall) -> None:
        self._session.add(row)

    async def members(
        self, workspace_id: str, limit: int, after: str | None
    ) -> Sequence[tuple[Member, CallerPin | None]]:
        """The workspace's people, oldest first, from after that one, each with their PIN's row."""
        query = (
            select(Member, CallerPin)
            .outerjoin(CallerPin, CallerPin.member_id == Member.id)
            .where(Member.workspace_id == workspace_id)
            .order_by(Member.id)
        )
        if after is not None:
            query = query.where(Member.id > after)
        return [(row[0], row[1]) for row in await self._session.execute(query.limit(limit))]

    async def pin(self, member_id: str, *, lock: bool = False) -> CallerPin | None:
        query = select(CallerPin).where(CallerPin.member_id == member_id)
        if lock:
            query = query.with_for_update()
        found = await self._session.execute(query.execution_options(populate_existing=True))
        return found.scalar_one_or_none()

    async def drop_pin(self, member_id: str) -> None:
        await self._session.execute(delete(CallerPin).where(CallerPin.member_id == member_id))

    async def call(self, sid: str) -> PhoneCall | None:
        query = select(PhoneCall).where(PhoneCall.sid == sid).with_for_update()
        found = await self._session.execute(query.execution_options(populate_existing=True))
        return found.scalar_one_or_none()

    async def call_or_new(self, first: PhoneCall) -> PhoneCall:
        """The call of that id, locked: `first` itself when there was none, the other's when two are first at once."""
        insert = sqlite.insert if self._session.get_bind().dialect.name == "sqlite" else postgresql.insert
        values = {
            name: getattr(first, name)
            for name in ("sid", "direction", "caller", "called", "status", "call_back_id", "created_at")
        }
        made = insert(PhoneCall).values(values | {"answered_by": ""})
        await self._session.execute(made.on_conflict_do_nothing(index_elements=[PhoneCall.sid]))
        row = await self.call(first.sid)
        assert row is not None
        return row

    async def conversation_of_call(self, sid: str) -> Conversation | None:
        """The newest talk on that call of the carrier's."""
        query = select(Conversation).where(Conversation.external_id == sid, Conversation.external_id != "")
        return (
            await self._session.execute(query.order_by(Conversation.id.desc()).limit(1))
        ).scalar_one_or_none()

    async def call_back(self, call_back_id: str, *, lock: bool = False) -> CallBack | None:
        if not is_id(call_back_id):
            return None
        query = select(CallBack).where(CallBack.id == call_back_id)
        if lock:
            query = query.with_for_update()
        found = await self._session.execute(query.execution_options(populate_existing=True))
        return found.scalar_one_or_none()

    async def call_back_of_confirmation(self, confirmation_id: str) -> CallBack | None:
        query = select(CallBack).where(CallBack.confirmation_id == confirmation_id)
        return (await self._session.execute(query)).scalar_one_or_none()

    async def call_backs(
        self,
        workspace_id: str,
        limit: int,
        before: str | None = None,
        members: Sequence[str | None] | None = None,
    ) -> Sequence[CallBack]:
        """Newest first, from before that one; of these members only, when they are given."""
        query = select(CallBack).where(CallBack.workspace_id == workspace_id)
        if before is not None:
            query = query.where(CallBack.id < before)
        if members is not None:
            query = query.where(CallBack.member_id.in_(members))
        return (await self._session.execute(query.order_by(CallBack.id.desc()).limit(limit))).scalars().all()

    async def ripe(self, statuses: Sequence[str]) -> Sequence[CallBack]:
        """Waiting call-backs whose campaign has one of these statuses, the earliest first, locked."""
        query = (
            select(CallBack)
            .join(Campaign, Campaign.id == CallBack.campaign_id)
            .where(CallBack.status == "waiting", Campaign.status.in_(statuses))
            .order_by(CallBack.not_before, CallBack.id)
            .with_for_update(of=CallBack, skip_locked=True)
            .execution_options(populate_existing=True)
        )
        return (await self._session.execute(query)).scalars().all()

    async def dialling(self) -> Sequence[CallBack]:
        """Attempts under way; those that another transaction is changing right now are left out."""
        query = (
            select(CallBack)
            .where(CallBack.status == "dialling")
            .order_by(CallBack.dialled_at)
            .with_for_update(skip_locked=True)
            .execution_options(populate_existing=True)
        )
        return (await self._session.execute(query)).scalars().all()

    async def claim(self, call_back_id: str, attempt: int, now: datetime) -> bool:
        """Take the next attempt on; False when another process was first."""
        query = (
            update(CallBack)
            .where(
                CallBack.id == call_back_id, CallBack.status == "waiting", CallBack.attempts == attempt - 1
            )
            .values(status="dialling", attempts=attempt, dialled_at=now)
            .returning(CallBack.id)
        )
        return (await self._session.execute(query)).scalar_one_or_none() is not None

    async def note(self, conversation_id: str) -> CallNote | None:
        query = select(CallNote).where(CallNote.conversation_id == conversation_id)
        return (await self._session.execute(query)).scalar_one_or_none()

    async def recording(self, workspace_id: str, conversation_id: str) -> CallRecording | None:
        if not is_id(conversation_id):
            return None
        query = select(CallRecording).where(
            CallRecording.workspace_id == workspace_id, CallRecording.conversation_id == conversation_id
        )
        found = await self._session.execute(query.execution_options(populate_existing=True))
        return found.scalar_one_or_none()

    async def recordings_kept(self) -> set[str]:
        """The conversations, of every workspace, whose sound is there or is being put there."""
        query = select(CallRecording.conversation_id).where(CallRecording.milliseconds.is_not(None))
        return set((await self._session.execute(query)).scalars())

    async def recordings_over(self, now: datetime) -> Sequence[CallRecording]:
        """Those whose time is over and whose sound is still there."""
        query = select(CallRecording).where(
            CallRecording.purge_after <= now, CallRecording.milliseconds.is_not(None)
        )
        return (await self._session.execute(query)).scalars().all()
