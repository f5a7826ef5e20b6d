"""Projects, their parts and files. Rows, never views."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from store.models import Asset, Project, ProjectFile, ProjectPart, Unit
from store.words import WORKING


class ProjectRepository:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    def add(self, *rows: Project | ProjectPart | ProjectFile) -> None:
        self._session.add_all(rows)

    async def get(self, workspace_id: str, project_id: str, *, lock: bool = False) -> Project | None:
        """The workspace's project, read afresh; with `lock` held until the transaction ends."""
        query = select(Project).where(Project.workspace_id == workspace_id, Project.id == project_id)
        return await self._one(query, lock=lock)

    async def held(self, project_id: str) -> Project | None:
        """The project, read afresh and held until the transaction ends."""
        return await self._one(select(Project).where(Project.id == project_id), lock=True)

    async def _one(self, query: Select[Project], *, lock: bool) -> Project | None:
        wanted = query.with_for_update() if lock else query
        found = await self._session.execute(wanted.execution_options(populate_existing=True))
        return found.scalar_one_or_none()

    async def of_campaign(self, campaign_id: str) -> Sequence[Project]:
        """The oldest first."""
        query = select(Project).where(Project.campaign_id == campaign_id).order_by(Project.number)
        return (await self._session.execute(query)).scalars().all()

    async def of_workspace(self, workspace_id: str, limit: int, before_id: str | None) -> Sequence[Project]:
        """Newest first, from before that project."""
        query = select(Project).where(Project.workspace_id == workspace_id)
        if before_id is not None:
            query = query.where(Project.id < before_id)
        return (await self._session.execute(query.order_by(Project.id.desc()).limit(limit))).scalars().all()

    async def next_number(self, campaign_id: str) -> int:
        query = select(func.coalesce(func.max(Project.number), 0)).where(Project.campaign_id == campaign_id)
        return int((await self._session.execute(query)).scalar_one()) + 1

    async def working(self) -> Sequence[Project]:
        """Every project of every workspace that some worker should be driving."""
        query = select(Project).where(Project.status.in_(WORKING)).order_by(Project.updated_at, Project.id)
        return (await self._session.execute(query)).scalars().all()

    async def renew(self, project_id: str, epoch: int) -> bool:
        """Give a working project its next epoch; False when it works no more or not in this epoch."""
        query = (
            update(Project)
            .where(Project.id == project_id, Project.status.in_(WORKING), Project.epoch == epoch)
            .values(epoch=epoch + 1)
            .returning(Project.id)
        )
        return (await self._session.execute(query)).scalar_one_or_none() is not None

    async def part(self, part_id: str) -> ProjectPart | None:
        """The part, read afresh."""
        return await self._session.get(ProjectPart, part_id, populate_existing=True)

    async def parts(self, *project_ids: str) -> Sequence[ProjectPart]:
        """In the order in which they were asked for, those of one stage by number."""
        query = select(ProjectPart).where(ProjectPart.project_id.in_(project_ids))
        query = query.order_by(ProjectPart.created_at, ProjectPart.id)
        return (await self._session.execute(query)).scalars().all()

    async def files(self, *project_ids: str) -> Sequence[ProjectFile]:
        """By part, the one that a person opens first at the head."""
        query = select(ProjectFile).where(ProjectFile.project_id.in_(project_ids))
        query = query.order_by(ProjectFile.part_id, ProjectFile.position)
        return (await self._session.execute(query)).scalars().all()

    async def assets(self, *project_ids: str) -> dict[str, tuple[str, ...]]:
        """The ids of the assets that each project finished, in the newest version; the one to open first is first."""
        query = (
            select(Unit.project_id, Asset.version, Asset.id)
            .join(Asset, Asset.unit_id == Unit.id)
            .where(Unit.project_id.in_(project_ids))
            .order_by(Asset.version.desc(), Asset.position)
        )
        newest: dict[str, int] = {}
        found: dict[str, tuple[str, ...]] = {}
        for project_id, version, asset_id in await self._session.execute(query):
            assert project_id is not None
            if newest.setdefault(project_id, version) == version:
                found[project_id] = (*found.get(project_id, ()), asset_id)
        return found

    async def file(self, workspace_id: str, file_id: str) -> ProjectFile | None:
        query = select(ProjectFile).where(ProjectFile.workspace_id == workspace_id, ProjectFile.id == file_id)
        return (await self._session.execute(query)).scalar_one_or_none()
