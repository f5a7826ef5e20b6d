"""Copying, ending and running campaigns: what each command does and what it refuses."""

from __future__ import annotations

import asyncio

import pytest

from orchestrator.errors import IllegalTransition, InvalidField, MissingSlots, NotFound
from orchestrator.orchestrator import Orchestrator
from orchestrator.views import Actor, CampaignEdit, DeliverableChange
from store.words import CampaignStatus as S
from store.words import DeliverableType as D
from tests.orchestrator.conftest import Drafting, Engine, owing


async def told(orchestrator: Orchestrator, actor: Actor, campaign_id: str) -> list[str]:
    return [e.type for e in reversed(await orchestrator.events.recent(actor, campaign_id))]


class TestCopiesAndEnds:
    async def test_a_duplicate_is_a_draft_with_the_same_brief(
        self, orchestrator: Orchestrator, owner: Actor, drafted: Drafting, engine: Engine
    ) -> None:
        original = await drafted()
        await orchestrator.campaigns.run(owner, original.id)
        await engine.finish(original.id)
        copy = await orchestrator.campaigns.duplicate(owner, original.id)
        assert copy.name == "Summer Sale (copy)"
        assert copy.status is S.DRAFT
        assert copy.objective == original.objective
        assert [(d.type, d.quantity, d.completed) for d in copy.deliverables] == [
            ("research", 1, 0),
            ("images", 2, 0),
        ]
        assert (await orchestrator.campaigns.duplicate(owner, original.id, "Next")).name == "Next"

    async def test_a_deleted_draft_is_gone(
        self, orchestrator: Orchestrator, owner: Actor, drafted: Drafting
    ) -> None:
        draft = await drafted()
        await orchestrator.campaigns.update(owner, draft.id, CampaignEdit(fields={"name": "Other"}))
        await orchestrator.campaigns.delete(owner, draft.id)
        with pytest.raises(NotFound):
            await orchestrator.campaigns.get(owner, draft.id)
        assert (await told(orchestrator, owner, draft.id))[-1] == "campaign.deleted"

    async def test_only_a_draft_that_never_ran_can_be_deleted(
        self, orchestrator: Orchestrator, owner: Actor, drafted: Drafting
    ) -> None:
        ready = await drafted()
        await orchestrator.campaigns.ready(owner, ready.id)
        with pytest.raises(IllegalTransition):
            await orchestrator.campaigns.delete(owner, ready.id)
        ran = await drafted()
        await orchestrator.campaigns.run(owner, ran.id)
        await orchestrator.campaigns.cancel(owner, ran.id)
        await orchestrator.campaigns.update(owner, ran.id, CampaignEdit(clear=["topic"]))
        with pytest.raises(IllegalTransition, match="archived"):
            await orchestrator.campaigns.delete(owner, ran.id)

    async def test_an_archived_campaign_comes_back_as_it_was(
        self, orchestrator: Orchestrator, owner: Actor, drafted: Drafting
    ) -> None:
        draft = await drafted()
        await orchestrator.campaigns.run(owner, draft.id)
        await orchestrator.campaigns.pause(owner, draft.id)
        await orchestrator.campaigns.archive(owner, draft.id)
        with pytest.raises(IllegalTransition) as refused:
            await orchestrator.campaigns.update(owner, draft.id, CampaignEdit(fields={"name": "New"}))
        assert refused.value.legal == ["unarchive"]
        assert (await orchestrator.campaigns.unarchive(owner, draft.id)).status is S.PAUSED
        assert (await orchestrator.campaigns.resume(owner, draft.id)).status is S.RUNNING


