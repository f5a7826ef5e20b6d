"""The campaign commands: what a voice or a click can do, and what neither can."""

from __future__ import annotations

import asyncio

import pytest

from orchestrator.errors import IllegalTransition, InvalidField, NotFound
from orchestrator.orchestrator import Orchestrator
from orchestrator.views import Actor, CampaignEdit, DeliverableChange
from store.words import CampaignStatus as S
from store.words import DeliverableType as D
from tests.orchestrator.conftest import BRIEF, Drafting, owing


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
        await orchestrator.campaigns.run(owner, draft.id, version=draft.version)
        confirmed = await orchestrator.campaigns.cancel(owner, draft.id)
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
            assert page.total == 5
        assert names == [f"Campaign {number}" for number in (4, 3, 2, 1, 0)]

    async def test_archived_ones_only_when_asked_for(
        self, orchestrator: Orchestrator, owner: Actor, drafted: Drafting
    ) -> None:
        kept, put_away = await drafted("Kept"), await drafted("Away")
        await orchestrator.campaigns.archive(owner, put_away.id)
        assert [c.id for c in (await orchestrator.campaigns.list(owner)).items] == [kept.id]
        archived = await orchestrator.campaigns.list(owner, status=S.ARCHIVED)
        assert [c.id for c in archived.items] == [put_away.id]
        assert archived.total == 1

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
