"""Starting a worker in a process of its own, ending it, and what must be true afterwards."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from store.database import Database
from tests.orchestrator.world import World

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


async def anything_active(db: Database) -> bool:
    async with db.read() as uow:
        return bool(await uow.work.active_runs())


async def made_once(world: World, campaign: str) -> None:
    assert await world.status(campaign) == "completed"
    assert len(await world.made(campaign)) == sum(OWED.values())
    completed = [
        event.payload["unit_id"] for event in await world.told(campaign) if event.type == "unit.completed"
    ]
    assert len(completed) == len(set(completed)) == sum(OWED.values())
    async with world.db.read() as uow:
        assets = await uow.work.assets(campaign)
    assert len(assets) == 2 * sum(OWED.values())
    for asset in assets:
        assert world.files.path(asset.sha256).stat().st_size == asset.size
