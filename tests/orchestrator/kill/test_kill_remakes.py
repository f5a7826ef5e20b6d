"""`kill -9` while remakes are made: each comes to its end once, and is paid once."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

import pytest

from orchestrator.remakes import Remakes
from store.clock import new_id, utc_now
from store.database import Database
from store.migrate import upgrade
from tests.orchestrator.kill.killing import finished, killed_after, spawn
from tests.orchestrator.kill.runner import settings_of
from tests.orchestrator.makers import Scribe
from tests.orchestrator.world import World

KILLS = 3


@pytest.mark.slow
@pytest.mark.timeout(120)
async def test_remakes_survive_kill_9_at_random_moments(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, "")
    await asyncio.to_thread(upgrade, settings.database)
    db = Database(settings.database, clock=utc_now, new_id=new_id)
    world = await World.found(db, settings.files_dir, credits=1000)
    campaign = await world.campaign({"social_posts": 30})
    await world.drive(await world.run(campaign), world.workshop(Scribe()))
    remakes = Remakes(db, None)
    asked = [
        await remakes.ask_unit(world.actor, unit.id, "less formal") for unit in await world.units(campaign)
    ]
    moments = random.Random(7)
    for _ in range(KILLS):
        process = await asyncio.to_thread(spawn, tmp_path)
        await asyncio.to_thread(process.stdout.readline)
        await asyncio.to_thread(killed_after, process, moments.uniform(0.0, 1.0))
    await asyncio.to_thread(finished, spawn(tmp_path))

    ended = [await remakes.get(world.actor, one.id) for one in asked]
    assert {(remake.status, remake.version) for remake in ended} == {("completed", 2)}
    assert await world.balance() == 1000 - 30 - 30
    async with db.read() as uow:
        versions = [row.version for row in await uow.work.assets(campaign) if row.position == 0]
        keys = [e.key for e in await uow.ledger.page(world.workspace_id, 1000, None) if e.kind == "remake"]
    assert sorted(versions) == [1] * 30 + [2] * 30
    assert sorted(keys) == sorted(f"remake:{one.id}" for one in asked)
    told = [e for e in await world.told(campaign) if e.type == "asset.remade"]
    assert len(told) == 30
    await db.close()
