"""Versions of assets, remakes of them, and what campaigns take from one another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from store.models import (
    Asset,
    AssetVersion,
    CampaignInput,
    LedgerEntry,
    Project,
    ProjectPart,
    Remake,
    Unit,
    Workspace,
)
from store.words import WorkStatus

OPEN = (WorkStatus.PENDING, WorkStatus.ACTIVE)


class HubRepository:
    """Rows, never views."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    def add(self, *rows: AssetVersion | Remake) -> None:
        self._session.add_all(rows)

    async def version(self, unit_id: str, version: int) -> AssetVersion | None:
        return await self._session.get(AssetVersion, (unit_id, version), populate_existing=True)

    async def versions(self, campaign_id: str) -> Sequence[AssetVersion]:
        """All versions of the campaign's units, the oldest of each first."""
        query = select(AssetVersion).where(AssetVersion.campaign_id == campaign_id)
        query = query.order_by(AssetVersion.unit_id, AssetVersion.version)
        return (await self._session.execute(query)).scalars().all()

    async def latest(self, unit_id: str) -> AssetVersion | None:
        query = select(AssetVersion).where(AssetVersion.unit_id == unit_id)
        query = query.order_by(AssetVersion.version.desc()).limit(1)
        return (await self._session.execute(query)).scalar_one_or_none()

    async def of_unit(self, unit_id: str) -> Sequence[AssetVersion]:
        """The unit's versions, the oldest first."""
        query = select(AssetVersion).where(AssetVersion.unit_id == unit_id).order_by(AssetVersion.version)
        return (await self._session.execute(query)).scalars().all()

    async def files(self, unit_id: str, version: int) -> Sequence[Asset]:
        """The files of one version, the one that a person opens first at the head."""
        query = select(Asset).where(Asset.unit_id == unit_id, Asset.version == version)
        return (await self._session.execute(query.order_by(Asset.position))).scalars().all()

    async def remake(self, remake_id: str) -> Remake | None:
        """The remake, read afresh."""
        return await self._session.get(Remake, remake_id, populate_existing=True)

    async def remake_keyed(self, workspace_id: str, key: str) -> Remake | None:
        query = select(Remake).where(Remake.workspace_id == workspace_id, Remake.key == key)
        return (await self._session.execute(query)).scalar_one_or_none()

    async def remake_that_made(self, unit_id: str, version: int) -> Remake | None:
        query = select(Remake).where(Remake.unit_id == unit_id, Remake.version == version)
        return (await self._session.execute(query.limit(1))).scalar_one_or_none()

    async def open_remake(self, unit_id: str) -> Remake | None:
        query = select(Remake).where(Remake.unit_id == unit_id, Remake.status.in_(OPEN))
        return (await self._session.execute(query.limit(1))).scalar_one_or_none()

    async def open_remakes(self) -> Sequence[Remake]:
        """Every remake of every workspace that some worker should be making."""
        query = select(Remake).where(Remake.status.in_(OPEN)).order_by(Remake.created_at, Remake.id)
        return (await self._session.execute(query)).scalars().all()

    async def remakes(
        self, campaign_id: str, limit: int | None = None, before: str | None = None
    ) -> Sequence[Remake]:
        """The newest first, from before that one."""
        query = select(Remake).where(Remake.campaign_id == campaign_id).order_by(Remake.id.desc())
        if before is not None:
            query = query.where(Remake.id < before)
        return (await self._session.execute(query.limit(limit))).scalars().all()

    async def renew_remake(self, remake_id: str, epoch: int) -> bool:
        """Give an open remake its next epoch; False when it is over or no longer in this epoch."""
        query = (
            update(Remake)
            .where(Remake.id == remake_id, Remake.status.in_(OPEN), Remake.epoch == epoch)
            .values(epoch=epoch + 1)
            .returning(Remake.id)
        )
        return (await self._session.execute(query)).scalar_one_or_none() is not None

    async def inputs(self, campaign_id: str) -> Sequence[tuple[Asset, AssetVersion, Unit]]:
        """What the campaign works from, in its order: a file, the version that it belongs to, its unit."""
        same = and_(AssetVersion.unit_id == Asset.unit_id, AssetVersion.version == Asset.version)
        query = (
            select(Asset, AssetVersion, Unit)
            .join(CampaignInput, CampaignInput.asset_id == Asset.id)
            .join(AssetVersion, same)
            .join(Unit, Unit.id == Asset.unit_id)
            .where(CampaignInput.campaign_id == campaign_id)
            .order_by(CampaignInput.position)
        )
        return [(row[0], row[1], row[2]) for row in await self._session.execute(query)]

    async def set_inputs(self, campaign_id: str, asset_ids: Sequence[str]) -> None:
        await self._session.execute(delete(CampaignInput).where(CampaignInput.campaign_id == campaign_id))
        rows = enumerate(dict.fromkeys(asset_ids))
        self._session.add_all(
            CampaignInput(campaign_id=campaign_id, asset_id=id_, position=n) for n, id_ in rows
        )
        await self._session.flush()

    async def monthly_cap(self, workspace_id: str) -> tuple[int | None, str]:
        """The workspace's cap in credits, None for none, and its time zone."""
        query = select(Workspace.monthly_cap, Workspace.timezone).where(Workspace.id == workspace_id)
        row = (await self._session.execute(query)).one()
        return row[0], row[1]

    async def set_monthly_cap(self, workspace_id: str, cap: int | None) -> None:
        await self._session.execute(
            update(Workspace).where(Workspace.id == workspace_id).values(monthly_cap=cap)
        )

    async def spent_besides(self, campaign_id: str) -> int:
        """Credits that the campaign's remakes and projects have cost."""
        done = WorkStatus.COMPLETED
        remakes = select(func.coalesce(func.sum(Remake.price), 0)).where(
            Remake.campaign_id == campaign_id, Remake.status == done
        )
        parts = (
            select(func.coalesce(func.sum(ProjectPart.price), 0))
            .join(Project, Project.id == ProjectPart.project_id)
            .where(Project.campaign_id == campaign_id, ProjectPart.status == done)
        )
        sums = [(await self._session.execute(query)).scalar_one() for query in (remakes, parts)]
        return sum(int(each) for each in sums)

    async def charged_since(self, workspace_id: str, since: datetime) -> int:
        """Credits charged from then on."""
        query = select(func.coalesce(func.sum(LedgerEntry.amount), 0)).where(
            LedgerEntry.workspace_id == workspace_id,
            LedgerEntry.created_at >= since,
            LedgerEntry.kind != "grant",
        )
        return -int((await self._session.execute(query)).scalar_one())
