"""A run, driven by hand: what is made, in which order, and what the owner can do to it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from orchestrator.errors import IllegalTransition
from studio.ports import MakerError
from tests.orchestrator.makers import Lenient, Scribe, Stumbling
from tests.orchestrator.world import World, founded


@pytest.fixture
async def world(tmp_path: Path, sqlite_url: str) -> AsyncIterator[World]:
    async with founded(tmp_path, 200, sqlite_url) as world:
        yield world


class TestAWholeRun:
    async def test_makes_every_unit_and_completes_the_campaign(self, world: World) -> None:
        campaign = await world.campaign({"research": 1, "social_posts": 3, "images": 2})
        run = await world.run(campaign)
        assert await world.drive(run, world.workshop(Scribe())) == ["completed"] * 6
        assert await world.status(campaign) == "completed"
        assert len(await world.made(campaign)) == 6
        assert [step.status for step in await world.steps(run)] == ["completed"] * 3

    async def test_charges_each_unit_once_and_the_ledger_sums_to_the_balance(self, world: World) -> None:
        campaign = await world.campaign({"research": 1, "social_posts": 3})
        await world.drive(await world.run(campaign), world.workshop(Scribe()))
        assert sorted(await world.charges()) == [1, 1, 1, 5]
        assert await world.balance() == 192

    async def test_goes_tier_by_tier_in_the_order_of_the_deliverables(self, world: World) -> None:
        campaign = await world.campaign({"images": 2, "email_nurture": 2, "plan": 1, "research": 1})
        run = await world.run(campaign)
        scribe = Scribe()
        order = []
        while batch := await world.batch(run):
            order.append([])
            for unit in batch:
                await world.workshop(scribe).make(unit, run.id, run.epoch)
                order[-1].append(f"{scribe.briefs[-1].type} {scribe.briefs[-1].index}")
        assert order == [
            ["research 1"],
            ["plan 1"],
            ["email_nurture 1", "email_nurture 2"],
            ["images 1", "images 2"],
        ]

    async def test_tells_later_makers_what_earlier_tiers_made(self, world: World) -> None:
        campaign = await world.campaign({"research": 1, "blog_post": 1, "images": 1})
        scribe = Scribe()
        await world.drive(await world.run(campaign), world.workshop(scribe))
        assert [[prior.type for prior in brief.priors] for brief in scribe.briefs] == [
            [],
            ["research"],
            ["research", "blog_post"],
        ]
        assert "sun hats" in scribe.briefs[2].priors[0].text

    async def test_shows_the_reviewer_the_finished_siblings(self, world: World) -> None:
        campaign = await world.campaign({"social_posts": 3})
        run, reviewer = await world.run(campaign), Lenient()
        for unit in await world.batch(run):
            await world.workshop(Scribe(), reviewer).make(unit, run.id, run.epoch)
        assert [len(siblings) for _, siblings in reviewer.seen] == [0, 1, 2]

    async def test_keeps_files_with_their_hash_and_who_made_them(self, world: World) -> None:
        campaign = await world.campaign({"blog_post": 1})
        await world.drive(await world.run(campaign), world.workshop(Scribe()))
        async with world.db.read() as uow:
            page, swatch = await uow.work.assets(campaign)
        assert (page.name, swatch.name) == ("blog_post-1.txt", "blog_post-1.css")
        assert page.provenance["maker"] == "scribe"
        data = world.files.path(page.sha256).read_bytes()
        assert len(data) == page.size
        assert b"sun hats" in data

    async def test_tells_what_happens_as_it_happens(self, world: World) -> None:
        campaign = await world.campaign({"research": 1, "social_posts": 2})
        run = await world.run(campaign)
        while batch := await world.batch(run):
            for unit in batch:
                await world.workshop(Scribe()).make(unit, run.id, run.epoch)
        told = await world.told(campaign)
        assert [event.type for event in told] == [
            "run.started",
            "step.started", "unit.started", "unit.completed", "step.completed",
            "step.started", "unit.started", "unit.completed",
            "unit.started", "unit.completed", "step.completed",
            "campaign.completed",
        ]  # fmt: skip
        assert told[-2].payload["quantity"] == 2
        assert told[-1].payload["name"] == "Summer Sale"

    async def test_uses_the_brand_and_the_knowledge_base(self, world: World) -> None:
        await world.know("Hats", "Our sun hats are woven by hand in Ecuador.")
        await world.brand({"name": "Acme", "voice": "warm", "banned_words": ["cheap"]})
        campaign = await world.campaign({"research": 1})
        scribe = Scribe()
        await world.drive(await world.run(campaign), world.workshop(scribe))
        assert scribe.briefs[0].brand.voice == "warm"
        assert scribe.briefs[0].brand.banned_words == ("cheap",)
        assert "Ecuador" in scribe.briefs[0].knowledge[0].text


class TestPausing:
    async def test_starts_nothing_new_but_finishes_what_is_in_hand(self, world: World) -> None:
        campaign = await world.campaign({"social_posts": 3})
        run = await world.run(campaign)
        first, second, third = await world.batch(run)
        workshop = world.workshop(PausesWhileMaking(world, campaign))
        assert await workshop.make(first, run.id, run.epoch) == "completed"
        assert await workshop.make(second, run.id, run.epoch) == "skipped"
        assert await world.batch(run) == []
        assert await world.made(campaign) == ["social_posts 1"]
        assert await world.status(campaign) == "paused"
        assert third

    async def test_goes_on_after_a_resume_without_making_anything_twice(self, world: World) -> None:
        campaign = await world.campaign({"social_posts": 3})
        run = await world.run(campaign)
        await world.workshop(PausesWhileMaking(world, campaign)).make((await world.batch(run))[0], run.id, 1)
        again = await world.resume(campaign)
        assert (again.id, again.epoch) == (run.id, 2)
        scribe = Scribe()
        await world.drive(again, world.workshop(scribe))
        assert sorted(brief.index for brief in scribe.briefs) == [2, 3]
        assert await world.status(campaign) == "completed"
        assert await world.charges() == [1, 1, 1]

    async def test_leaves_an_older_epoch_nothing_to_do(self, world: World) -> None:
        campaign = await world.campaign({"social_posts": 1})
        run = await world.run(campaign)
        (unit,) = await world.batch(run)
        await world.pause(campaign)
        await world.resume(campaign)
        assert await world.batch(run) == []
        assert await world.workshop(Scribe()).make(unit, run.id, 1) == "skipped"

    async def test_gives_a_unit_that_failed_meanwhile_another_chance(self, world: World) -> None:
        campaign = await world.campaign({"social_posts": 2})
        run = await world.run(campaign)
        batch = await world.batch(run)
        broken = PausesWhileMaking(world, campaign, MakerError("the pen broke", "buy another"))
        assert await world.workshop(broken).make(batch[0], run.id, 1) == "failed"
        await world.drive(await world.resume(campaign), world.workshop(Scribe()))
        assert await world.status(campaign) == "completed"


class TestCancelling:
    async def test_keeps_what_was_made_and_charges_nothing_more(self, world: World) -> None:
        campaign = await world.campaign({"social_posts": 3})
        run = await world.run(campaign)
        first, second, _ = await world.batch(run)
        assert await world.workshop(Scribe()).make(first, run.id, 1) == "completed"
        assert (
            await world.workshop(CancelsWhileMaking(world, campaign)).make(second, run.id, 1) == "discarded"
        )
        assert await world.batch(run) == []
        assert await world.made(campaign) == ["social_posts 1"]
        assert await world.charges() == [1]
        assert await world.status(campaign) == "ready"

    async def test_lets_the_next_run_make_the_rest(self, world: World) -> None:
        campaign = await world.campaign({"social_posts": 3})
        run = await world.run(campaign)
        await world.workshop(Scribe()).make((await world.batch(run))[0], run.id, 1)
        await world.cancel(campaign)
        following = await world.run(campaign)
        assert following.number == 2
        assert await world.drive(following, world.workshop(Scribe())) == ["completed"] * 2
        assert await world.charges() == [1, 1, 1]


class TestPlanning:
    async def test_refuses_a_run_with_nothing_to_make(self, world: World) -> None:
        campaign = await world.campaign({"social_posts": 1})
        await world.drive(await world.run(campaign), world.workshop(Scribe()))
        with pytest.raises(IllegalTransition, match="already made"):
            await world.run(campaign)

    async def test_makes_only_what_was_added_since(self, world: World) -> None:
        campaign = await world.campaign({"social_posts": 2})
        await world.drive(await world.run(campaign), world.workshop(Scribe()))
        await world.owe(campaign, "social_posts", 4)
        scribe = Scribe()
        await world.drive(await world.run(campaign), world.workshop(scribe))
        assert sorted((brief.index, brief.of) for brief in scribe.briefs) == [(3, 4), (4, 4)]

    async def test_forgets_unmade_units_when_fewer_are_wanted(self, world: World) -> None:
        campaign = await world.campaign({"social_posts": 4})
        run = await world.run(campaign)
        await world.workshop(Scribe()).make((await world.batch(run))[0], run.id, 1)
        await world.cancel(campaign)
        await world.owe(campaign, "social_posts", 2)
        await world.drive(await world.run(campaign), world.workshop(Scribe()))
        assert await world.made(campaign) == ["social_posts 1", "social_posts 2"]
        assert len(await world.units(campaign)) == 2


class PausesWhileMaking(Stumbling):
    """The owner pauses while the unit is in hand."""

    def __init__(self, world: World, campaign_id: str, *errors: Exception) -> None:
        super().__init__(errors=list(errors))
        self.world, self.campaign_id = world, campaign_id

    async def make(self, brief):
        if not self.briefs:
            await self.world.pause(self.campaign_id)
        return await super().make(brief)


class CancelsWhileMaking(Scribe):
    def __init__(self, world: World, campaign_id: str) -> None:
        super().__init__()
        self.world, self.campaign_id = world, campaign_id

    async def make(self, brief):
        await self.world.cancel(self.campaign_id)
        return await super().make(brief)
