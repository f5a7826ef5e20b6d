"""Runs, steps, units and assets: everything that the durable run reads and writes, and what progress is
read from.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, delete, func, select, union, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from store.clock import is_id
from store.models import (
    Asset,
    Campaign,
    Deliverable,
    Executor,
    ProjectFile,
    ProjectPart,
    Remake,
    Run,
    Step,
    Unit,
    Workspace,
)
from store.words import WorkStatus

Row = Run | Step | Unit | Asset


@dataclass(frozen=True, slots=True)
class Made:
    """A finished unit, as far as later ones care."""

    type: str
    index: int
    title: str
    text: str


class WorkRepository:
    """Rows, never views. Lists of steps and units are in the order in which they are made."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    def add(self, *rows: Row) -> None:
        self._session.add_all(rows)

    async def flush(self) -> None:
        """Write what is pending now, so that rows that name each other by id come in order."""
        await self._session.flush()

    async def lock_campaign(self, campaign_id: str) -> Campaign:
        """The campaign with its deliverables, read afresh and held until the transaction ends.

        Whatever changes a run takes this lock first, so that two changes of it neither mix nor deadlock.
        """
        query = (
            select(Campaign)
            .where(Campaign.id == campaign_id)
            .options(selectinload(Campaign.deliverables))
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        return (await self._session.execute(query)).scalar_one()

    async def lock_balance(self, workspace_id: str) -> int:
        """The workspace's credits, held until the transaction ends.

        Not its key: an event's foreign key looks at that under the outbox's lock, and the two would deadlock.
        """
        row = select(Workspace.balance).where(Workspace.id == workspace_id)
        query = row.with_for_update(key_share=True)
        return (await self._session.execute(query)).scalar_one()

    async def campaign(self, campaign_id: str) -> Campaign:
        return (await self._session.execute(select(Campaign).where(Campaign.id == campaign_id))).scalar_one()

    async def brand(self, workspace_id: str) -> dict[str, object]:
        query = select(Workspace.brand).where(Workspace.id == workspace_id)
        return dict((await self._session.execute(query)).scalar_one())

    async def run(self, run_id: str) -> Run | None:
        """The run, read afresh."""
        return await self._session.get(Run, run_id, populate_existing=True)

    async def latest_run(self, campaign_id: str) -> Run | None:
        query = select(Run).where(Run.campaign_id == campaign_id).order_by(Run.number.desc()).limit(1)
        return (await self._session.execute(query)).scalar_one_or_none()

    async def run_numbered(self, campaign_id: str, number: int) -> Run | None:
        query = select(Run).where(Run.campaign_id == campaign_id, Run.number == number)
        return (await self._session.execute(query)).scalar_one_or_none()

    async def renew_run(self, run_id: str, epoch: int) -> bool:
        """Give an active run its next epoch; False when it is no longer active or no longer in this epoch."""
        query = (
            update(Run)
            .where(Run.id == run_id, Run.status == WorkStatus.ACTIVE, Run.epoch == epoch)
            .values(epoch=epoch + 1)
            .returning(Run.id)
        )
        return (await self._session.execute(query)).scalar_one_or_none() is not None

    async def active_runs(self) -> Sequence[Run]:
        """Every run of every workspace that some worker should be driving."""
        query = select(Run).where(Run.status == WorkStatus.ACTIVE).order_by(Run.started_at, Run.id)
        return (await self._session.execute(query)).scalars().all()

    async def step(self, step_id: str | None) -> Step:
        return (await self._session.execute(select(Step).where(Step.id == step_id))).scalar_one()

    async def steps(self, run_id: str) -> Sequence[Step]:
        query = (
            select(Step)
            .join(Deliverable, Deliverable.id == Step.deliverable_id)
            .where(Step.run_id == run_id)
            .order_by(Step.tier, Deliverable.position, Step.id)
        )
        return (await self._session.execute(query)).scalars().all()

    async def unit(self, unit_id: str) -> Unit | None:
        """The unit, read afresh."""
        return await self._session.get(Unit, unit_id, populate_existing=True)

    async def units(self, campaign_id: str) -> Sequence[Unit]:
        """All units of the campaign, by deliverable and index."""
        query = (
            select(Unit)
            .join(Deliverable, Deliverable.id == Unit.deliverable_id)
            .where(Unit.campaign_id == campaign_id)
            .order_by(Deliverable.position, Unit.index)
            .execution_options(populate_existing=True)
        )
        return (await self._session.execute(query)).scalars().all()

    async def finished(self, project_id: str) -> Unit | None:
        """What the project finished."""
        return (
            await self._session.execute(select(Unit).where(Unit.project_id == project_id))
        ).scalar_one_or_none()

    async def finished_in(self, campaign_id: str) -> Sequence[Unit]:
        """What the campaign's projects finished."""
        query = select(Unit).where(Unit.campaign_id == campaign_id, Unit.project_id.is_not(None))
        return (await self._session.execute(query)).scalars().all()

    async def units_of_run(self, run_id: str) -> Sequence[Unit]:
        """The units that the run owes: made by it, or still to be made."""
        query = (
            select(Unit)
            .join(Step, Step.id == Unit.step_id)
            .join(Deliverable, Deliverable.id == Unit.deliverable_id)
            .where(Step.run_id == run_id)
            .order_by(Step.tier, Deliverable.position, Unit.index)
            .execution_options(populate_existing=True)
        )
        return (await self._session.execute(query)).scalars().all()

    async def made(self, campaign_id: str, types: Collection[str]) -> Sequence[Made]:
        """What the campaign has of these types, by type and index."""
        query = (
            select(Unit.type, Unit.index, Unit.title, Unit.text)
            .where(
                Unit.campaign_id == campaign_id,
                Unit.project_id.is_(None),
                Unit.status == WorkStatus.COMPLETED,
                Unit.type.in_(sorted(types)),
            )
            .order_by(Unit.type, Unit.index)
        )
        return [Made(*row) for row in await self._session.execute(query)]

    async def unmade_by_step(self, run_id: str) -> dict[str, int]:
        """How many units each step of the run has yet to make; a step that is through has 0."""
        unmade = func.count(Unit.id).filter(Unit.status != WorkStatus.COMPLETED)
        query = (
            select(Step.id, unmade)
            .outerjoin(Unit, Unit.step_id == Step.id)
            .where(Step.run_id == run_id)
            .group_by(Step.id)
        )
        rows = await self._session.execute(query)
        return {row[0]: row[1] for row in rows}

    async def made_of(self, deliverable_id: str) -> int:
        """How many units of the deliverable are made, by whichever run."""
        query = select(func.count(Unit.id)).where(
            Unit.deliverable_id == deliverable_id, Unit.status == WorkStatus.COMPLETED
        )
        return (await self._session.execute(query)).scalar_one()

    async def spent(self, run_id: str, *, besides: str) -> int:
        """Credits that the run's made units and those in the making cost, but for the unit `besides`."""
        taken = (WorkStatus.COMPLETED, WorkStatus.ACTIVE)
        return await self._price(run_id, Unit.status.in_(taken), Unit.id != besides)

    async def owed(self, run_id: str) -> int:
        """Credits that the run's unmade units will cost."""
        return await self._price(run_id, Unit.status != WorkStatus.COMPLETED)

    async def cost(self, run_id: str) -> int:
        """Credits that all units of the run cost."""
        return await self._price(run_id)

    async def _price(self, run_id: str, *conditions: ColumnElement[bool]) -> int:
        query = (
            select(func.coalesce(func.sum(Unit.price), 0))
            .join(Step, Step.id == Unit.step_id)
            .where(Step.run_id == run_id, *conditions)
        )
        return int((await self._session.execute(query)).scalar_one())

    async def held(self, workspace_id: str, *, besides: str) -> int:
        """Credits that what is in the making will cost: units, and remakes and parts of projects from when they
        are asked for. `besides` is the unit, remake or part that asks.
        """
        units = select(func.coalesce(func.sum(Unit.price), 0)).where(
            Unit.workspace_id == workspace_id, Unit.status == WorkStatus.ACTIVE, Unit.id != besides
        )
        remakes = select(func.coalesce(func.sum(Remake.price), 0)).where(
            Remake.workspace_id == workspace_id,
            Remake.status.in_((WorkStatus.PENDING, WorkStatus.ACTIVE)),
            Remake.id != besides,
        )
        parts = select(func.coalesce(func.sum(ProjectPart.price), 0)).where(
            ProjectPart.workspace_id == workspace_id,
            ProjectPart.status.in_((WorkStatus.PENDING, WorkStatus.ACTIVE)),
            ProjectPart.id != besides,
        )
        sums = [(await self._session.execute(query)).scalar_one() for query in (units, remakes, parts)]
        return sum(int(each) for each in sums)

    async def drop_unmade(self, deliverable_id: str, *, keep: int) -> None:
        """Forget the unmade units of a deliverable beyond the first `keep`: its quantity was lowered."""
        unmade = (
            select(Unit.id)
            .where(Unit.deliverable_id == deliverable_id, Unit.status != WorkStatus.COMPLETED)
            .order_by(Unit.index)
        )
        surplus = (await self._session.execute(unmade)).scalars().all()[keep:]
        if surplus:
            await self._session.execute(delete(Unit).where(Unit.id.in_(surplus)))

    async def assets(self, campaign_id: str) -> Sequence[Asset]:
        """The campaign's assets in the order of its deliverables, units and files; those of projects are last."""
        query = (
            select(Asset)
            .join(Unit, Unit.id == Asset.unit_id)
            .outerjoin(Deliverable, Deliverable.id == Unit.deliverable_id)
            .where(Asset.campaign_id == campaign_id)
            .order_by(Deliverable.position.nulls_last(), Unit.index, Asset.version, Asset.position)
        )
        return (await self._session.execute(query)).scalars().all()

    async def asset(self, asset_id: str) -> Asset | None:
        return await self._session.get(Asset, asset_id) if is_id(asset_id) else None

    async def file_hashes(self) -> set[str]:
        """The sha256 of every file that an asset, a project or a campaign of any workspace names."""
        named = union(
            select(Asset.sha256),
            select(ProjectFile.sha256),
            select(Campaign.photo).where(Campaign.photo != ""),
        )
        return set((await self._session.execute(named)).scalars())

    async def beat(self, executor_id: str) -> None:
        """Say that the executor lives, by the database's own clock (PostgreSQL)."""
        seen = postgres_insert(Executor).values(id=executor_id, seen_at=func.now())
        seen = seen.on_conflict_do_update(index_elements=[Executor.id], set_={"seen_at": func.now()})
        await self._session.execute(seen)

    async def live_executors(self, within: timedelta) -> set[str]:
        """Executors heard of lately, by the database's own clock (PostgreSQL)."""
        query = select(Executor.id).where(Executor.seen_at >= func.now() - within)
        return set((await self._session.execute(query)).scalars())

    async def forget_executors(self, executor_ids: Sequence[str]) -> None:
        if executor_ids:
            await self._session.execute(delete(Executor).where(Executor.id.in_(executor_ids)))

    async def silent_executors(self, beyond: timedelta) -> set[str]:
        """Executors not heard of lately, by the database's own clock (PostgreSQL)."""
        query = select(Executor.id).where(Executor.seen_at < func.now() - beyond)
        return set((await self._session.execute(query)).scalars())
