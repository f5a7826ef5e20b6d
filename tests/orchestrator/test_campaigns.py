"""The campaign commands: what a voice or a click can do, and what neither can."""

from __future__ import annotations

import asyncio

import pytest

from orchestrator.errors import IllegalTransition, InvalidField, MissingSlots, NotFound
from orchestrator.orchestrator import Orchestrator
from orchestrator.views import Actor, CampaignEdit, DeliverableChange
from store.words import CampaignStatus as S
from store.words import DeliverableType as D
from tests.orchestrator.conftest import BRIEF, Drafting, Engine, owing


async def told(orchestrator: Orchestrator, actor: Actor, campaign_id: str) -> list[str]:
    return [e.type for e in reversed(await orchestrator.events.recent(actor, campaign_id))]


class TestDrafting:
    async def test_everything_said_in_one_breath_is_taken(
        self, orchestrator: Orchestrator, owner: Actor
    ) -> None:
        draft = await orchestrator.campaigns.create(
            owner,
            CampaignEdit(
                fields={"name": "Summer Sale", "channels": ["email", "social"]},
                deliverables=[DeliverableChange(D.RESEARCH), DeliverableChange(D.IMAGES, "set", 5)],
                evidence={"name": "a campaign called Summer Sale"},
            ),
            source="phone",
        )
        assert draft.status is S.DRAFT
        assert draft.source == "phone"
        assert [(d.type, d.quantity) for d in draft.deliverables] == [("research", 1), ("images", 5)]
        assert draft.missing == ("topic", "objective")
        assert draft.estimate.credits == 25
        assert draft.slots["name"].evidence == "a campaign called Summer Sale"
        assert draft.slots["topic"].status == "empty"

    async def test_a_refused_edit_changes_nothing(
        self, orchestrator: Orchestrator, owner: Actor, drafted: Drafting
    ) -> None:
        draft = await drafted()
        edit = CampaignEdit(fields={"topic": "boots", "deadline": "soon"})
        with pytest.raises(InvalidField):
            await orchestrator.campaigns.update(owner, draft.id, edit)
        assert await orchestrator.campaigns.get(owner, draft.id) == draft

    async def test_undo_goes_back_and_undo_again_goes_forth(
        self, orchestrator: Orchestrator, owner: Actor, drafted: Drafting
    ) -> None:
        draft = await drafted(images=2, blog_post=1)
        update = CampaignEdit(
            fields={"name": "Spring Fling"}, deliverables=[DeliverableChange(D.BLOG_POST, "remove")]
        )
        await orchestrator.campaigns.update(owner, draft.id, update)
        undone = await orchestrator.campaigns.undo(owner, draft.id)
        assert undone.name == "Summer Sale"
        assert [d.type for d in undone.deliverables] == ["images", "blog_post"]
        assert undone.slots["name"].evidence == "a campaign called Summer Sale"
        redone = await orchestrator.campaigns.undo(owner, draft.id)
        assert redone.name == "Spring Fling"
        assert [d.type for d in redone.deliverables] == ["images"]

    async def test_without_a_change_there_is_nothing_to_undo(
        self, orchestrator: Orchestrator, owner: Actor, drafted: Drafting
    ) -> None:
        draft = await drafted()
        with pytest.raises(IllegalTransition, match="nothing to undo"):
            await orchestrator.campaigns.undo(owner, draft.id)

    async def test_starting_over_empties_every_slot_and_can_be_undone(
        self, orchestrator: Orchestrator, owner: Actor, drafted: Drafting
    ) -> None:
        draft = await drafted()
        emptied = await orchestrator.campaigns.start_over(owner, draft.id)
        assert emptied.missing == ("name", "topic", "objective", "deliverables")
        assert {slot.status for slot in emptied.slots.values()} == {"empty"}
        assert (await orchestrator.campaigns.undo(owner, draft.id)).missing == ()

    async def test_saying_the_same_again_is_no_new_version(
        self, orchestrator: Orchestrator, owner: Actor, drafted: Drafting
    ) -> None:
        draft = await drafted()
        same = await orchestrator.campaigns.update(owner, draft.id, CampaignEdit(fields=BRIEF))
        assert same.version == draft.version
        assert await told(orchestrator, owner, draft.id) == ["campaign.created"]

    async def test_a_correction_reopens_a_confirmed_slot(
        self, orchestrator: Orchestrator, owner: Actor, drafted: Drafting
    ) -> None:
        draft = await drafted()
        confirmed = await orchestrator.campaigns.confirm_slots(owner, draft.id)
        assert confirmed.slots["name"].status == confirmed.slots["topic"].status == "confirmed"
        edit = CampaignEdit(fields={"name": "Spring Fling"}, evidence={"name": "call it Spring Fling"})
        corrected = await orchestrator.campaigns.update(owner, draft.id, edit)
        assert corrected.slots["name"].status == "heard"
        assert corrected.slots["name"].evidence == "call it Spring Fling"
        assert corrected.slots["topic"].status == "confirmed"

    async def test_edits_at_the_same_time_are_all_there(
        self, orchestrator: Orchestrator, owner: Actor, drafted: Drafting
    ) -> None:
        draft = await drafted(images=1)
        more = CampaignEdit(deliverables=[DeliverableChange(D.IMAGES, "add", 1)])
        await asyncio.gather(*(orchestrator.campaigns.update(owner, draft.id, more) for _ in range(10)))
        changed = await orchestrator.campaigns.get(owner, draft.id)
        assert changed.deliverables[0].quantity == 11
        assert changed.version == draft.version + 10

    async def test_the_summary_says_what_is_there_and_what_is_not(
        self, orchestrator: Orchestrator, owner: Actor
    ) -> None:
        edit = CampaignEdit(
            fields={"name": "Summer Sale", "channels": ["email", "social"]}, deliverables=owing(images=5)
        )
        draft = await orchestrator.campaigns.create(owner, edit)
        assert await orchestrator.campaigns.spoken_summary(owner, draft.id) == (
            "So far: Summer Sale; on email and social; five images. I still need the topic and the objective."
        )


