"""People and what lets them in: keys, sign-in links, sessions. Secrets are here as digests only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from store.clock import is_id
from store.models import ApiKey, LoginLink, Member, Session


class MemberRepository:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    def add(self, row: Member | ApiKey | LoginLink | Session) -> None:
        self._session.add(row)

    async def get(self, member_id: str) -> Member | None:
        return await self._session.get(Member, member_id)

    async def owner(self, workspace_id: str) -> Member | None:
        """The workspace's first owner."""
        query = select(Member).where(Member.workspace_id == workspace_id, Member.role == "owner")
        return (await self._session.execute(query.order_by(Member.id).limit(1))).scalar_one_or_none()

    async def take_phone(self, member: Member, digits: str) -> bool:
        """Give the member, who may be a new one, this number; False when somebody has it already."""
        try:
            async with self._session.begin_nested():
                member.phone = digits
                self._session.add(member)
                await self._session.flush()
        except IntegrityError:
            return False
        return True

    async def by_phone(self, digits: str) -> Sequence[Member]:
        """Members whose number has exactly these digits."""
        query = select(Member).where(Member.phone == digits).order_by(Member.id)
        return (await self._session.execute(query)).scalars().all()

    async def key_by_digest(self, digest: str) -> ApiKey | None:
        query = select(ApiKey).where(ApiKey.digest == digest)
        return (await self._session.execute(query)).scalar_one_or_none()

    async def key(self, workspace_id: str, key_id: str) -> ApiKey | None:
        if not is_id(key_id):
            return None
        query = select(ApiKey).where(ApiKey.workspace_id == workspace_id, ApiKey.id == key_id)
        return (await self._session.execute(query)).scalar_one_or_none()

    async def keys(self, workspace_id: str, limit: int, after: str | None) -> Sequence[ApiKey]:
        """The oldest first, from after that one."""
        query = select(ApiKey).where(ApiKey.workspace_id == workspace_id).order_by(ApiKey.id)
        if after is not None:
            query = query.where(ApiKey.id > after)
        return (await self._session.execute(query.limit(limit))).scalars().all()

    async def revoke_named(self, workspace_id: str, name: str, now: datetime, *, but: str) -> None:
        """Every key of that name, for good, but the one with that digest."""
        query = update(ApiKey).where(
            ApiKey.workspace_id == workspace_id,
            ApiKey.name == name,
            ApiKey.digest != but,
            ApiKey.revoked_at.is_(None),
        )
        await self._session.execute(query.values(revoked_at=now))

    async def link_member(self, digest: str, now: datetime) -> str | None:
        """Whom a sign-in link would let in; None when it is unknown, used or too old."""
        query = select(LoginLink.member_id).where(
            LoginLink.digest == digest, LoginLink.used_at.is_(None), LoginLink.expires_at > now
        )
        return (await self._session.execute(query)).scalar_one_or_none()

    async def use_link(self, digest: str, now: datetime) -> str | None:
        """Use a sign-in link up; the member's id, or None when it is unknown, used or too old."""
        query = (
            update(LoginLink)
            .where(LoginLink.digest == digest, LoginLink.used_at.is_(None), LoginLink.expires_at > now)
            .values(used_at=now)
            .returning(LoginLink.member_id)
        )
        return (await self._session.execute(query)).scalar_one_or_none()

    async def forget(self, before: datetime) -> None:
        """Drop sign-in links and sessions that were over by then."""
        await self._session.execute(delete(LoginLink).where(LoginLink.expires_at < before))
        over = or_(Session.expires_at < before, Session.revoked_at < before)
        await self._session.execute(delete(Session).where(over))

    async def session_member(self, digest: str, now: datetime) -> Member | None:
        """Whose session it is, while it lasts."""
        query = (
            select(Member)
            .join(Session, Session.member_id == Member.id)
            .where(Session.digest == digest, Session.revoked_at.is_(None), Session.expires_at > now)
        )
        return (await self._session.execute(query)).scalar_one_or_none()

    async def end_session(self, digest: str, now: datetime) -> None:
        query = update(Session).where(Session.digest == digest, Session.revoked_at.is_(None))
        await self._session.execute(query.values(revoked_at=now))
