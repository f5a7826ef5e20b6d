"""Whatever the owner does and however often units are run, in whatever order: the books stay right."""

from __future__ import annotations

import asyncio
import random
import shutil
import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orchestrator.errors import DrumbeatError
from studio.ports import MakerError
from tests.orchestrator.makers import Scribe
from tests.orchestrator.world import World, founded

ACTIONS = st.lists(
    st.sampled_from(
        ["make", "make", "make", "crowd", "plan", "pause", "resume", "cancel", "run", "grant", "late"]
    ),
    min_size=5,
    max_size=30,
)


class Moody(Scribe):
    """Fails now and then, and now and then takes a turn longer."""

    def __init__(self, mood: random.Random) -> None:
        super().__init__()
        self.mood = mood

    async def make(self, brief):
        for _ in range(self.mood.randrange(3)):
            await asyncio.sleep(0)
        if self.mood.random() < 0.1:
            raise MakerError("a bad day", "try again")
        return await super().make(brief)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actions=ACTIONS, seed=st.integers(0, 1000))
def test_no_sequence_of_acts_makes_or_charges_a_unit_twice(
    migrated_sqlite: Path, actions: list[str], seed: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "drumbeat.sqlite3"
        shutil.copyfile(migrated_sqlite, file)
        asyncio.run(_live(Path(folder), f"sqlite+aiosqlite:///{file}", actions, random.Random(seed)))


async def _live(folder: Path, url: str, actions: list[str], chance: random.Random) -> None:
    async with founded(folder, 14, url) as world:
        campaign = await world.campaign({"research": 1, "social_posts": 3, "images": 3})
        run = await world.run(campaign)
        seen = [run]
        workshop = world.workshop(Moody(chance))
        for number, action in enumerate(actions):
            units = [unit.id for unit in await world.units(campaign)]
            try:
                if action == "make":
                    await workshop.make(chance.choice(units), run.id, run.epoch)
                elif action == "crowd":
                    unit = chance.choice(units)
                    await asyncio.gather(*(workshop.make(unit, run.id, run.epoch) for _ in range(3)))
                elif action == "late":
                    old = chance.choice(seen)
                    await workshop.make(chance.choice(units), old.id, old.epoch)
                elif action == "plan":
                    await world.batch(run)
                elif action == "grant":
                    await world.grant(5, str(number))
                elif action == "run" and await world.status(campaign) in ("ready", "failed"):
                    run = await world.run(campaign)
                elif action in ("pause", "resume", "cancel"):
                    run = await getattr(world, action)(campaign)
            except DrumbeatError:
                continue  # refused: nothing may have changed, which the books show
            seen.append(run)
            await _books_are_right(world, campaign)


async def _books_are_right(world: World, campaign: str) -> None:
    units = await world.units(campaign)
    made = [unit for unit in units if unit.status == "completed"]
    assert sorted(await world.charges()) == sorted(unit.price for unit in made)
    assert await world.balance() >= 0
    async with world.db.read() as uow:
        files = Counter(asset.unit_id for asset in await uow.work.assets(campaign))
    assert files == {unit.id: 2 for unit in made}
    told = Counter(e.payload["unit_id"] for e in await world.told(campaign) if e.type == "unit.completed")
    assert told == {unit.id: 1 for unit in made}
