"""What a run costs, and that nothing is ever made or charged twice, on either database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from studio.ports import MakerError
from tests.orchestrator.makers import Scribe, Stumbling
from tests.orchestrator.world import World, founded


@pytest.fixture
async def world(tmp_path: Path, either_url: str) -> AsyncIterator[World]:
    async with founded(tmp_path, 200, either_url) as world:
        yield world


@pytest.fixture
async def poor(tmp_path: Path, either_url: str) -> AsyncIterator[World]:
    """A workspace with fifteen credits."""
    async with founded(tmp_path, 15, either_url) as world:
        yield world


class TestMoney:
    async def test_running_out_stops_the_run_and_names_the_shortfall(self, poor: World) -> None:
        campaign = await poor.campaign({"research": 1, "images": 5})
        await poor.drive(await poor.run(campaign), poor.workshop(Scribe()), at_once=False)
        assert await poor.made(campaign) == ["research 1", "images 1", "images 2"]
        assert await poor.status(campaign) == "failed"
        assert await poor.error(campaign) == {
            "step": "images",
            "cause": "10 credits short",
            "mend": "add credits, then restart",
        }
        assert await poor.balance() == 2

    async def test_a_restart_after_a_grant_makes_only_what_is_missing(self, poor: World) -> None:
        campaign = await poor.campaign({"research": 1, "images": 5})
        await poor.drive(await poor.run(campaign), poor.workshop(Scribe()), at_once=False)
        await poor.grant(10, "mend")
        scribe = Scribe()
        await poor.drive(await poor.run(campaign), poor.workshop(scribe), at_once=False)
        assert [f"{brief.type} {brief.index}" for brief in scribe.briefs] == [
            "images 3",
            "images 4",
            "images 5",
        ]
        assert await poor.status(campaign) == "completed"
        assert await poor.error(campaign) is None
        assert await poor.balance() == 0

    async def test_two_runs_side_by_side_cannot_spend_the_same_credits(self, poor: World) -> None:
        first = await poor.campaign({"images": 3}, "First")
        second = await poor.campaign({"images": 3}, "Second")
        runs = [await poor.run(first), await poor.run(second)]
        await asyncio.gather(*(poor.drive(run, poor.workshop(Scribe())) for run in runs))
        assert sum(await poor.charges()) <= 15
        assert {await poor.status(first), await poor.status(second)} <= {"failed", "completed"}
        assert len(await poor.made(first)) + len(await poor.made(second)) == 3

    async def test_a_cap_stops_the_run_before_it_is_passed(self, world: World) -> None:
        campaign = await world.campaign({"images": 5})
        await world.drive(await world.run(campaign, cap=9), world.workshop(Scribe()))
        assert await world.balance() == 192
        assert (await world.error(campaign))["cause"] == "the cap of 9 credits for this run is reached"

    async def test_credits_gone_between_claim_and_save_take_the_save_back(self, poor: World) -> None:
        campaign = await poor.campaign({"images": 1})
        run = await poor.run(campaign)
        (unit,) = await poor.batch(run)
        assert await poor.workshop(SpendsWhileMaking(poor)).make(unit, run.id, 1) == "failed"
        assert await poor.made(campaign) == []
        assert await poor.batch(run) == []
        assert (await poor.error(campaign))["cause"] == "2 credits short"
        assert await poor.balance() == 2

    async def test_a_failed_unit_costs_nothing(self, world: World) -> None:
        campaign = await world.campaign({"blog_post": 1})
        broken = Stumbling(errors=[MakerError("the pen broke", "buy another")])
        await world.drive(await world.run(campaign), world.workshop(broken))
        assert await world.balance() == 200


class TestOnceAndOnlyOnce:
    async def test_making_a_unit_again_and_again_changes_nothing(self, world: World) -> None:
        campaign = await world.campaign({"images": 1})
        run = await world.run(campaign)
        (unit,) = await world.batch(run)
        workshop = world.workshop(Scribe())
        outcomes = [await workshop.make(unit, run.id, 1) for _ in range(4)]
        assert outcomes == ["completed", "skipped", "skipped", "skipped"]
        assert await world.charges() == [4]

    @pytest.mark.parametrize("crowd", [2, 5, 9])
    async def test_many_hands_on_one_unit_save_and_charge_it_once(self, world: World, crowd: int) -> None:
        campaign = await world.campaign({"images": 1})
        run = await world.run(campaign)
        (unit,) = await world.batch(run)
        outcomes = await asyncio.gather(
            *(world.workshop(Slow(turns)).make(unit, run.id, 1) for turns in range(crowd))
        )
        assert outcomes.count("completed") == 1
        assert await world.charges() == [4]
        assert [event.type for event in await world.told(campaign)].count("unit.completed") == 1
        async with world.db.read() as uow:
            assert len(await uow.work.assets(campaign)) == 2

    async def test_a_worker_that_wakes_up_too_late_discards_its_work(self, world: World) -> None:
        campaign = await world.campaign({"images": 1})
        run = await world.run(campaign)
        (unit,) = await world.batch(run)
        late = MadeElsewhereMeanwhile(world, unit, run.id)
        assert await world.workshop(late).make(unit, run.id, 1) == "discarded"
        assert await world.charges() == [4]


class SpendsWhileMaking(Scribe):
    """Somebody takes thirteen credits away while the unit is in hand."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self.world = world

    async def make(self, brief):
        await self.world.grant(-13, "elsewhere")
        return await super().make(brief)


class MadeElsewhereMeanwhile(Scribe):
    def __init__(self, world: World, unit_id: str, run_id: str) -> None:
        super().__init__()
        self.world, self.unit_id, self.run_id = world, unit_id, run_id

    async def make(self, brief):
        assert await self.world.workshop(Scribe()).make(self.unit_id, self.run_id, 1) == "completed"
        return await super().make(brief)


class Slow(Scribe):
    """Gives way to the others some times before it writes."""

    def __init__(self, turns: int) -> None:
        super().__init__()
        self.turns = turns

    async def make(self, brief):
        for _ in range(self.turns):
            await asyncio.sleep(0)
        return await super().make(brief)
