"""Nothing that spends or deletes happens without the yes that belongs to its read-back."""

from __future__ import annotations

import asyncio

import pytest

from orchestrator.errors import ConfirmationRefused, IllegalTransition, NotFound
from orchestrator.orchestrator import Orchestrator
from orchestrator.views import Actor, CampaignEdit, ConfirmationView
from store.words import ConversationChannel
from tests.orchestrator.conftest import Drafting, Engine, owing


class Talk:
    """A conversation, as far as confirmations see it."""

    def __init__(self, orchestrator: Orchestrator, actor: Actor, conversation_id: str) -> None:
        self._orchestrator = orchestrator
        self._actor = actor
        self.id = conversation_id

    async def hear(self, words: str) -> int:
        turn = await self._orchestrator.conversations.add_turn(self._actor, self.id, "user", words)
        return turn.position

    async def mint(self, campaign_id: str, action: str = "run") -> ConfirmationView:
        position = await self.hear(f"{action} it")
        minted = await self._orchestrator.confirmations.mint(
            self._actor, self.id, action, campaign_id, position
        )
        await self._orchestrator.conversations.add_turn(self._actor, self.id, "agent", minted.spoken)
        return minted

    async def answer(self, words: str) -> ConfirmationView:
        position = await self.hear(words)
        return await self._orchestrator.confirmations.spend(self._actor, self.id, words, position)


@pytest.fixture
async def talk(orchestrator: Orchestrator, owner: Actor) -> Talk:
    view = await orchestrator.conversations.start(owner, ConversationChannel.TYPED)
    return Talk(orchestrator, owner, view.id)


class TestReadBack:
    async def test_a_run_is_read_back_with_its_numbers(self, talk: Talk, drafted: Drafting) -> None:
        draft = await drafted(research=1, images=5, social_posts=10, email_nurture=4)
        assert (await talk.mint(draft.id)).spoken == (
            "So: research, five images, ten social posts and four emails for Summer Sale, to win a thousand "
            "new leads by the end of July. That is 43 credits of your 200. Shall I run it?"
        )

    async def test_a_short_balance_is_said(self, talk: Talk, drafted: Drafting) -> None:
        draft = await drafted(images=60)
        assert "240 credits and you have 200, so it is 40 short" in (await talk.mint(draft.id)).spoken

    @pytest.mark.parametrize(
        ("objective", "said"),
        [
            ("A thousand new leads by July.", "to win a thousand new leads by July"),
            ("Grow sales by 20%", "to grow sales by 20% by the thirty-first of July"),
            ("to be known in Berlin", "to be known in Berlin by the thirty-first of July"),
            ("500 sign-ups", "to win 500 sign-ups by the thirty-first of July"),
            ("brand awareness", "with the goal of brand awareness by the thirty-first of July"),
        ],
    )
    async def test_the_aim_is_said_in_a_whole_sentence(
        self,
        orchestrator: Orchestrator,
        owner: Actor,
        talk: Talk,
        drafted: Drafting,
        objective: str,
        said: str,
    ) -> None:
        draft = await drafted()
        edit = CampaignEdit(fields={"objective": objective, "deadline": "2026-07-31"})
        await orchestrator.campaigns.update(owner, draft.id, edit)
        assert f"for Summer Sale, {said}. That is" in (await talk.mint(draft.id)).spoken

    async def test_the_other_acts_say_what_they_do(
        self, orchestrator: Orchestrator, owner: Actor, talk: Talk, drafted: Drafting, engine: Engine
    ) -> None:
        draft = await drafted()
        assert (await talk.mint(draft.id, "delete")).spoken.endswith("is for good. Shall I delete it?")
        await orchestrator.campaigns.run(owner, draft.id)
        assert "what is made is kept" in (await talk.mint(draft.id, "cancel")).spoken
        await engine.make(draft.id, 1)
        await orchestrator.campaigns.pause(owner, draft.id)
        assert (await talk.mint(draft.id, "resume")).spoken == (
            "Summer Sale goes on with what is left: two images. That is 8 credits of your 195. "
            "Shall I resume it?"
        )

    async def test_what_the_campaign_cannot_do_is_not_read_back(self, talk: Talk, drafted: Drafting) -> None:
        with pytest.raises(IllegalTransition):
            await talk.mint((await drafted()).id, "resume")


