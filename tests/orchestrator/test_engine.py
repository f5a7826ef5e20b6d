"""The durable engine itself, on a real DBOS and a real SQLite file."""

from __future__ import annotations

import asyncio
import shutil
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from orchestrator.engine import AlreadyServed, JobEngine
from orchestrator.engine_dbos import DbosEngine
from orchestrator.reaper import SWEEP_EVERY, Fence
from settings import Settings
from store.clock import new_id, utc_now
from store.database import Database
from store.files import FileStore
from store.migrate import upgrade
from studio.ports import Maker, MakerError
from tests.orchestrator.makers import Gated, Lenient, Scribe, Stumbling, all_by
from tests.orchestrator.world import World, founded


@pytest.fixture(scope="session")
def used_data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One that an engine has started in before; a first start takes DBOS a second longer to see its queues."""
    data_dir = tmp_path_factory.mktemp("used")

    async def use() -> None:
        settings = Settings(data_dir=data_dir, _env_file=None)
        await asyncio.to_thread(upgrade, settings.database)
        async with working(settings, Scribe()):
            pass

    asyncio.run(use())
    return data_dir


@pytest.fixture
def settings(used_data_dir: Path, tmp_path: Path) -> Settings:
    shutil.copytree(used_data_dir, tmp_path, dirs_exist_ok=True)
    return Settings(data_dir=tmp_path, units_at_once=3, _env_file=None)


@pytest.fixture
async def world(settings: Settings) -> AsyncIterator[World]:
    async with founded(settings.data_dir, 200, settings.database) as world:
        yield world


def opened(settings: Settings) -> Database:
    return Database(settings.database, clock=utc_now, new_id=new_id)


def engine_of(settings: Settings, maker: Maker) -> DbosEngine:
    return DbosEngine(
        settings, lambda: opened(settings), all_by(maker), Lenient(), FileStore(settings.files_dir)
    )


@asynccontextmanager
async def working(settings: Settings, maker: Maker) -> AsyncIterator[JobEngine]:
    engine = engine_of(settings, maker)
    await engine.start()
    try:
        yield engine
    finally:
        await engine.stop()


async def become(world: World, campaign: str, status: str) -> None:
    """Wait until the campaign is in that status; the event of it is what wakes the waiter."""
    async with asyncio.timeout(30):
        while await world.status(campaign) != status:
            await asyncio.sleep(0.02)


class TestDriving:
    async def test_a_started_run_comes_to_its_end(self, settings: Settings, world: World) -> None:
        campaign = await world.campaign({"research": 1, "social_posts": 3, "images": 2})
        async with working(settings, Scribe()) as engine:
            run = await world.run(campaign)
            await engine.start_run(run.id, run.epoch)
            await become(world, campaign, "completed")
        assert len(await world.charges()) == 6

    async def test_units_of_a_tier_are_made_side_by_side_but_no_more_than_allowed(
        self, settings: Settings, world: World
    ) -> None:
        campaign = await world.campaign({"social_posts": 5})
        maker = Gated()
        async with working(settings, maker) as engine:
            run = await world.run(campaign)
            await engine.start_run(run.id, run.epoch)
            for _ in range(3):
                assert await asyncio.to_thread(maker.begun.acquire, True, 20)
            maker.gate.set()
            await become(world, campaign, "completed")
        assert maker.most == 3

    async def test_units_are_begun_in_their_order(self, settings: Settings, world: World) -> None:
        campaign = await world.campaign({"email_nurture": 2, "social_posts": 4})
        maker = Scribe()
        async with working(settings.model_copy(update={"units_at_once": 1}), maker) as engine:
            run = await world.run(campaign)
            await engine.start_run(run.id, run.epoch)
            await become(world, campaign, "completed")
        assert [(brief.type, brief.index) for brief in maker.briefs] == [
            *(("email_nurture", index) for index in (1, 2)),
            *(("social_posts", index) for index in (1, 2, 3, 4)),
        ]

    async def test_work_stays_off_the_loop_that_carries_audio(self, settings: Settings, world: World) -> None:
        campaign = await world.campaign({"blog_post": 1})
        maker = ThreadNoting()
        async with working(settings, maker) as engine:
            run = await world.run(campaign)
            await engine.start_run(run.id, run.epoch)
            await become(world, campaign, "completed")
        assert maker.threads
        assert threading.get_ident() not in maker.threads

    async def test_telling_it_twice_is_telling_it_once(self, settings: Settings, world: World) -> None:
        campaign = await world.campaign({"social_posts": 2})
        maker = Scribe()
        async with working(settings, maker) as engine:
            run = await world.run(campaign)
            await asyncio.gather(*(engine.start_run(run.id, run.epoch) for _ in range(4)))
            await become(world, campaign, "completed")
        assert len(maker.briefs) == 2


class TestStoppingAndGoingOn:
    async def test_a_run_that_nobody_told_of_is_found_at_start(
        self, settings: Settings, world: World
    ) -> None:
        campaign = await world.campaign({"social_posts": 2})
        await world.run(campaign)
        async with working(settings, Scribe()):
            await become(world, campaign, "completed")

    async def test_a_stop_in_the_middle_is_made_good_at_the_next_start(
        self, settings: Settings, world: World
    ) -> None:
        campaign = await world.campaign({"social_posts": 4})
        stuck = Gated()
        async with working(settings, stuck) as engine:
            run = await world.run(campaign)
            await engine.start_run(run.id, run.epoch)
            await asyncio.to_thread(stuck.begun.acquire, True, 20)
        stuck.gate.set()
        assert await world.made(campaign) == []
        async with working(settings, Scribe()):
            await become(world, campaign, "completed")
        assert await world.charges() == [1, 1, 1, 1]

    async def test_pausing_finishes_what_is_in_hand_and_resuming_makes_the_rest(
        self, settings: Settings, world: World
    ) -> None:
        campaign = await world.campaign({"social_posts": 6})
        maker = Gated()
        async with working(settings, maker) as engine:
            run = await world.run(campaign)
            await engine.start_run(run.id, run.epoch)
            for _ in range(3):
                assert await asyncio.to_thread(maker.begun.acquire, True, 20)
            await world.pause(campaign)
            again = await world.resume(campaign)
            await world.pause(campaign)
            again = await world.resume(campaign)
            await engine.start_run(again.id, again.epoch)
            maker.gate.set()
            await become(world, campaign, "completed")
        assert sorted(brief.index for brief in maker.briefs) == [1, 2, 3, 4, 5, 6]

    async def test_a_failed_run_restarts_at_the_unit_that_failed(
        self, settings: Settings, world: World
    ) -> None:
        campaign = await world.campaign({"research": 1, "social_posts": 2})
        maker = FailsOnce()
        async with working(settings, maker) as engine:
            run = await world.run(campaign)
            await engine.start_run(run.id, run.epoch)
            await become(world, campaign, "failed")
            again = await world.run(campaign)
            await engine.start_run(again.id, again.epoch)
            await become(world, campaign, "completed")
        assert sorted(await world.charges()) == [1, 1, 5]

    async def test_a_new_run_after_a_cancel_waits_for_the_old_one_to_drain(
        self, settings: Settings, world: World
    ) -> None:
        campaign = await world.campaign({"images": 1})
        maker = Gated()
        async with working(settings, maker) as engine:
            run = await world.run(campaign)
            await engine.start_run(run.id, run.epoch)
            assert await asyncio.to_thread(maker.begun.acquire, True, 20)
            await world.cancel(campaign)
            again = await world.run(campaign)
            await engine.start_run(again.id, again.epoch)
            maker.gate.set()
            await become(world, campaign, "completed")
        assert maker.most == 1
        assert await world.charges() == [4]

    async def test_a_run_whose_drive_is_over_is_driven_again(self, settings: Settings, world: World) -> None:
        campaign = await world.campaign({"social_posts": 1})
        async with working(settings, Scribe()) as engine:
            run = await world.run(campaign)
            await world.pause(campaign)
            await engine.start_run(run.id, run.epoch)
            await over(engine, run.id, run.epoch)
            await world.unpause_behind_its_back(campaign)
            await engine._housekeeping.tick()
            await become(world, campaign, "completed")


class TestTheDataDirectory:
    async def test_a_second_process_is_refused_in_words(self, settings: Settings, world: World) -> None:
        async with working(settings, Scribe()):
            with pytest.raises(AlreadyServed, match="DRUMBEAT_DATA_DIR"):
                await engine_of(settings, Scribe()).start()
        async with working(settings, Scribe()) as engine:
            assert engine.running

    async def test_files_that_no_asset_names_are_gone_after_a_start(
        self, settings: Settings, world: World
    ) -> None:
        orphan, _ = world.files.put(b"left by a crash")
        campaign = await world.campaign({"blog_post": 1})
        run = await world.run(campaign)
        await world.drive(run, world.workshop(Scribe()))
        async with working(settings, Scribe()):
            assert not world.files.path(orphan).exists()
            async with world.db.read() as uow:
                assert all(world.files.path(sha256).exists() for sha256 in await uow.work.file_hashes())


class TestHousekeeping:
    async def test_ended_workflows_are_purged_after_their_time(
        self, settings: Settings, world: World
    ) -> None:
        campaign = await world.campaign({"social_posts": 2})
        async with working(settings, Scribe()) as engine:
            run = await world.run(campaign)
            await engine.start_run(run.id, run.epoch)
            await become(world, campaign, "completed")
            await over(engine, run.id, run.epoch)
            drives = engine._housekeeping._drives
            assert await asyncio.to_thread(drives.purge, utc_now() - timedelta(days=7)) == 0
            assert await asyncio.to_thread(drives.purge, utc_now() + timedelta(seconds=5)) == 3

    async def test_the_private_recovery_call_is_still_what_it_was(
        self, settings: Settings, world: World
    ) -> None:
        campaign = await world.campaign({"social_posts": 1})
        maker = Gated()
        async with working(settings, maker) as engine:
            run = await world.run(campaign)
            await engine.start_run(run.id, run.epoch)
            assert await asyncio.to_thread(maker.begun.acquire, True, 20)
            drives = engine._housekeeping._drives
            assert await asyncio.to_thread(drives.executors_at_work) == {"local"}
            assert await asyncio.to_thread(drives.recover, ["somebody-else"]) == 0
            assert await asyncio.to_thread(drives.recover, ["local"]) == 2
            maker.gate.set()
            await become(world, campaign, "completed")
        assert await world.charges() == [1]

    async def test_what_another_process_starts_is_noticed_before_the_next_sweep(
        self, settings: Settings, world: World
    ) -> None:
        async with working(settings, Scribe()) as engine:
            await asyncio.sleep(0)  # the first look is over: only news can tell of what comes now
            campaign = await world.campaign({"social_posts": 2})
            run = await world.run(campaign)
            async with asyncio.timeout(SWEEP_EVERY / 2):
                while await world.status(campaign) != "completed":
                    await asyncio.sleep(0.05)
            await over(engine, run.id, run.epoch)
        assert await world.charges() == [1, 1]

    def test_a_worker_that_fell_silent_ends_itself(self) -> None:
        ended = threading.Event()
        fence = Fence(0.05, end=lambda code: ended.set())
        fence.start()
        assert ended.wait(5)
        fence.stop()


async def over(engine: DbosEngine, run_id: str, epoch: int) -> None:
    async with asyncio.timeout(20):
        while not await asyncio.to_thread(engine._housekeeping._drives.ended, run_id, epoch):
            await asyncio.sleep(0.02)


class ThreadNoting(Scribe):
    def __init__(self) -> None:
        super().__init__()
        self.threads: set[int] = set()

    async def make(self, brief):
        self.threads.add(threading.get_ident())
        return await super().make(brief)


class FailsOnce(Stumbling):
    """Fails on the first social post it is asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.failed = False

    async def make(self, brief):
        if brief.type == "social_posts" and not self.failed:
            self.failed = True
            raise MakerError("the pen broke", "buy another")
        return await super().make(brief)
