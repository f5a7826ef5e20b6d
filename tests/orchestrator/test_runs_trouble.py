"""What a run does when a review says no or a maker fails."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from store.words import DeliverableType as D
from studio.ports import MakerError
from tests.orchestrator.makers import Picky, Scribe, Stumbling, all_by, hiccup
from tests.orchestrator.world import World, founded


@pytest.fixture
async def world(tmp_path: Path, sqlite_url: str) -> AsyncIterator[World]:
    async with founded(tmp_path, 200, sqlite_url) as world:
        yield world


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


class Dying(Scribe):
    async def make(self, brief):
        raise SystemExit(137)
