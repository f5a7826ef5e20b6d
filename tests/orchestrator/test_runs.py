"""A run, driven by hand: what is made, in which order, for how much, and what stops it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from orchestrator.errors import IllegalTransition
from store.words import DeliverableType as D
from studio.ports import MakerError
from tests.orchestrator.makers import Lenient, Picky, Scribe, Stumbling, all_by, hiccup
from tests.orchestrator.world import World, founded


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with founded(tmp_path, credits=200) as world:
        yield world


@pytest.fixture
async def poor(tmp_path: Path) -> AsyncIterator[World]:
    """A workspace with fifteen credits."""
    async with founded(tmp_path, credits=15) as world:
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


class TestMoney:
    async def test_running_out_stops_the_run_and_names_the_shortfall(self, poor: World) -> None:
        campaign = await poor.campaign({"research": 1, "images": 5})
        await poor.drive(await poor.run(campaign), poor.workshop(Scribe()))
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
        await poor.drive(await poor.run(campaign), poor.workshop(Scribe()))
        await poor.grant(10, "mend")
        scribe = Scribe()
        await poor.drive(await poor.run(campaign), poor.workshop(scribe))
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


class TestReview:
    async def test_objections_are_given_to_the_maker_as_notes(self, world: World) -> None:
        campaign = await world.campaign({"blog_post": 1})
        scribe = Scribe()
        await world.drive(await world.run(campaign), world.workshop(scribe, Picky(D.BLOG_POST, 2)))
        assert await world.status(campaign) == "completed"
        assert [brief.notes for brief in scribe.briefs] == [
            (),
            ("Say the price, try 1.",),
            ("Say the price, try 1.", "Say the price, try 2."),
        ]
        assert len({brief.seed for brief in scribe.briefs}) == 3
        assert await world.charges() == [5]

    async def test_after_two_revisions_the_step_fails_with_the_verdict(self, world: World) -> None:
        campaign = await world.campaign({"blog_post": 1, "images": 1})
        run = await world.run(campaign)
        await world.drive(run, world.workshop(Scribe(), Picky(D.BLOG_POST, 3)))
        assert await world.error(campaign) == {
            "step": "blog_post",
            "cause": "the review turned it down: Say the price, try 3",
            "mend": "change the brief, then restart",
        }
        (unit, _) = await world.units(campaign)
        assert (unit.status, unit.verdict["passed"], unit.verdict["score"]) == ("failed", False, 0.3)
        assert [step.status for step in await world.steps(run)] == ["failed", "pending"]
        assert await world.charges() == []

    async def test_a_restart_tries_the_failed_unit_with_another_seed(self, world: World) -> None:
        campaign = await world.campaign({"blog_post": 1})
        scribe = Scribe()
        await world.drive(await world.run(campaign), world.workshop(scribe, Picky(D.BLOG_POST, 3)))
        await world.drive(await world.run(campaign), world.workshop(scribe))
        assert await world.status(campaign) == "completed"
        assert scribe.briefs[-1].seed not in {brief.seed for brief in scribe.briefs[:-1]}
        assert scribe.briefs[-1].notes == ()


class TestTrouble:
    async def test_a_hiccup_is_tried_again_after_growing_pauses(self, world: World) -> None:
        pauses: list[float] = []

        async def note(seconds: float) -> None:
            pauses.append(seconds)

        campaign = await world.campaign({"blog_post": 1})
        maker = Stumbling(errors=[hiccup(), hiccup(), hiccup()])
        await world.drive(await world.run(campaign), world.workshop(maker, sleep=note))
        assert await world.status(campaign) == "completed"
        assert pauses == sorted(pauses)
        assert len(pauses) == 3

    async def test_a_lasting_outage_fails_the_step_with_cause_and_mend(self, world: World) -> None:
        campaign = await world.campaign({"blog_post": 1})
        await world.drive(await world.run(campaign), world.workshop(Stumbling(errors=[hiccup()] * 4)))
        assert await world.error(campaign) == {
            "step": "blog_post",
            "cause": "the provider is busy",
            "mend": "wait a little, then restart",
        }

    async def test_a_type_that_nothing_can_make_is_said_and_not_charged(self, world: World) -> None:
        campaign = await world.campaign({"social_posts": 1, "video": 1})
        run = await world.run(campaign)
        workshop = world.workshop(Scribe())
        workshop._makers = {kind: maker for kind, maker in all_by(Scribe()).items() if kind != D.VIDEO}
        await world.drive(run, workshop)
        error = await world.error(campaign)
        assert (error["step"], error["cause"]) == ("video", "nothing here can make video yet")
        assert await world.charges() == [1]

    async def test_a_maker_that_breaks_down_fails_its_step_and_says_how(self, world: World, caplog) -> None:
        campaign = await world.campaign({"blog_post": 1})
        await world.drive(await world.run(campaign), world.workshop(Stumbling(errors=[ZeroDivisionError()])))
        assert "ZeroDivisionError" in (await world.error(campaign))["cause"]
        assert "Traceback" in caplog.text

    async def test_a_failure_lets_its_neighbours_finish_but_opens_no_further_tier(self, world: World) -> None:
        campaign = await world.campaign({"social_posts": 3, "images": 1})
        broken = Stumbling(errors=[MakerError("the pen broke", "buy another")])
        outcomes = await world.drive(await world.run(campaign), world.workshop(broken))
        assert outcomes.count("failed") == 1
        assert not any(made.startswith("images") for made in await world.made(campaign))
        assert await world.status(campaign) == "failed"

    async def test_a_unit_that_kills_its_process_every_time_is_given_up(self, world: World) -> None:
        campaign = await world.campaign({"blog_post": 1})
        run = await world.run(campaign)
        (unit,) = await world.batch(run)
        for _ in range(20):
            with pytest.raises(SystemExit):
                await world.workshop(Dying()).make(unit, run.id, 1)
        assert await world.workshop(Scribe()).make(unit, run.id, 1) == "failed"
        assert await world.batch(run) == []
        assert "broke off" in (await world.error(campaign))["cause"]


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


class Dying(Scribe):
    async def make(self, brief):
        raise SystemExit(137)
