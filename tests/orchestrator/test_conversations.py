"""Talks are kept whole, and an unfinished one can be gone on with."""

from __future__ import annotations

import pytest

from orchestrator.errors import NotFound
from orchestrator.orchestrator import Orchestrator
from orchestrator.views import Actor, CampaignEdit
from store.words import ConversationChannel as Channel
from tests.orchestrator.conftest import Drafting


async def test_a_talk_is_kept_with_its_turns_and_tool_calls(
    orchestrator: Orchestrator, owner: Actor, drafted: Drafting
) -> None:
    talks = orchestrator.conversations
    view = await talks.start(owner, Channel.PHONE, caller="+4930123", external_id="CA1")
    heard = await talks.add_turn(owner, view.id, "user", "hello", confidence=0.9, engine="whisper")
    said = await talks.add_turn(owner, view.id, "agent", "Hi there. What shall we launch?")
    await talks.amend_turn(owner, said.id, text="Hi there.", interrupted=True)
    await talks.amend_turn(owner, heard.id, timings={"brain": 12.5}, outcome="completed")
    await talks.amend_turn(owner, heard.id, timings={"voice": 80.0})
    await talks.add_tool_call(
        owner,
        view.id,
        heard.position,
        tool="create_campaign",
        effect="draft",
        arguments={"name": "Summer Sale"},
        result={"ok": True, "status": Channel.PHONE},
        milliseconds=3.2,
    )
    draft = await drafted()
    await talks.focus(owner, view.id, draft.id)
    await talks.set_state(owner, view.id, {"rate": 0.8})
    kept = await talks.get(owner, view.id)
    assert [(t.position, t.speaker, t.text, t.interrupted) for t in kept.turns] == [
        (1, "user", "hello", False),
        (2, "agent", "Hi there.", True),
    ]
    assert [turn.engine for turn in kept.turns] == ["whisper", ""]
    assert kept.turns[0].timings == {"brain": 12.5, "voice": 80.0}
    assert kept.tool_calls[0].arguments == {"name": "Summer Sale"}
    assert (kept.campaign_id, kept.state, kept.caller) == (draft.id, {"rate": 0.8}, "+4930123")


async def test_the_first_reason_of_an_end_stays(orchestrator: Orchestrator, owner: Actor, clock) -> None:
    talks = orchestrator.conversations
    view = await talks.start(owner, Channel.TYPED)
    await talks.end(owner, view.id, "goodbye")
    clock.advance(minutes=1)
    await talks.end(owner, view.id, "hung up")
    ended = await talks.get(owner, view.id)
    assert ended.end_reason == "goodbye"
    assert ended.ended_at == ended.started_at


async def test_the_list_is_newest_first_and_by_channel(orchestrator: Orchestrator, owner: Actor) -> None:
    talks = orchestrator.conversations
    for channel in (Channel.TYPED, Channel.PHONE, Channel.TYPED):
        await talks.start(owner, channel)
    page = await talks.list(owner, limit=2)
    assert [view.channel for view in page.items] == ["typed", "phone"]
    assert len((await talks.list(owner, cursor=page.next_cursor)).items) == 1
    assert len((await talks.list(owner, channel=Channel.PHONE)).items) == 1


async def test_another_workspaces_talks_do_not_exist(
    orchestrator: Orchestrator, owner: Actor, stranger: Actor, drafted: Drafting
) -> None:
    talks = orchestrator.conversations
    view = await talks.start(owner, Channel.TYPED)
    turn = await talks.add_turn(owner, view.id, "user", "hello")
    draft = await drafted()
    for attempt in (
        talks.get(stranger, view.id),
        talks.add_turn(stranger, view.id, "user", "hello"),
        talks.amend_turn(stranger, turn.id, text="bye"),
        talks.end(stranger, view.id, "bye"),
        talks.start(stranger, Channel.TYPED, campaign_id=draft.id),
    ):
        with pytest.raises(NotFound):
            await attempt


class TestResuming:
    @pytest.fixture
    async def dropped(self, orchestrator: Orchestrator, owner: Actor) -> str:
        """A draft whose call broke off half way."""
        talks = orchestrator.conversations
        view = await talks.start(owner, Channel.PHONE)
        edit = CampaignEdit(fields={"topic": "trail shoes"}, evidence={"topic": "trail shoes"})
        draft = await orchestrator.campaigns.create(owner, edit)
        await talks.focus(owner, view.id, draft.id)
        await talks.end(owner, view.id, "hung up")
        return draft.id

    async def test_the_next_talk_on_any_channel_is_offered_it(
        self, orchestrator: Orchestrator, owner: Actor, dropped: str
    ) -> None:
        offered = await orchestrator.conversations.resumable(owner)
        assert offered is not None
        assert offered.id == dropped

    async def test_for_a_week(self, orchestrator: Orchestrator, owner: Actor, dropped: str, clock) -> None:
        clock.advance(days=6)
        assert await orchestrator.conversations.resumable(owner)
        clock.advance(days=2)
        assert await orchestrator.conversations.resumable(owner) is None

    async def test_also_one_that_was_cut_off_at_shall_i_run_it(
        self, orchestrator: Orchestrator, owner: Actor, dropped: str, drafted: Drafting
    ) -> None:
        await orchestrator.campaigns.archive(owner, dropped)
        complete = await drafted()
        assert await orchestrator.conversations.resumable(owner) is None, "no talk was about it"
        talk = await orchestrator.conversations.start(owner, Channel.PHONE, campaign_id=complete.id)
        await orchestrator.conversations.end(owner, talk.id, "hung up")
        offered = await orchestrator.conversations.resumable(owner)
        assert offered is not None
        assert (offered.id, offered.status) == (complete.id, "draft")
        await orchestrator.campaigns.ready(owner, complete.id)
        offered = await orchestrator.conversations.resumable(owner)
        assert offered is not None
        assert (offered.id, offered.status) == (complete.id, "ready")

    async def test_not_once_it_has_run(
        self, orchestrator: Orchestrator, owner: Actor, dropped: str, drafted: Drafting
    ) -> None:
        await orchestrator.campaigns.archive(owner, dropped)
        campaign = await drafted()
        talk = await orchestrator.conversations.start(owner, Channel.PHONE, campaign_id=campaign.id)
        await orchestrator.conversations.end(owner, talk.id, "goodbye")
        await orchestrator.campaigns.run(owner, campaign.id)
        assert await orchestrator.conversations.resumable(owner) is None
        cancelled = await orchestrator.campaigns.cancel(owner, campaign.id)
        assert cancelled.status == "ready"
        assert await orchestrator.conversations.resumable(owner) is None

    async def test_not_while_the_talk_about_it_goes_on(
        self, orchestrator: Orchestrator, owner: Actor, dropped: str, clock
    ) -> None:
        again = await orchestrator.conversations.start(owner, Channel.TYPED, campaign_id=dropped)
        assert await orchestrator.conversations.resumable(owner) is None
        clock.advance(minutes=10)
        assert await orchestrator.conversations.resumable(owner), "a talk whose tab was closed never ends"
        await orchestrator.conversations.end(owner, again.id, "goodbye")

    async def test_not_to_somebody_else(
        self, orchestrator: Orchestrator, stranger: Actor, dropped: str
    ) -> None:
        assert await orchestrator.conversations.resumable(stranger) is None

    async def test_not_a_draft_that_nobody_spoke_of(self, orchestrator: Orchestrator, owner: Actor) -> None:
        await orchestrator.campaigns.create(owner, CampaignEdit(fields={"name": "From the page"}))
        assert await orchestrator.conversations.resumable(owner) is None
