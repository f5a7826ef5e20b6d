"""`kill -9` in every stage of a video project: it resumes there, and nothing is redone that was done, or paid twice."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from orchestrator.projects.projects import Projects
from orchestrator.projects.views import ProjectView
from store.clock import new_id, utc_now
from store.database import Database
from store.migrate import upgrade
from store.words import ProjectKind, ProjectStatus, WorkStatus
from tests.orchestrator.kill.killing import ROOT, finished
from tests.orchestrator.kill.runner import settings_of
from tests.orchestrator.world import World

S = ProjectStatus
Look = Callable[[], Awaitable[ProjectView]]


def spawn(data_dir: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.orchestrator.kill.project_runner", str(data_dir)]
    return subprocess.Popen(command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


async def killed_in(data_dir: Path, stage: ProjectStatus, look: Look, done: int = 0) -> None:
    """Work until the stage has something in hand, and so many of its parts done; then end it without a word."""
    process = await asyncio.to_thread(spawn, data_dir)
    try:
        async with asyncio.timeout(60):
            while True:
                parts = [part for part in (await look()).parts if part.stage is stage]
                made = sum(part.status is WorkStatus.COMPLETED for part in parts)
                if made >= done and any(part.status is WorkStatus.ACTIVE for part in parts):
                    return
                assert process.poll() is None, process.communicate()
                await asyncio.sleep(0.02)
    finally:
        process.kill()
        process.communicate()


@pytest.mark.slow
@pytest.mark.timeout(240)
async def test_a_video_project_survives_kill_9_in_every_stage(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, "")
    await asyncio.to_thread(upgrade, settings.database)
    db = Database(settings.database, clock=utc_now, new_id=new_id)
    world = await World.found(db, settings.files_dir, credits=500)
    projects = Projects(db, None)
    campaign = await world.campaign({"video": 1})
    project = await projects.create(world.actor, campaign, ProjectKind.VIDEO)

    async def look() -> ProjectView:
        return await projects.get(world.actor, project.id)

    await projects.ideas(world.actor, project.id)
    await killed_in(tmp_path, S.GENERATING_IDEAS, look)
    await asyncio.to_thread(finished, spawn(tmp_path))
    await projects.script(world.actor, project.id, concept=1)
    await killed_in(tmp_path, S.GENERATING_SCRIPT, look)
    await asyncio.to_thread(finished, spawn(tmp_path))
    await projects.scenes(world.actor, project.id)
    await killed_in(tmp_path, S.GENERATING_SCENES, look)
    await asyncio.to_thread(finished, spawn(tmp_path))

    await projects.render(world.actor, project.id)
    await killed_in(tmp_path, S.GENERATING, look, done=1)
    kept = {
        part.index
        for part in (await look()).parts
        if part.stage is S.GENERATING and part.status is WorkStatus.COMPLETED
    }
    for stage in (S.RENDERING, S.STITCHING):
        await killed_in(tmp_path, stage, look)
        assert (await look()).status is stage
    await asyncio.to_thread(finished, spawn(tmp_path))

    done = await look()
    assert done.status is S.COMPLETED
    made = Counter(line.split()[0] for line in (tmp_path / "filmed.log").read_text().splitlines())
    assert kept
    assert all(made[f"scene-{number}"] == 1 for number in kept)
    assert made["voice"] == made["film"] == 1
    async with db.read() as uow:
        ledger = [
            row for row in await uow.ledger.page(world.workspace_id, 100, None) if row.kind == "project"
        ]
    assert sum(row.amount for row in ledger) == -(2 + 15 * len(done.scenes) + 10)
    assert len({row.cause["part_id"] for row in ledger}) == len(ledger) == 1 + len(done.scenes) + 2
    film = world.files.read(done.output[0].sha256).decode()
    assert all(scene.says in film for scene in done.scenes)
    await db.close()
