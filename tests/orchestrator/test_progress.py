"""Progress is facts from the rows, and the sentence is true at every stage."""

from __future__ import annotations

import pytest

from orchestrator.orchestrator import Orchestrator
from orchestrator.views import Actor, CampaignEdit, Quantity
from store.words import CampaignStatus as S
from store.words import DeliverableType as D
from tests.orchestrator.conftest import Drafting, Engine, owing


async def spoken(orchestrator: Orchestrator, owner: Actor, campaign_id: str) -> str:
    return (await orchestrator.progress(owner, campaign_id)).spoken


async def test_a_draft_says_what_it_still_needs(orchestrator: Orchestrator, owner: Actor) -> None:
    edit = CampaignEdit(fields={"name": "Summer Sale", "topic": "shoes"})
    draft = await orchestrator.campaigns.create(owner, edit)
    assert await spoken(orchestrator, owner, draft.id) == (
        "Summer Sale is a draft and nothing is being made. It still needs the objective and what to make."
    )


async def test_a_ready_one_says_so(orchestrator: Orchestrator, owner: Actor, drafted: Drafting) -> None:
    draft = await drafted()
    await orchestrator.campaigns.ready(owner, draft.id)
    assert await spoken(orchestrator, owner, draft.id) == "Summer Sale is ready to run; nothing is made yet."


async def test_a_run_just_begun_says_what_is_first_and_how_long_in_all(
    orchestrator: Orchestrator, owner: Actor, drafted: Drafting
) -> None:
    draft = await drafted(research=1, images=20, social_posts=10)
    await orchestrator.campaigns.run(owner, draft.id)
    progress = await orchestrator.progress(owner, draft.id)
    assert progress.percent == 0
    assert progress.eta_seconds == 3 + 5 + 30
    assert progress.spoken == "It's running. Research is first; about half a minute in all."


async def test_half_way_it_says_what_is_done_in_hand_next_and_left(
    orchestrator: Orchestrator, owner: Actor, drafted: Drafting, engine: Engine
) -> None:
    draft = await drafted(research=1, email_nurture=4, images=5, jingle=1)
    await orchestrator.campaigns.run(owner, draft.id)
    await engine.make(draft.id, 1 + 4 + 2)
    await engine.take_in_hand(draft.id)
    progress = await orchestrator.progress(owner, draft.id)
    assert progress.done == (Quantity(D.RESEARCH, 1), Quantity(D.EMAIL_NURTURE, 4), Quantity(D.IMAGES, 2))
    assert [(unit.type, unit.unit, unit.of) for unit in progress.active] == [("images", 3, 5)]
    assert progress.pending == (Quantity(D.IMAGES, 2), Quantity(D.JINGLE, 1))
    assert progress.spent == 5 + 8 + 8
    assert progress.percent == 100 * 21 // (5 + 8 + 20 + 5)
    assert progress.spoken == (
        "Just over half. Research and emails are done, I'm on image three of five, then one jingle. "
        "A few seconds left."
    )


async def test_the_estimate_follows_what_this_campaign_really_took(
    orchestrator: Orchestrator, owner: Actor, drafted: Drafting, engine: Engine, clock
) -> None:
    draft = await drafted(images=11)
    await orchestrator.campaigns.run(owner, draft.id)
    await engine.take_in_hand(draft.id)
    clock.advance(seconds=40)
    async with engine._world.db.write() as uow:
        unit = next(u for u in await uow.work.units(draft.id) if u.status == "active")
        unit.status, unit.finished_at = "completed", uow.now
    assert (await orchestrator.progress(owner, draft.id)).eta_seconds == 10 * 40 / 2


@pytest.mark.parametrize(
    ("made", "words"), [(0, "Nothing is made yet."), (2, "Made so far: research and one image.")]
)
async def test_a_paused_one_says_what_is_made_and_what_is_left(
    orchestrator: Orchestrator, owner: Actor, drafted: Drafting, engine: Engine, made: int, words: str
) -> None:
    draft = await drafted()
    await orchestrator.campaigns.run(owner, draft.id)
    if made:
        await engine.make(draft.id, made)
    await orchestrator.campaigns.pause(owner, draft.id)
    progress = await orchestrator.progress(owner, draft.id)
    assert progress.status is S.PAUSED
    assert progress.eta_seconds is None
    left = "one image" if made else "research and two images"
    assert progress.spoken == f"Summer Sale is paused. {words} Still to make: {left}."


async def test_a_completed_one_says_what_was_made_and_what_it_cost(
    orchestrator: Orchestrator, owner: Actor, drafted: Drafting, engine: Engine
) -> None:
    draft = await drafted()
    await orchestrator.campaigns.run(owner, draft.id)
    await engine.finish(draft.id)
    progress = await orchestrator.progress(owner, draft.id)
    assert (progress.percent, progress.active, progress.pending) == (100, (), ())
    assert progress.spoken == "Summer Sale is done: research and two images. It cost 13 credits."


async def test_a_failed_one_names_the_step_the_cause_and_the_mend(
    orchestrator: Orchestrator, owner: Actor, drafted: Drafting, engine: Engine
) -> None:
    draft = await drafted(research=1, images=50)
    await orchestrator.campaigns.run(owner, draft.id)
    await engine.finish(draft.id)
    progress = await orchestrator.progress(owner, draft.id)
    assert progress.status is S.FAILED
    assert progress.percent < 100
    assert progress.spoken.startswith("It stopped at the images: ")
    assert "short" in progress.spoken
    assert progress.spoken.endswith("Add credits, then restart.")


async def test_an_archived_one_says_so(
    orchestrator: Orchestrator, owner: Actor, drafted: Drafting, engine: Engine
) -> None:
    draft = await drafted()
    await orchestrator.campaigns.run(owner, draft.id)
    await engine.finish(draft.id)
    await orchestrator.campaigns.archive(owner, draft.id)
    assert await spoken(orchestrator, owner, draft.id) == (
        "Summer Sale is archived. Made: research and two images."
    )


async def test_a_reopened_one_says_what_is_made_already(
    orchestrator: Orchestrator, owner: Actor, drafted: Drafting, engine: Engine
) -> None:
    draft = await drafted()
    await orchestrator.campaigns.run(owner, draft.id)
    await engine.finish(draft.id)
    await orchestrator.campaigns.update(owner, draft.id, CampaignEdit(deliverables=owing(flyer=1)))
    assert await spoken(orchestrator, owner, draft.id) == (
        "Summer Sale is ready to run; research and two images made so far and nothing in the making."
    )


async def test_results_say_what_was_made_and_list_it(
    orchestrator: Orchestrator, owner: Actor, drafted: Drafting, engine: Engine
) -> None:
    draft = await drafted()
    assert await orchestrator.results(owner, draft.id) == ("Summer Sale has made nothing yet.", [])
    await orchestrator.campaigns.run(owner, draft.id)
    await engine.make(draft.id, 2)
    words, assets = await orchestrator.results(owner, draft.id)
    assert words == "Summer Sale has made research and one image so far. They are on the campaign's page."
    assert [(a.type, a.unit) for a in assets if a.position == 0] == [("research", 1), ("images", 1)]
    view = await orchestrator.hub.content(owner, assets[0].id)
    path = orchestrator.hub.local(view)
    assert path is not None
    assert view == assets[0]
    assert len(path.read_bytes()) == view.size