class TestSpending:
    async def test_a_yes_to_the_read_back_is_spent_once(self, talk: Talk, drafted: Drafting) -> None:
        draft = await drafted()
        minted = await talk.mint(draft.id)
        spent = await talk.answer("yes please")
        assert (spent.id, spent.action, spent.campaign_id) == (minted.id, "run", draft.id)
        with pytest.raises(ConfirmationRefused):
            await talk.answer("yes")

    async def test_of_two_at_once_one_is_taken(
        self, orchestrator: Orchestrator, owner: Actor, talk: Talk, drafted: Drafting
    ) -> None:
        await talk.mint((await drafted()).id)
        position = await talk.hear("yes")
        outcomes = await asyncio.gather(
            *(orchestrator.confirmations.spend(owner, talk.id, "yes", position) for _ in range(5)),
            return_exceptions=True,
        )
        assert sum(isinstance(outcome, ConfirmationView) for outcome in outcomes) == 1

    async def test_a_yes_with_a_correction_is_none(self, talk: Talk, drafted: Drafting) -> None:
        await talk.mint((await drafted()).id)
        with pytest.raises(ConfirmationRefused, match="plain yes"):
            await talk.answer("yes but make it eight")

    async def test_a_later_yes_is_none(self, talk: Talk, drafted: Drafting) -> None:
        await talk.mint((await drafted()).id)
        await talk.hear("what's the weather")
        with pytest.raises(ConfirmationRefused, match="answer to the read-back"):
            await talk.answer("yes")

    async def test_words_that_the_owner_did_not_say_are_none(
        self, orchestrator: Orchestrator, owner: Actor, talk: Talk, drafted: Drafting
    ) -> None:
        await talk.mint((await drafted()).id)
        position = await talk.hear("no")
        with pytest.raises(ConfirmationRefused):
            await orchestrator.confirmations.spend(owner, talk.id, "yes", position)

    async def test_the_turn_that_asked_for_it_cannot_confirm_it(
        self, orchestrator: Orchestrator, owner: Actor, talk: Talk, drafted: Drafting
    ) -> None:
        draft = await drafted()
        position = await talk.hear("yes")
        await orchestrator.confirmations.mint(owner, talk.id, "run", draft.id, position)
        with pytest.raises(ConfirmationRefused):
            await orchestrator.confirmations.spend(owner, talk.id, "yes", position)

    async def test_a_changed_draft_kills_it(
        self, orchestrator: Orchestrator, owner: Actor, talk: Talk, drafted: Drafting
    ) -> None:
        draft = await drafted()
        await talk.mint(draft.id)
        await orchestrator.campaigns.update(owner, draft.id, CampaignEdit(deliverables=owing(images=400)))
        assert await orchestrator.confirmations.pending(owner, talk.id) is None
        with pytest.raises(ConfirmationRefused):
            await talk.answer("yes")

    async def test_after_a_quarter_of_an_hour_it_is_dead(
        self, orchestrator: Orchestrator, owner: Actor, talk: Talk, drafted: Drafting, clock
    ) -> None:
        await talk.mint((await drafted()).id)
        clock.advance(minutes=15)
        assert await orchestrator.confirmations.pending(owner, talk.id) is None
        with pytest.raises(ConfirmationRefused, match="too long ago"):
            await talk.answer("yes")

    async def test_a_newer_one_kills_the_older(
        self, orchestrator: Orchestrator, owner: Actor, talk: Talk, drafted: Drafting
    ) -> None:
        await talk.mint((await drafted("One")).id)
        other = await drafted("Two")
        await talk.mint(other.id, "delete")
        pending = await orchestrator.confirmations.pending(owner, talk.id)
        assert pending is not None
        assert pending.campaign_name == "Two"
        assert (await talk.answer("yes, delete it")).action == "delete"

    async def test_declining_drops_it(
        self, orchestrator: Orchestrator, owner: Actor, talk: Talk, drafted: Drafting
    ) -> None:
        await talk.mint((await drafted()).id)
        await orchestrator.confirmations.decline(owner, talk.id)
        with pytest.raises(ConfirmationRefused):
            await talk.answer("yes")

    async def test_another_conversation_cannot_spend_it(
        self, orchestrator: Orchestrator, owner: Actor, stranger: Actor, talk: Talk, drafted: Drafting
    ) -> None:
        await talk.mint((await drafted()).id)
        other = await orchestrator.conversations.start(owner, ConversationChannel.PHONE)
        with pytest.raises(ConfirmationRefused):
            await Talk(orchestrator, owner, other.id).answer("yes")
        with pytest.raises(NotFound):
            await orchestrator.confirmations.spend(stranger, talk.id, "yes", 3)


class TestActing:
    """What was spent is for the campaign as it was read back, and for no other."""

    async def test_an_edit_between_the_yes_and_the_run_stops_it(
        self, orchestrator: Orchestrator, owner: Actor, talk: Talk, drafted: Drafting
    ) -> None:
        draft = await drafted(images=5)
        await talk.mint(draft.id)
        spent = await talk.answer("yes")
        await orchestrator.campaigns.update(owner, draft.id, CampaignEdit(deliverables=owing(images=40)))
        with pytest.raises(ConfirmationRefused, match="changed meanwhile"):
            await orchestrator.campaigns.run(owner, draft.id, version=spent.campaign_version)
        left = await orchestrator.campaigns.get(owner, draft.id)
        assert (left.status, left.slots["name"].status) == ("draft", "heard")

    async def test_what_was_confirmed_runs_and_its_slots_are_confirmed(
        self, orchestrator: Orchestrator, owner: Actor, talk: Talk, drafted: Drafting
    ) -> None:
        draft = await drafted()
        await talk.mint(draft.id)
        spent = await talk.answer("yes")
        running = await orchestrator.campaigns.run(owner, draft.id, version=spent.campaign_version)
        assert (running.status, running.slots["name"].status) == ("running", "confirmed")

    async def test_the_other_acts_are_for_what_was_read_back_too(
        self, orchestrator: Orchestrator, owner: Actor, drafted: Drafting
    ) -> None:
        campaigns = orchestrator.campaigns
        draft = await drafted()
        older = draft.version - 1
        with pytest.raises(ConfirmationRefused):
            await campaigns.delete(owner, draft.id, version=older)
        await campaigns.run(owner, draft.id)
        with pytest.raises(ConfirmationRefused):
            await campaigns.cancel(owner, draft.id, version=older)
        await campaigns.pause(owner, draft.id)
        with pytest.raises(ConfirmationRefused):
            await campaigns.resume(owner, draft.id, version=older)
        assert (await campaigns.resume(owner, draft.id, version=draft.version)).status == "running"
        assert (await campaigns.cancel(owner, draft.id, version=draft.version)).status == "ready"
