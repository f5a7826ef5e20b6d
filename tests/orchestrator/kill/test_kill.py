"""`kill -9` at random moments: every run completes, nothing is made or charged twice, no file is left
over."""

from __future__ import annotations

import asyncio
import os
import random
from pathlib import Path

import pytest

from store.clock import new_id, utc_now
from store.database import Database
from store.migrate import upgrade
from tests.orchestrator.kill.killing import (
    OWED,
    anything_active,
    finished,
    killed_after,
    made_once,
    spawn,
)
from tests.orchestrator.kill.runner import settings_of
from tests.orchestrator.world import World

KILLS = int(os.environ.get("DRUMBEAT_TEST_KILLS", "4"))


@pytest.mark.slow
@pytest.mark.timeout(60 + 15 * KILLS)
async def test_runs_survive_kill_9_at_random_moments(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, "")
    await asyncio.to_thread(upgrade, settings.database)
    db = Database(settings.database, clock=utc_now, new_id=new_id)
    world = await World.found(db, settings.files_dir, credits=100_000)
    moments = random.Random(42)
    campaigns: list[str] = []
    for kill in range(KILLS):
        if not await anything_active(db):
            campaigns.append(await world.campaign(OWED, f"Campaign{kill}"))
            await world.run(campaigns[-1])
        process = await asyncio.to_thread(spawn, tmp_path)
        if moments.random() < 0.8:
            await asyncio.to_thread(process.stdout.readline)
        await asyncio.to_thread(killed_after, process, moments.uniform(0.0, 2.0))
    await asyncio.to_thread(finished, spawn(tmp_path))

    for campaign in campaigns:
        await made_once(world, campaign)
    assert len(await world.charges()) == len(campaigns) * sum(OWED.values())
    await _no_file_left_over(world, tmp_path)
    await db.close()


async def _no_file_left_over(world: World, data_dir: Path) -> None:
    """The last start sweeps; the run after it ended in peace, so what lies there is exactly what assets
    name."""
    await asyncio.to_thread(finished, spawn(data_dir))
    async with world.db.read() as uow:
        named = await uow.work.file_hashes()
    lying = {path.name for path in (data_dir / "files").rglob("*") if path.is_file()}
    assert lying == named
