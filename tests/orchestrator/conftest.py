"""The orchestrator on a real SQLite file, its owner, and a hand to do the engine's work."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from orchestrator.orchestrator import Orchestrator
from orchestrator.remaking import Remaker
from orchestrator.views import Actor, CampaignEdit, CampaignView, DeliverableChange
from settings import Settings
from store.database import Database
from store.files import FileStore
from store.words import DeliverableType
from tests.orchestrator.makers import Scribe
from tests.orchestrator.world import World

BRIEF = {
    "name": "Summer Sale",
    "topic": "our running shoes, the new trail line",
    "objective": "a thousand new leads by the end of July",
}


def owing(**quantities: int) -> list[DeliverableChange]:
    return [DeliverableChange(DeliverableType(kind), "set", n) for kind, n in quantities.items()]


Drafting = Callable[..., Awaitable[CampaignView]]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path, units_at_once=2, starting_credits=200, _env_file=None)


@pytest.fixture
async def orchestrator(database: Database, settings: Settings) -> Orchestrator:
    made = Orchestrator(database, FileStore(settings.files_dir), settings, None)
    await made.access.bootstrap(settings)
    return made


@pytest.fixture
async def owner(orchestrator: Orchestrator) -> Actor:
    return await orchestrator.access.owner()


@pytest.fixture
async def stranger(orchestrator: Orchestrator, database: Database) -> Actor:
    """The owner of another workspace."""
    world = await World.found(database, Path("unused"))
    return world.actor


@pytest.fixture
def drafted(orchestrator: Orchestrator, owner: Actor) -> Drafting:
    """Makes a complete draft; quantities by type, research and two images without any."""

    async def make(name: str = "Summer Sale", **quantities: int) -> CampaignView:
        edit = CampaignEdit(
            fields={**BRIEF, "name": name},
            deliverables=owing(**(quantities or {"research": 1, "images": 2})),
            evidence={"name": f"a campaign called {name}"},
        )
        return await orchestrator.campaigns.create(owner, edit)

    return make


@pytest.fixture
def engine(database: Database, settings: Settings, owner: Actor) -> Engine:
    return Engine(World(database, FileStore(settings.files_dir), owner.workspace_id))


class Engine:
    """Does by hand what the durable engine does."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def finish(self, campaign_id: str, maker: object | None = None) -> None:
        """Everything that the open run owes, or as much as it can."""
        async with self._world.db.read() as uow:
            run = await uow.work.latest_run(campaign_id)
        assert run is not None
        await self._world.drive(run, self._world.workshop(maker or Scribe()))

    async def make(self, campaign_id: str, count: int) -> None:
        """The next units in their order, so many."""
        async with self._world.db.read() as uow:
            run = await uow.work.latest_run(campaign_id)
        assert run is not None
        workshop = self._world.workshop(Scribe())
        for _ in range(count):
            unit_id = (await self._world.batch(run))[0]
            await workshop.make(unit_id, run.id, run.epoch)

    def remaker(self) -> Remaker:
        return Remaker(self._world.db, self._world.workshop(Scribe()))

    async def take_in_hand(self, campaign_id: str) -> None:
        """Begin the next unit without finishing it."""
        async with self._world.db.read() as uow:
            run = await uow.work.latest_run(campaign_id)
        assert run is not None
        unit_id = (await self._world.batch(run))[0]
        async with self._world.db.write() as uow:
            unit = await uow.work.unit(unit_id)
            assert unit is not None
            unit.status, unit.started_at = "active", uow.now
