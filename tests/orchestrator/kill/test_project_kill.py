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

    async def broken_off(stage: ProjectStatus, done: int = 0) -> ProjectView:
        """Killed in that stage, and still in it."""
        await killed_in(tmp_path, stage, look, done)
        left = await look()
        assert left.status is stage
        return left

    async def taken_up() -> ProjectView:
        await asyncio.to_thread(finished, spawn(tmp_path))
        return await look()

    await projects.ideas(world.actor, project.id)
    assert (await broken_off(S.GENERATING_IDEAS)).concepts == ()
    ideas = await taken_up()
    assert (ideas.status, len(ideas.concepts), ideas.spent) == (S.IDEAS_READY, 3, 0)

    await projects.script(world.actor, project.id, concept=1)
    assert (await broken_off(S.GENERATING_SCRIPT)).concepts == ideas.concepts
    scripted = await taken_up()
    assert (scripted.status, scripted.concepts, scripted.spent) == (S.SCRIPT_READY, ideas.concepts, 2)

    await projects.scenes(world.actor, project.id)
    assert (await broken_off(S.GENERATING_SCENES)).script == scripted.script
    broken_down = await taken_up()
    assert (broken_down.status, broken_down.script) == (S.SCENES_READY, scripted.script)

    await projects.render(world.actor, project.id)
    await broken_off(S.GENERATING)
    filming = await broken_off(S.GENERATING, done=1)
    kept = {
        part.index
        for part in filming.parts
        if part.stage is S.GENERATING and part.status is WorkStatus.COMPLETED
    }
    filmed = (await broken_off(S.RENDERING)).spent
    assert filmed == 2 + 15 * len(broken_down.scenes)
    assert (await broken_off(S.STITCHING)).spent == filmed + 5
    await taken_up()

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
    async with db.read() as uow:
        assert [row.version for row in await uow.hub.versions(campaign)] == [1]
    await db.close()
