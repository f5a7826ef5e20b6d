"""`kill -9` at random moments: every run completes, nothing is made or charged twice, no file is left over."""

from __future__ import annotations

import asyncio
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from store.clock import new_id, utc_now
from store.database import Database
from store.files import FileStore
from store.migrate import upgrade
from tests.orchestrator.kill.runner import settings_of
from tests.orchestrator.world import World

KILLS = int(os.environ.get("DRUMBEAT_TEST_KILLS", "4"))
OWED = {"research": 1, "plan": 1, "social_posts": 24, "email_nurture": 6, "images": 8}
ROOT = Path(__file__).parents[3]


def spawn(data_dir: Path, url: str = "") -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.orchestrator.kill.runner", str(data_dir), *([url] if url else [])]
    return subprocess.Popen(
        command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def killed_after(process: subprocess.Popen[str], seconds: float) -> None:
    """Let it live that long, unless it is done before, then end it without a word."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
    process.communicate()


def finished(process: subprocess.Popen[str]) -> None:
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    assert "done" in out


@pytest.mark.timeout(60 + 15 * KILLS)
async def test_runs_survive_kill_9_at_random_moments(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, "")
    await asyncio.to_thread(upgrade, settings.database)
    db = Database(settings.database, clock=utc_now, new_id=new_id)
    world = await World.found(db, settings.files_dir, credits=100_000)
    moments = random.Random(42)
    campaigns: list[str] = []
    for kill in range(KILLS):
        if not await _active(db):
            campaigns.append(await world.campaign(OWED, f"Campaign{kill}"))
            await world.run(campaigns[-1])
        process = await asyncio.to_thread(spawn, tmp_path)
        if moments.random() < 0.8:
            await asyncio.to_thread(process.stdout.readline)
        await asyncio.to_thread(killed_after, process, moments.uniform(0.0, 2.0))
    await asyncio.to_thread(finished, spawn(tmp_path))

    for campaign in campaigns:
        await _made_once(world, campaign)
    assert len(await world.charges()) == len(campaigns) * sum(OWED.values())
    await _no_file_left_over(world, tmp_path)
    await db.close()


async def _active(db: Database) -> bool:
    async with db.read() as uow:
        return bool(await uow.work.active_runs())


async def _made_once(world: World, campaign: str) -> None:
    assert await world.status(campaign) == "completed"
    assert len(await world.made(campaign)) == sum(OWED.values())
    completed = [event.payload["unit_id"] for event in await world.told(campaign) if event.type == "unit.completed"]
    assert len(completed) == len(set(completed)) == sum(OWED.values())
    async with world.db.read() as uow:
        assets = await uow.work.assets(campaign)
    assert len(assets) == 2 * sum(OWED.values())
    for asset in assets:
        assert world.files.path(asset.sha256).stat().st_size == asset.size


async def _no_file_left_over(world: World, data_dir: Path) -> None:
    """The last start sweeps; the run after it ended in peace, so what lies there is exactly what assets name."""
    await asyncio.to_thread(finished, spawn(data_dir))
    async with world.db.read() as uow:
        named = await uow.work.file_hashes()
    lying = {path.name for path in FileStore(data_dir / "files").root.rglob("*") if path.is_file()}
    assert lying == named