class TestLists:
    async def test_newest_first_page_by_page(
        self, orchestrator: Orchestrator, owner: Actor, drafted: Drafting
    ) -> None:
        for number in range(5):
            await drafted(f"Campaign {number}")
        names, cursor = [], None
        while True:
            page = await orchestrator.campaigns.list(owner, limit=2, cursor=cursor)
            names += [item.name for item in page.items]
            cursor = page.next_cursor
            if cursor is None:
                break
        assert names == [f"Campaign {number}" for number in (4, 3, 2, 1, 0)]

    async def test_archived_ones_only_when_asked_for(
        self, orchestrator: Orchestrator, owner: Actor, drafted: Drafting
    ) -> None:
        kept, put_away = await drafted("Kept"), await drafted("Away")
        await orchestrator.campaigns.archive(owner, put_away.id)
        assert [c.id for c in (await orchestrator.campaigns.list(owner)).items] == [kept.id]
        archived = await orchestrator.campaigns.list(owner, status=S.ARCHIVED)
        assert [c.id for c in archived.items] == [put_away.id]

    async def test_a_part_of_the_name_narrows_the_list(
        self, orchestrator: Orchestrator, owner: Actor, drafted: Drafting
    ) -> None:
        await drafted("Summer 100% Sale")
        await drafted("Winter")
        assert [c.name for c in (await orchestrator.campaigns.list(owner, q="summer")).items] == [
            "Summer 100% Sale"
        ]
        assert (await orchestrator.campaigns.list(owner, q="%")).items[0].name == "Summer 100% Sale"
        assert len((await orchestrator.campaigns.list(owner, q="_")).items) == 0

    async def test_a_made_up_cursor_is_refused(self, orchestrator: Orchestrator, owner: Actor) -> None:
        with pytest.raises(InvalidField) as refused:
            await orchestrator.campaigns.list(owner, cursor="???")
        assert refused.value.field == "cursor"

    async def test_a_spoken_name_finds_its_campaigns_best_first(
        self, orchestrator: Orchestrator, owner: Actor, drafted: Drafting
    ) -> None:
        for name in ("Autumn Launch", "Summer Sale", "Summer Send-off"):
            await drafted(name)
        assert [m.campaign.name for m in await orchestrator.campaigns.find(owner, "autumn launch")][:1] == [
            "Autumn Launch"
        ]
        found = await orchestrator.campaigns.find(owner, "the summer sail campaign")
        assert found[0].campaign.name == "Summer Sale"
        assert found[0].score > found[1].score
        assert await orchestrator.campaigns.find(owner, "xyzzy") == []

    async def test_another_workspaces_campaigns_do_not_exist(
        self, orchestrator: Orchestrator, stranger: Actor, drafted: Drafting
    ) -> None:
        draft = await drafted()
        campaigns = orchestrator.campaigns
        for attempt in (
            campaigns.get,
            campaigns.run,
            campaigns.delete,
            campaigns.undo,
            campaigns.archive,
            campaigns.duplicate,
            orchestrator.progress,
            orchestrator.results,
            orchestrator.assets,
        ):
            with pytest.raises(NotFound):
                await attempt(stranger, draft.id)
        assert (await campaigns.list(stranger)).items == []
        assert await campaigns.find(stranger, "Summer Sale") == []


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
        more = CampaignEdit(deliverables=owing(images=3, flyer=1))
        reopened = await orchestrator.campaigns.update(owner, draft.id, more)
        assert reopened.status is S.READY
        assert reopened.estimate.credits == 8
        await orchestrator.campaigns.run(owner, draft.id)
        await engine.finish(draft.id)
        assert await orchestrator.credits.balance(owner) == 200 - 13 - 8

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
        assert (await told(orchestrator, owner, draft.id))[-1] == "campaign.completed"

    async def test_a_type_of_which_nothing_was_made_can_be_taken_out_after_a_failure(
        self, orchestrator: Orchestrator, owner: Actor, drafted: Drafting, engine: Engine
    ) -> None:
        draft = await drafted("Big", research=1, blog_post=30, video=1)
        await orchestrator.campaigns.run(owner, draft.id)
        await engine.finish(draft.id)
        failed = await orchestrator.campaigns.get(owner, draft.id)
        assert (failed.status, failed.deliverables[2].completed) == (S.FAILED, 0)
        edit = CampaignEdit(deliverables=[DeliverableChange(D.VIDEO, "remove")])
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
