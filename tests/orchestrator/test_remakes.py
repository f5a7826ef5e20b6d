"""A remake is another version, paid once; the older ones stay."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from orchestrator.caps import NotAffordable
from orchestrator.claims import CLAIMS
from orchestrator.remakes import BeingRemade, Remakes
from orchestrator.remaking import Remaker
from studio.ports import Brief, MakerError, Output
from tests.orchestrator.makers import Picky, Scribe, Stumbling
from tests.orchestrator.world import World, founded


@pytest.fixture
async def world(tmp_path: Path, either_url: str) -> AsyncIterator[World]:
    async with founded(tmp_path, 20, either_url) as world:
        yield world


async def made(world: World, **owed: int) -> str:
    campaign = await world.campaign(owed or {"blog_post": 1})
    await world.drive(await world.run(campaign), world.workshop(Scribe()))
    return campaign


async def first_unit(world: World, campaign: str) -> str:
    return (await world.units(campaign))[0].id


async def numbers(world: World, campaign: str) -> list[int]:
    async with world.db.read() as uow:
        return [row.version for row in await uow.work.assets(campaign) if row.position == 0]


async def spent(world: World) -> list[int]:
    async with world.db.read() as uow:
        rows = await uow.ledger.page(world.workspace_id, 1000, None)
    assert sum(row.amount for row in rows) == await world.balance()
    return [-row.amount for row in rows if row.kind == "remake"]


class TestARemake:
    async def test_adds_a_version_that_heeds_the_note_and_keeps_the_old_one(self, world: World) -> None:
        campaign = await made(world)
        remakes, scribe = Remakes(world.db, None), Scribe()
        asked = await remakes.ask_unit(world.actor, await first_unit(world, campaign), "less formal")
        assert (asked.credits, asked.status) == (5, "pending")
        assert await Remaker(world.db, world.workshop(scribe)).make(asked.id) == "completed"
        assert await numbers(world, campaign) == [1, 2]
        assert scribe.briefs[0].notes == ("less formal",)
        done = await remakes.get(world.actor, asked.id)
        assert (done.status, done.version) == ("completed", 2)
        assert (await world.units(campaign))[0].text.endswith("- less formal")
        assert await spent(world) == [5]

    async def test_is_told_what_earlier_remakes_were_told(self, world: World) -> None:
        campaign = await made(world)
        remakes, scribe = Remakes(world.db, None), Scribe()
        unit = await first_unit(world, campaign)
        for note in ("less formal", "shorter", "less formal"):
            asked = await remakes.ask_unit(world.actor, unit, note)
            await Remaker(world.db, world.workshop(scribe)).make(asked.id)
        assert [brief.notes for brief in scribe.briefs] == [
            ("less formal",),
            ("less formal", "shorter"),
            ("shorter", "less formal"),
        ]

    async def test_is_made_and_paid_once_however_many_make_it(self, world: World) -> None:
        campaign = await made(world)
        asked = await Remakes(world.db, None).ask_unit(world.actor, await first_unit(world, campaign), "x")
        makings = [Remaker(world.db, world.workshop(Yielding(turns))).make(asked.id) for turns in range(5)]
        outcomes = await asyncio.gather(*makings)
        assert outcomes.count("completed") == 1
        assert await numbers(world, campaign) == [1, 2]
        assert await spent(world) == [5]

    async def test_asked_twice_with_one_key_is_asked_once(self, world: World) -> None:
        unit = await first_unit(world, await made(world))
        remakes = Remakes(world.db, None)
        first = await remakes.ask_unit(world.actor, unit, "shorter", key="click")
        assert (await remakes.ask_unit(world.actor, unit, "shorter", key="click")).id == first.id
        with pytest.raises(BeingRemade):
            await remakes.ask_unit(world.actor, unit, "longer")

    async def test_killed_in_the_middle_is_made_by_the_next_who_tries(self, world: World) -> None:
        campaign = await made(world)
        asked = await Remakes(world.db, None).ask_unit(world.actor, await first_unit(world, campaign), "x")
        with pytest.raises(asyncio.CancelledError):
            await Remaker(world.db, world.workshop(Killed())).make(asked.id)
        assert await spent(world) == []
        assert await Remaker(world.db, world.workshop(Scribe())).make(asked.id) == "completed"
        assert await Remaker(world.db, world.workshop(Scribe())).make(asked.id) == "skipped"
        assert await spent(world) == [5]

    async def test_that_always_kills_its_process_is_given_up_unpaid(self, world: World) -> None:
        campaign = await made(world)
        asked = await Remakes(world.db, None).ask_unit(world.actor, await first_unit(world, campaign), "x")
        for _ in range(CLAIMS):
            with pytest.raises(asyncio.CancelledError):
                await Remaker(world.db, world.workshop(Killed())).make(asked.id)
        assert await Remaker(world.db, world.workshop(Scribe())).make(asked.id) == "failed"
        assert await spent(world) == []

    async def test_that_comes_out_the_same_is_tried_with_other_seeds_then_told(self, world: World) -> None:
        campaign = await made(world)
        remakes = Remakes(world.db, None)
        unit = await first_unit(world, campaign)
        first = await remakes.ask_unit(world.actor, unit, "x")
        await Remaker(world.db, world.workshop(Stubborn())).make(first.id)
        asked = await remakes.ask_unit(world.actor, unit, "x")
        assert await Remaker(world.db, world.workshop(Stubborn())).make(asked.id) == "failed"
        told = await remakes.get(world.actor, asked.id)
        assert told.error is not None
        assert told.error["cause"] == "it came out the same again"
        assert await spent(world) == [5]


class TestMoney:
    async def test_without_credits_it_is_refused_with_what_is_missing(self, world: World) -> None:
        campaign = await made(world, images=4)
        first, second, *_ = await world.units(campaign)
        await Remakes(world.db, None).ask_unit(world.actor, first.id, "less busy")
        with pytest.raises(NotAffordable) as refused:
            await Remakes(world.db, None).ask_unit(world.actor, second.id, "less busy")
        assert refused.value.status == 402
        assert "4 credits short" in refused.value.detail

    async def test_its_credits_are_held_from_the_asking(self, world: World) -> None:
        campaign = await made(world, images=3)
        unit = await first_unit(world, campaign)
        await Remakes(world.db, None).ask_unit(world.actor, unit, "less busy")
        other = await world.campaign({"blog_post": 1}, "Other")
        await world.drive(await world.run(other), world.workshop(Scribe()))
        assert (await world.error(other))["cause"] == "1 credit short"

    @pytest.mark.parametrize("trouble", ["maker", "review", "bug"])
    async def test_a_failed_remake_costs_nothing_and_changes_nothing(
        self, world: World, trouble: str
    ) -> None:
        campaign = await made(world)
        before = (await world.units(campaign))[0].text
        asked = await Remakes(world.db, None).ask_unit(world.actor, await first_unit(world, campaign), "")
        error = MakerError("the pen broke", "buy another") if trouble == "maker" else ValueError("a bug")
        workshop = world.workshop(Stumbling(errors=[] if trouble == "review" else [error]))
        if trouble == "review":
            workshop = world.workshop(Scribe(), Picky("blog_post", 9))
        assert await Remaker(world.db, workshop).make(asked.id) == "failed"
        assert await spent(world) == []
        assert (await world.units(campaign))[0].text == before
        assert await numbers(world, campaign) == [1]


class Yielding(Scribe):
    def __init__(self, turns: int) -> None:
        super().__init__()
        self.turns = turns

    async def make(self, brief: Brief) -> Output:
        for _ in range(self.turns):
            await asyncio.sleep(0)
        return await super().make(brief)


class Killed(Scribe):
    async def make(self, brief: Brief) -> Output:
        raise asyncio.CancelledError


class Stubborn(Scribe):
    """Writes the same whatever it is told."""

    async def make(self, brief: Brief) -> Output:
        output = await super().make(brief)
        fixed = tuple(replace(file, data=b"the same\n") for file in output.files)
        return replace(output, text="the same", files=fixed)
