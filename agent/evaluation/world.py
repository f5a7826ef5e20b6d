"""A workspace of its own for each evaluated conversation: the real orchestrator, tools and talk on a fresh store."""

from __future__ import annotations

import asyncio
import random
import shutil
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from agent.brain import Brain
from agent.evaluation.scenario import Before, Scenario
from agent.talks import Talks
from orchestrator.orchestrator import Orchestrator
from orchestrator.views import Actor, CampaignEdit, CampaignView, DeliverableChange
from settings import Settings
from store.database import Database
from store.files import FileStore
from store.migrate import upgrade
from store.words import CampaignStatus
from tools.toolbox import toolbox

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
"""A Saturday; the scenarios' dates are meant from here."""


@dataclass
class NotingEngine:
    """Drives nothing: a run that was started stays as it is."""

    running: bool = True
    started: list[tuple[str, int]] = field(default_factory=list)

    async def start(self) -> None: ...

    async def start_run(self, run_id: str, epoch: int) -> None:
        self.started.append((run_id, epoch))

    async def start_remake(self, remake_id: str, epoch: int) -> None:
        self.started.append((remake_id, epoch))

    async def start_project(self, project_id: str, epoch: int) -> None:
        self.started.append((project_id, epoch))

    async def stop(self) -> None: ...


def seeded_ids(seed: str) -> Callable[[], str]:
    """Ids in the order of their making, the same for the same seed."""
    rng, count = random.Random(seed), iter(range(1, 1 << 40))

    def new_id() -> str:
        head, tail = f"{next(count):012x}", f"{rng.getrandbits(80):020x}"
        return f"{head[:8]}-{head[8:]}-7{tail[:3]}-a{tail[3:6]}-{tail[6:18]}"

    return new_id


@dataclass(frozen=True, slots=True)
class World:
    orchestrator: Orchestrator
    actor: Actor
    talks: Talks
    engine: NotingEngine
    runs_before: int
    before: tuple[CampaignView, ...]
    folder: Path

    async def campaigns(self) -> list[CampaignView]:
        return await every_campaign(self.orchestrator, self.actor)


async def every_campaign(orchestrator: Orchestrator, actor: Actor) -> list[CampaignView]:
    """Archived ones too, newest first."""
    shown = await orchestrator.campaigns.list(actor, limit=100)
    archived = await orchestrator.campaigns.list(actor, status=CampaignStatus.ARCHIVED, limit=100)
    both = {view.id: view for view in [*shown.items, *archived.items]}
    return sorted(both.values(), key=lambda view: view.id, reverse=True)


class Worlds:
    """Makes worlds below one folder; the schema is brought in once and copied."""

    def __init__(
        self,
        folder: Path,
        brains: Sequence[Brain],
        clock: Callable[[], datetime] = lambda: NOW,
        ids: Callable[[str], Callable[[], str]] = seeded_ids,
    ) -> None:
        """`ids` makes a source of ids from a seed."""
        self._folder = folder
        self._brains = brains
        self._clock = clock
        self._ids = ids
        self._registry = toolbox()
        self._made = 0

    async def prepare(self) -> None:
        template = self._settings(self._folder / "template")
        template.data_dir.mkdir(parents=True)
        await asyncio.to_thread(upgrade, template.database)

    @asynccontextmanager
    async def world(self, scenario: Scenario, seed: str) -> AsyncIterator[World]:
        """Raises DrumbeatError when what the scenario wants to be there cannot be."""
        self._made += 1
        settings = self._settings(self._folder / f"world-{self._made}", scenario)
        shutil.copytree(self._folder / "template", settings.data_dir)
        engine = NotingEngine()
        db = Database(settings.database, clock=self._clock, new_id=self._ids(seed))
        orchestrator = Orchestrator(db, FileStore(settings.files_dir), settings, engine)
        try:
            await orchestrator.access.bootstrap(settings)
            actor = await orchestrator.access.owner()
            for campaign in scenario.workspace.campaigns:
                await _put(db, orchestrator, actor, campaign)
            for document in scenario.workspace.knowledge:
                await orchestrator.knowledge.add(actor, document.title, document.text)
            talks = Talks(orchestrator, self._registry, self._brains)
            before = tuple(await every_campaign(orchestrator, actor))
            yield World(orchestrator, actor, talks, engine, len(engine.started), before, settings.data_dir)
        finally:
            await db.close()
            shutil.rmtree(settings.data_dir, ignore_errors=True)

    @staticmethod
    def _settings(folder: Path, scenario: Scenario | None = None) -> Settings:
        settings = Settings(data_dir=folder, database_url="", admin_token=None)
        if scenario is not None:
            settings.timezone = scenario.workspace.timezone
            settings.starting_credits = scenario.workspace.credits
        return settings


def edit_of(campaign: Before) -> CampaignEdit:
    fields = campaign.model_dump(exclude={"deliverables", "status"}, exclude_defaults=True, mode="json")
    changes = [DeliverableChange(kind, "set", n) for kind, n in campaign.deliverables.items()]
    return CampaignEdit(fields=fields, deliverables=changes)


async def _put(db: Database, orchestrator: Orchestrator, actor: Actor, campaign: Before) -> None:
    campaigns, status = orchestrator.campaigns, campaign.status
    id_ = (await campaigns.create(actor, edit_of(campaign), "dashboard")).id
    if status == "ready":
        await campaigns.ready(actor, id_)
    if status in ("running", "paused", "cancelled", "completed", "failed"):
        await campaigns.run(actor, id_)
    if status == "paused":
        await campaigns.pause(actor, id_)
    if status == "cancelled":
        await campaigns.cancel(actor, id_)
    if status == "archived":
        await campaigns.archive(actor, id_)
    if status in ("completed", "failed"):
        await _finish(db, actor, id_, status)


async def _finish(db: Database, actor: Actor, campaign_id: str, status: str) -> None:
    """The run is over, as the engine would have left it."""
    async with db.write() as uow:
        row = await uow.campaigns.get(actor.workspace_id, campaign_id, lock=True)
        run = await uow.work.latest_run(campaign_id)
        assert row is not None
        assert run is not None
        row.status = status
        run.status, run.finished_at = status, uow.now
        if status == "failed":
            row.error = {"step": "images", "cause": "The maker did not answer.", "mend": "Try it again."}
        for unit in await uow.work.units(campaign_id):
            unit.status = status
