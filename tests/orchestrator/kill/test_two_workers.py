"""Two workers on one PostgreSQL: they share the queue, and one outlives the other's `kill -9`."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from signal import SIGCONT, SIGSTOP, SIGTERM
from subprocess import Popen

import pytest

from tests.orchestrator.kill.killing import OWED, made_once, spawn
from tests.orchestrator.kill.runner import REAP_AFTER
from tests.orchestrator.world import World, founded


@pytest.fixture
async def world(tmp_path: Path, postgres_url: str) -> AsyncIterator[World]:
    async with founded(tmp_path, 1000, postgres_url) as world:
        yield world


@pytest.fixture
async def workers(tmp_path: Path, postgres_url: str) -> AsyncIterator[list[Popen[str]]]:
    """Two, both up; ended after the test, however it went."""
    running: list[Popen[str]] = []
    try:
        for _ in range(2):
            running.append(await asyncio.to_thread(spawn, tmp_path, postgres_url))  # noqa: PERF401 - known before the next can fail
        for worker in running:
            assert await said(worker) == "up"
        yield running
    finally:
        for worker in running:
            worker.kill()
            worker.communicate()


async def said(worker: Popen[str]) -> str:
    return (await asyncio.to_thread(worker.stdout.readline)).strip()


async def half_way(world: World) -> str:
    """A campaign that both workers are in the middle of."""
    campaign = await world.campaign(OWED)
    await world.run(campaign)
    async with asyncio.timeout(60):
        while len(await world.made(campaign)) < 10:
            await asyncio.sleep(0.05)
    return campaign


@pytest.mark.timeout(120)
async def test_they_share_the_queue_and_the_survivor_finishes_the_run(
    world: World, workers: list[Popen[str]], tmp_path: Path
) -> None:
    doomed, survivor = workers
    campaign = await half_way(world)
    doomed.kill()
    assert await world.status(campaign) == "running"
    await completed(world, campaign)
    await made_once(world, campaign)
    assert len(await world.charges()) == sum(OWED.values())
    makers = {line.split()[-1] for line in (tmp_path / "made.log").read_text().splitlines()}
    assert makers == {str(doomed.pid), str(survivor.pid)}


@pytest.mark.timeout(120)
async def test_a_worker_that_hung_too_long_ends_itself_when_it_wakes(
    world: World, workers: list[Popen[str]]
) -> None:
    hung, other = workers
    campaign = await half_way(world)
    hung.send_signal(SIGSTOP)
    await completed(world, campaign)
    await held_dead(world)
    hung.send_signal(SIGCONT)
    assert await asyncio.to_thread(hung.wait, 20) == os.EX_TEMPFAIL
    assert other.poll() is None
    await made_once(world, campaign)


@pytest.mark.timeout(120)
async def test_a_worker_that_stops_in_order_hands_its_work_over_at_once(
    world: World, workers: list[Popen[str]]
) -> None:
    leaving, _ = workers
    campaign = await half_way(world)
    leaving.send_signal(SIGTERM)
    await completed(world, campaign)
    assert await asyncio.to_thread(leaving.wait, 20) == 0
    await made_once(world, campaign)


async def held_dead(world: World) -> None:
    """Until one of the two was silent for so long that others may take its work."""
    async with asyncio.timeout(60):
        while True:
            async with world.db.read() as uow:
                if len(await uow.work.live_executors(timedelta(seconds=REAP_AFTER))) == 1:
                    return
            await asyncio.sleep(0.05)


async def completed(world: World, campaign: str) -> None:
    async with asyncio.timeout(60):
        while await world.status(campaign) != "completed":
            await asyncio.sleep(0.05)
