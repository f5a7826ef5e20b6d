"""Campaigns with their slots, deliverables and earlier versions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, delete, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from store.clock import is_id
from store.models import Campaign, CampaignRevision, Run, Step, Unit
from store.words import CampaignStatus

_WHOLE = (selectinload(Campaign.deliverables), selectinload(Campaign.slots))


@dataclass(frozen=True, slots=True)
class Named:
    """As much of a campaign as finding it by name takes."""

    id: str
    name: str


class CampaignRepository:
    """Campaigns come with deliverables and slots. Another workspace's are not there.

    Locks here are PostgreSQL's `FOR NO KEY UPDATE`: rows that refer to the campaign can be added meanwhile.
    """

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    def add(self, row: Campaign | CampaignRevision) -> None:
        self._session.add(row)

    async def get(self, workspace_id: str, campaign_id: str, *, lock: bool = False) -> Campaign | None:
        """Read afresh; with `lock`, held until the transaction ends."""
        if not is_id(campaign_id):
            return None
        query = select(Campaign).where(Campaign.workspace_id == workspace_id, Campaign.id == campaign_id)
        if lock:
            query = query.with_for_update(key_share=True)
        query = query.options(*_WHOLE).execution_options(populate_existing=True)
        return (await self._session.execute(query)).scalar_one_or_none()

    async def page(
        self,
        workspace_id: str,
        *,
        status: str | None,
        q: str | None,
        limit: int,
        before_id: str | None,
        guest: str | None = None,
    ) -> Sequence[Campaign]:
        """Newest first, from before that campaign; archived ones only when that status is asked for.

        Here as below: only one guest's, when they are given.
        """
        query = select(Campaign).where(*_listed(workspace_id, status, q), *_of_guest(guest))
        if before_id is not None:
            query = query.where(Campaign.id < before_id)
        return await self._all(query.order_by(Campaign.id.desc()).limit(limit))

    async def with_photo(self, workspace_id: str, limit: int, before_id: str | None) -> Sequence[Campaign]:
        """Those that have a product photo and may still be changed, newest first, from before that campaign."""
        query = select(Campaign).where(
            Campaign.workspace_id == workspace_id,
            Campaign.photo != "",
            Campaign.status != CampaignStatus.ARCHIVED,
        )
        if before_id is not None:
            query = query.where(Campaign.id < before_id)
        return await self._all(query.order_by(Campaign.id.desc()).limit(limit))

    async def count(
        self, workspace_id: str, *, status: str | None, q: str | None, guest: str | None = None
    ) -> int:
        """How many `page` would list, were it endless."""
        listed = (*_listed(workspace_id, status, q), *_of_guest(guest))
        query = select(func.count()).select_from(Campaign).where(*listed)
        return (await self._session.execute(query)).scalar_one()

    async def named(self, workspace_id: str, limit: int, guest: str | None = None) -> Sequence[Named]:
        """The newest campaigns that have a name, archived ones too."""
        query = (
            select(Campaign.id, Campaign.name)
            .where(Campaign.workspace_id == workspace_id, Campaign.name != "", *_of_guest(guest))
            .order_by(Campaign.id.desc())
            .limit(limit)
        )
        return [Named(row.id, row.name) for row in await self._session.execute(query)]

    async def by_ids(self, workspace_id: str, ids: Sequence[str]) -> Sequence[Campaign]:
        query = select(Campaign).where(Campaign.workspace_id == workspace_id, Campaign.id.in_(ids))
        return await self._all(query)

    async def begun_by(self, workspace_id: str, member_id: str, limit: int) -> Sequence[Campaign]:
        """A member's drafts and ready campaigns that never ran, the last touched first."""
        query = select(Campaign).where(
            Campaign.workspace_id == workspace_id,
            Campaign.created_by == member_id,
            Campaign.status.in_((CampaignStatus.DRAFT, CampaignStatus.READY)),
            ~exists().where(Run.campaign_id == Campaign.id),
        )
        return await self._all(query.order_by(Campaign.updated_at.desc()).limit(limit))

    async def delete(self, campaign: Campaign) -> None:
        """Only one that never ran: what was made is kept for ever."""
        await self._session.delete(campaign)
        await self._session.flush()

    async def has_run(self, campaign_id: str) -> bool:
        query = select(func.count()).select_from(Run).where(Run.campaign_id == campaign_id)
        return (await self._session.execute(query)).scalar_one() > 0

    async def revision(self, campaign_id: str, version: int) -> CampaignRevision | None:
        query = select(CampaignRevision).where(
            CampaignRevision.campaign_id == campaign_id, CampaignRevision.version == version
        )
        return (await self._session.execute(query)).scalar_one_or_none()

    async def forget_work(self, deliverable_id: str) -> None:
        """Drop the steps and unmade units of a deliverable of which nothing was made."""
        await self._session.execute(delete(Unit).where(Unit.deliverable_id == deliverable_id))
        await self._session.execute(delete(Step).where(Step.deliverable_id == deliverable_id))

    async def unit_counts(self, campaign_ids: Sequence[str]) -> dict[str, dict[str, int]]:
        """How many units there are, by deliverable and status."""
        query = (
            select(Unit.deliverable_id, Unit.status, func.count().label("units"))
            .where(Unit.campaign_id.in_(campaign_ids), Unit.project_id.is_(None))
            .group_by(Unit.deliverable_id, Unit.status)
        )
        counts: dict[str, dict[str, int]] = {}
        for row in await self._session.execute(query):
            counts.setdefault(row.deliverable_id, {})[row.status] = row.units
        return counts

    async def _all(self, query: Select[Campaign]) -> Sequence[Campaign]:
        query = query.options(*_WHOLE).execution_options(populate_existing=True)
        return (await self._session.execute(query)).scalars().all()


def _of_guest(guest: str | None) -> list[ColumnElement[bool]]:
    return [] if guest is None else [Campaign.guest == guest]


def _listed(workspace_id: str, status: str | None, q: str | None) -> list[ColumnElement[bool]]:
    """What a campaign in a list is; archived ones are only there when that status is asked for."""
    shown = Campaign.status != CampaignStatus.ARCHIVED if status is None else Campaign.status == status
    named = [Campaign.name.icontains(q, autoescape=True)] if q else []
    return [Campaign.workspace_id == workspace_id, shown, *named]