class TestRunning:
    async def test_an_incomplete_draft_names_what_it_needs(
        self, orchestrator: Orchestrator, owner: Actor
    ) -> None:
        draft = await orchestrator.campaigns.create(owner, CampaignEdit(fields={"name": "Draft"}))
        for command in (orchestrator.campaigns.run, orchestrator.campaigns.ready):
            with pytest.raises(MissingSlots) as refused:
                await command(owner, draft.id)
            assert refused.value.needed == ["topic", "objective", "deliverables"]
        assert (await orchestrator.campaigns.get(owner, draft.id)).status is S.DRAFT

    async def test_from_draft_to_completed(
        self, orchestrator: Orchestrator, owner: Actor, drafted: Drafting, engine: Engine
    ) -> None:
        draft = await drafted()
        assert (await orchestrator.campaigns.ready(owner, draft.id)).status is S.READY
        running = await orchestrator.campaigns.run(owner, draft.id)
        assert running.status is S.RUNNING
        await engine.finish(draft.id)
        done = await orchestrator.campaigns.get(owner, draft.id)
        assert done.status is S.COMPLETED
        assert [(d.type, d.completed, d.status) for d in done.deliverables] == [
            ("research", 1, "completed"),
            ("images", 2, "completed"),
        ]
        assert done.estimate.credits == 0
        assert await orchestrator.credits.balance(owner) == 200 - 13

    async def test_a_ready_campaign_that_loses_a_required_slot_is_a_draft_again(
        self, orchestrator: Orchestrator, owner: Actor, drafted: Drafting
    ) -> None:
        draft = await drafted()
        await orchestrator.campaigns.ready(owner, draft.id)
        changed = await orchestrator.campaigns.update(owner, draft.id, CampaignEdit(clear=["objective"]))
        assert changed.status is S.DRAFT

    @pytest.mark.parametrize("stop", ["pause", None])
    async def test_a_running_or_paused_campaign_cannot_be_edited(
        self, orchestrator: Orchestrator, owner: Actor, drafted: Drafting, stop: str | None
    ) -> None:
        draft = await drafted()
        await orchestrator.campaigns.run(owner, draft.id)
        if stop:
            await orchestrator.campaigns.pause(owner, draft.id)
        with pytest.raises(IllegalTransition, match="cannot be changed"):
            await orchestrator.campaigns.update(owner, draft.id, CampaignEdit(fields={"name": "New"}))

    async def test_cancelling_keeps_what_was_made_and_running_again_makes_the_rest(
        self, orchestrator: Orchestrator, owner: Actor, drafted: Drafting, engine: Engine
    ) -> None:
        draft = await drafted()
        await orchestrator.campaigns.run(owner, draft.id)
        await engine.make(draft.id, 2)
        cancelled = await orchestrator.campaigns.cancel(owner, draft.id)
        assert cancelled.status is S.READY
        assert [d.completed for d in cancelled.deliverables] == [1, 1]
        assert cancelled.estimate.credits == 4
        await orchestrator.campaigns.run(owner, draft.id)
        await engine.finish(draft.id)
        assert len([a for a in await orchestrator.assets(owner, draft.id) if a.position == 0]) == 3
        assert await orchestrator.credits.balance(owner) == 200 - 13

    async def test_a_completed_campaign_is_reopened_by_owing_more_and_makes_only_that(
        self, orchestrator: Orchestrator, owner: Actor, drafted: Drafting, engine: Engine
    ) -> None:
        draft = await drafted()
        await orchestrator.campaigns.run(owner, draft.id)
        await engine.finish(draft.id)
        with pytest.raises(IllegalTransition):
            await orchestrator.campaigns.run(owner, draft.id)
        with pytest.raises(InvalidField):
            await orchestrator.campaigns.update(owner, draft.id, CampaignEdit(deliverables=owing(images=1)))
        with pytest.raises(InvalidField):
            await orchestrator.campaigns.update(owner, draft.id, CampaignEdit(clear=["topic"]))
        renamed = await orchestrator.campaigns.update(owner, draft.id, CampaignEdit(fields={"name": "New"}))
        assert renamed.status is S.COMPLETED
        more = CampaignEdit(deliverables=owing(images=3, jingle=1))
        reopened = await orchestrator.campaigns.update(owner, draft.id, more)
        assert reopened.status is S.READY
        assert reopened.estimate.credits == 9
        await orchestrator.campaigns.run(owner, draft.id)
        await engine.finish(draft.id)
        assert await orchestrator.credits.balance(owner) == 200 - 13 - 9

    async def test_short_of_credits_it_fails_naming_them_and_after_a_grant_goes_on_there(
        self, orchestrator: Orchestrator, owner: Actor, drafted: Drafting, engine: Engine
    ) -> None:
        draft = await drafted("Big", research=1, images=50)
        assert draft.estimate.short == 5
        await orchestrator.campaigns.run(owner, draft.id)
        await engine.finish(draft.id)
        failed = await orchestrator.campaigns.get(owner, draft.id)
        assert failed.status is S.FAILED
        assert failed.error is not None
        assert failed.error["step"] == "images"
        with pytest.raises(IllegalTransition) as refused:
            await orchestrator.campaigns.run(owner, draft.id)
        assert "restart" in refused.value.legal
        made = {asset.id for asset in await orchestrator.assets(owner, draft.id)}
        await orchestrator.credits.grant(owner, 100, "top up")
        assert (await orchestrator.campaigns.restart(owner, draft.id)).error is None
        await engine.finish(draft.id)
        assert (await orchestrator.campaigns.get(owner, draft.id)).status is S.COMPLETED
        assert made < {asset.id for asset in await orchestrator.assets(owner, draft.id)}

    async def test_a_failed_campaign_rid_of_what_failed_is_completed(
        self, orchestrator: Orchestrator, owner: Actor, drafted: Drafting, engine: Engine
    ) -> None:
        draft = await drafted("Big", research=1, images=50)
        await orchestrator.campaigns.run(owner, draft.id)
        await engine.finish(draft.id)
        made = (await orchestrator.campaigns.get(owner, draft.id)).deliverables[1].completed
        edit = CampaignEdit(deliverables=owing(images=made))
        settled = await orchestrator.campaigns.update(owner, draft.id, edit)
        assert (settled.status, settled.error) == (S.COMPLETED, None)
        events = await told(orchestrator, owner, draft.id)
        assert events[-1] == "campaign.settled"
        assert "campaign.completed" not in events

    async def test_a_type_of_which_nothing_was_made_can_be_taken_out_after_a_failure(
        self, orchestrator: Orchestrator, owner: Actor, drafted: Drafting, engine: Engine
    ) -> None:
        draft = await drafted("Big", research=1, blog_post=39, jingle=1)
        await orchestrator.campaigns.run(owner, draft.id)
        await engine.finish(draft.id)
        failed = await orchestrator.campaigns.get(owner, draft.id)
        assert (failed.status, failed.deliverables[2].completed) == (S.FAILED, 0)
        edit = CampaignEdit(deliverables=[DeliverableChange(D.JINGLE, "remove")])
        assert (await orchestrator.campaigns.update(owner, draft.id, edit)).status is S.COMPLETED

    async def test_a_cap_is_at_least_a_credit(
        self, orchestrator: Orchestrator, owner: Actor, drafted: Drafting
    ) -> None:
        draft = await drafted()
        with pytest.raises(InvalidField):
            await orchestrator.campaigns.run(owner, draft.id, cap=0)

    async def test_every_transition_is_told(
        self, orchestrator: Orchestrator, owner: Actor, drafted: Drafting
    ) -> None:
        draft = await drafted()
        commands = ["ready", "run", "pause", "resume", "cancel", "archive", "unarchive"]
        for command in commands:
            await getattr(orchestrator.campaigns, command)(owner, draft.id)
        events = await orchestrator.events.recent(owner, draft.id)
        of_campaign = [e for e in reversed(events) if e.type.startswith("campaign.")]
        assert [e.type.removeprefix("campaign.") for e in of_campaign] == [
            "created",
            "ready",
            "running",
            "paused",
            "resumed",
            "cancelled",
            "archived",
            "unarchived",
        ]
        assert {e.payload["name"] for e in of_campaign} == {"Summer Sale"}
        assert of_campaign[2].payload["status"] == "running"

    async def test_only_one_of_two_that_run_it_at_once_does(
        self, orchestrator: Orchestrator, owner: Actor, drafted: Drafting
    ) -> None:
        draft = await drafted()
        outcomes = await asyncio.gather(
            *(orchestrator.campaigns.run(owner, draft.id) for _ in range(4)), return_exceptions=True
        )
        assert sum(isinstance(outcome, IllegalTransition) for outcome in outcomes) == 3
