"""A whole talk led by a model over real HTTP, with the embedded brain behind it as in the service."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import pytest

from agent.brain import Brain, ToolRequest, embedded_brain, remote_brain
from agent.brain.resting import FIRST_REST, Rest
from agent.conversation import Conversation
from agent.talks import Talks
from orchestrator.orchestrator import Orchestrator
from orchestrator.views import Actor, CampaignView
from prompts import line
from settings import Settings
from store.words import ConversationChannel
from tests.agent.model_brain.model_server import STALL, ModelServer, Raw, Refusal, event
from tests.agent.scripted import call, said
from tools.toolbox import toolbox

TAKEN_OVER = line("brain_fallback", 0)


@dataclass
class Time:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def time() -> Time:
    return Time()


async def _no_wait(_seconds: float) -> None: ...


@pytest.fixture
async def brains(model: ModelServer, time: Time) -> AsyncIterator[list[Brain]]:
    remote = remote_brain(Settings(openai_base_url=model.url, brain_timeout=0.6, _env_file=None))
    assert remote is not None
    both = [replace(remote, wait=_no_wait, rest=Rest(clock=time)), embedded_brain()]
    yield both
    for brain in both:
        await brain.close()


@pytest.fixture
async def talk(brains: list[Brain], orchestrator: Orchestrator, owner: Actor) -> Conversation:
    conversation = await Talks(orchestrator, toolbox(), brains).start(owner, ConversationChannel.TYPED)
    async for _ in conversation.open():
        pass
    return conversation


@pytest.fixture
def campaign(orchestrator: Orchestrator, owner: Actor, talk: Conversation):
    async def get() -> CampaignView:
        return await orchestrator.campaigns.get(owner, talk.campaign_id or "")

    return get


class TestFallback:
    @pytest.mark.parametrize("failure", [Refusal(500), Refusal(429, "30"), Raw([STALL])], ids=str)
    async def test_the_embedded_brain_takes_the_turn_and_says_so(
        self, model: ModelServer, talk: Conversation, campaign, failure: Refusal | Raw
    ) -> None:
        model.scripts = [failure] * 2
        reply = await said(talk, "create a campaign called Summer Sale about our trail shoes")
        assert reply.startswith(TAKEN_OVER)
        assert reply.endswith("?")
        assert (await campaign()).topic == "our trail shoes"

    async def test_it_is_said_once_and_the_model_is_asked_again_at_the_next_turn(
        self, model: ModelServer, talk: Conversation, time: Time
    ) -> None:
        model.after = Refusal(500)
        assert TAKEN_OVER in await said(talk, "create a campaign called Summer Sale")
        asked = len(model.asked)
        assert TAKEN_OVER not in await said(talk, "it's about our trail shoes")
        assert len(model.asked) > asked
        asked = len(model.asked)
        assert TAKEN_OVER not in await said(talk, "we want two hundred orders")
        assert len(model.asked) == asked
        time.now = FIRST_REST
        model.after = ["I am back. What else?"]
        assert await said(talk, "five images please") == "I am back. What else?"

    async def test_half_an_answer_is_not_begun_anew(self, model: ModelServer, talk: Conversation) -> None:
        model.scripts = [Raw([event(content="Let me see. What"), STALL])]
        reply = await said(talk, "hello")
        assert reply.startswith("Let me see.")
        assert TAKEN_OVER not in reply

    async def test_a_model_that_fails_after_a_tool_ran_does_not_run_it_twice(
        self, model: ModelServer, talk: Conversation, orchestrator: Orchestrator, owner: Actor
    ) -> None:
        model.scripts = [[call("create_campaign", name="Summer Sale")], Refusal(500), Refusal(500)]
        assert "?" in await said(talk, "a campaign called Summer Sale")
        assert len((await orchestrator.campaigns.list(owner)).items) == 1


class TestWrongCalls:
    async def test_each_comes_back_with_its_field_and_the_mend(
        self, model: ModelServer, talk: Conversation, campaign
    ) -> None:
        model.scripts = [
            [call("create_campain", name="Summer Sale")],
            [call("create_campaign", title="Summer Sale")],
            [call("create_campaign", name="Summer Sale", deliverables=[{"type": "image", "quantity": "5"}])],
            ["Summer Sale, five images. What is it about?"],
        ]
        assert await said(talk, "a campaign called Summer Sale with five images") == (
            "Summer Sale, five images. What is it about?"
        )
        unknown, wrong, right = model.results
        assert unknown["mend"] == "Call create_campaign instead."
        assert "title" in wrong["error"]
        assert "name, topic, objective" in wrong["mend"]
        assert right["ok"]
        assert [(str(i.type), i.quantity) for i in (await campaign()).deliverables] == [("images", 5)]

    async def test_arguments_that_were_cut_off_are_sent_back_not_guessed(
        self, model: ModelServer, talk: Conversation
    ) -> None:
        model.scripts = [[ToolRequest("c", "create_campaign", '{"name": "Summer')], ["What is the name?"]]
        await said(talk, "a campaign called Summer Sale")
        assert "whole JSON object" in model.results[-1]["mend"]
        assert talk.campaign_id is None

    async def test_a_model_that_never_mends_hands_over(
        self, model: ModelServer, talk: Conversation, campaign
    ) -> None:
        model.after = [call("create_campaign", title="Summer Sale")]
        reply = await said(talk, "create a campaign called Summer Sale")
        assert TAKEN_OVER in reply
        assert len(model.asked) == 3
        assert (await campaign()).name == "Summer Sale"


class TestVoice:
    async def test_markup_lists_and_pictures_are_not_said(
        self, model: ModelServer, talk: Conversation
    ) -> None:
        model.scripts = [["**Great** 🎉\n- five images\n- two `social_posts` ✨\n\nWhat is it *about*?"]]
        reply = await said(talk, "hello")
        assert reply == "Great, five images, two social posts, What is it about?"

    async def test_a_long_answer_is_cut_to_three_sentences_and_its_question(
        self, model: ModelServer, talk: Conversation
    ) -> None:
        model.scripts = [["One. Two. Three. Four. Five. What is it about? Or who is it for? Six."]]
        assert await said(talk, "hello") == "One. Two. Three. What is it about?"

    async def test_what_a_tool_gave_to_be_said_is_never_cut(
        self, model: ModelServer, talk: Conversation, orchestrator: Orchestrator, owner: Actor
    ) -> None:
        model.scripts = [[call("get_credits")], ["Sure. Of course. One moment. You have 200 credits left."]]
        result = "You have 200 credits left."
        reply = await said(talk, "how many credits")
        spoken = model.results[-1]["spoken"]
        assert reply.startswith("Sure. Of course. One moment.")
        assert (result in reply) == (result in spoken)


class TestReadBack:
    async def test_a_model_that_works_on_to_the_last_round_still_reads_back(
        self, model: ModelServer, talk: Conversation, orchestrator: Orchestrator, owner: Actor
    ) -> None:
        draft = {"name": "Tea", "topic": "tea", "objective": "100 orders", "deliverables": {"images": 2}}
        model.scripts = [[call("create_campaign", **draft)]]
        model.after = [call("run_campaign")]
        reply = await said(talk, "a campaign")
        pending = await orchestrator.confirmations.pending(owner, talk.id)
        assert pending is not None
        assert reply.endswith(pending.spoken)

    async def test_words_before_it_stay_and_questions_beside_it_go(
        self, model: ModelServer, talk: Conversation, orchestrator: Orchestrator, owner: Actor
    ) -> None:
        draft = {"name": "Tea", "topic": "tea", "objective": "100 orders", "deliverables": {"images": 2}}
        model.scripts = [[call("create_campaign", **draft)], [call("run_campaign")]]
        model.after = ["Lovely. Do you like tea? Shall I?"]
        reply = await said(talk, "a campaign")
        pending = await orchestrator.confirmations.pending(owner, talk.id)
        assert pending is not None
        assert reply.endswith(pending.spoken)
        assert "Do you like tea" not in reply


async def test_what_a_model_is_sent_does_not_grow_with_the_talk(
    model: ModelServer, talk: Conversation
) -> None:
    model.scripts = [[call("create_campaign", name="Summer Sale")], ["What is it about?"]]
    await said(talk, "a campaign called Summer Sale")
    sizes = []
    for turn in range(14):
        model.scripts = [[call("update_campaign", topic=f"shoe number {turn:02}")], ["Noted. What else?"]]
        await said(talk, f"it is about shoe number {turn:02}")
        first_round = model.asked[-2]
        sizes.append((len(first_round["messages"]), len(json.dumps(first_round["messages"]))))
    settled = sizes[6:]
    assert len({messages for messages, _ in settled}) == 1
    assert max(size for _, size in settled) - min(size for _, size in settled) < 50
