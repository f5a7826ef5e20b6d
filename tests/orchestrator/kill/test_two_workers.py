"""Two workers on one PostgreSQL: they share the queue, and one outlives the other's `kill -9`."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from store.clock import new_id, utc_now
from store.database import Database
from tests.orchestrator.kill.killing import OWED, made_once, spawn
from tests.orchestrator.world import World


@pytest.mark.timeout(120)
async def test_the_survivor_finishes_the_run_of_the_killed(tmp_path: Path, postgres_url: str) -> None:
    db = Database(postgres_url, clock=utc_now, new_id=new_id)
    world = await World.found(db, tmp_path / "files", credits=1000)
    campaign = await world.campaign(OWED)
    await world.run(campaign)
    doomed = await asyncio.to_thread(spawn, tmp_path, postgres_url)
    assert await asyncio.to_thread(doomed.stdout.readline) == "up\n"
    survivor = await asyncio.to_thread(spawn, tmp_path, postgres_url)
    assert await asyncio.to_thread(survivor.stdout.readline) == "up\n"
    await _made_at_least(world, campaign, 8)
    doomed.kill()
    left = sum(OWED.values()) - len(await world.made(campaign))
    doomed.communicate()
    assert left > 5
    assert await asyncio.to_thread(survivor.stdout.readline) == "done\n"
    survivor.communicate("stop\n", timeout=30)
    assert survivor.returncode == 0

    await made_once(world, campaign)
    assert len(await world.charges()) == sum(OWED.values())
    makers = {line.split()[-1] for line in (tmp_path / "made.log").read_text().splitlines()}
    assert makers == {str(doomed.pid), str(survivor.pid)}
    await db.close()


async def _made_at_least(world: World, campaign: str, number: int) -> None:
    async with asyncio.timeout(60):
        while len(await world.made(campaign)) < number:
            await asyncio.sleep(0.05)
