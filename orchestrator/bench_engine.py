"""Steps per second: units through the whole engine, beside bare steps of the durable engine in the same run.

A unit is a claim, a making that takes no time, a review, a file and a saving transaction with charge and
events. A bare step is a queued DBOS workflow with one step that does nothing: the least that any work on the
queue costs.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dbos import DBOS

from orchestrator.engine_dbos import DbosEngine
from orchestrator.engine_drives import UNITS
from orchestrator.runs import plan_run
from orchestrator.views import Actor
from settings import Settings
from store.clock import new_id, utc_now
from store.database import Database
from store.files import FileStore
from store.migrate import upgrade
from store.models import Campaign, Deliverable, Run, Workspace
from store.unit_of_work import UnitOfWork
from store.words import CampaignStatus, DeliverableType, Role
from studio.ports import Brief, File, Output, Verdict

AT_ONCE = 16
"""Wide enough that the queue's polling does not bound either figure."""


@dataclass(frozen=True, slots=True)
class EngineFigures:
    """Per second, both from one process on one SQLite file each; `units` is the number behind the figures."""

    units: int
    units_per_second: float
    bare_steps_per_second: float


async def engine_figures() -> list[tuple[str, str, str, str]]:
    """What was measured, ours, the baseline's, and what the baseline is."""
    figures = await measure()
    return [
        (
            f"engine, {figures.units} units of no work",
            f"{figures.units_per_second:.0f} units/s",
            f"{figures.bare_steps_per_second:.0f} steps/s",
            "bare DBOS workflows of one empty step on the same queue",
        )
    ]


async def measure(units: int = 200) -> EngineFigures:
    """Runs for some seconds in a temporary directory. The process may not have another engine at work."""
    with tempfile.TemporaryDirectory(prefix="drumbeat-bench-") as folder:
        settings = Settings(data_dir=Path(folder), database_url="", units_at_once=AT_ONCE)
        await asyncio.to_thread(upgrade, settings.database)

        def make_database() -> Database:
            return Database(settings.database, clock=utc_now, new_id=new_id)

        makers = dict.fromkeys(DeliverableType, _Instant())
        engine = DbosEngine(settings, make_database, makers, _Approving(), FileStore(settings.files_dir))
        await engine.start()
        db = make_database()
        try:
            await _time_run(engine, db, AT_ONCE)
            ours = await _time_run(engine, db, units)
            bare = await asyncio.to_thread(_time_bare, units)
        finally:
            await db.close()
            await engine.stop()
    return EngineFigures(units, units / ours, units / bare)


async def _time_run(engine: DbosEngine, db: Database, units: int) -> float:
    """Seconds from telling the engine of a run to the event that it is done."""
    async with db.write() as uow:
        run = await _prepare(uow, units)
        seen = await uow.events.latest(run.workspace_id)
    began = time.perf_counter()
    await engine.start_run(run.id, run.epoch)
    async for event in db.follow(seen, run.workspace_id, run.campaign_id):
        if event.type == "campaign.completed":
            break
    return time.perf_counter() - began


async def _prepare(uow: UnitOfWork, units: int) -> Run:
    workspace = Workspace(id=uow.new_id(), name="Bench", timezone="UTC", created_at=uow.now)
    uow.workspaces.add(workspace)
    await uow.flush()
    await uow.ledger.change(workspace.id, units, kind="grant", key="grant:bench", cause={})
    campaign = Campaign(
        id=uow.new_id(),
        workspace_id=workspace.id,
        source="api",
        name="Bench",
        topic="speed",
        objective="figures",
        status=CampaignStatus.RUNNING,
        created_at=uow.now,
        updated_at=uow.now,
    )
    kind = DeliverableType.SOCIAL_POSTS
    campaign.deliverables = [
        Deliverable(id=uow.new_id(), campaign_id=campaign.id, type=kind, quantity=units, position=0)
    ]
    uow.campaigns.add(campaign)
    await uow.flush()
    return await plan_run(uow, campaign, actor=Actor(workspace.id, None, Role.OWNER))


def _time_bare(steps: int) -> float:
    """Seconds for as many empty steps, each a workflow of its own on the same queue."""

    @DBOS.workflow(name="bare")
    async def bare() -> None:
        await DBOS.run_step_async({"name": "nothing"}, _nothing)

    began = time.perf_counter()
    handles: list[Any] = [DBOS.enqueue_workflow(UNITS, bare) for _ in range(steps)]
    for handle in handles:
        handle.get_result(polling_interval_sec=0.02)
    return time.perf_counter() - began


async def _nothing() -> None: ...


class _Instant:
    name = "instant"

    async def make(self, brief: Brief) -> Output:
        text = f"{brief.name} {brief.index}"
        return Output(text, text, (File(f"{brief.index}.txt", "text", "text/plain", text.encode()),), {})


class _Approving:
    async def review(self, brief: Brief, output: Output, siblings: Sequence[str]) -> Verdict:
        return Verdict(passed=bool(output.text and brief.of >= len(siblings)), score=1.0)
