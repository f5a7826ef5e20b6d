"""Talk beside the interview, and campaigns by name: with the embedded brain, the real tools and the real store."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from agent.conversation import Conversation
from agent.speech.ports import Heard
from agent.talks import Talks
from orchestrator.orchestrator import Orchestrator
from orchestrator.views import Actor, CampaignView
from store.words import CampaignStatus, ConversationChannel

WHOLE = "create a campaign called Ski Week for our ski school to get 300 bookings with two images"
Begin = Callable[[], Awaitable[Conversation]]
Named = Callable[[str], Awaitable[CampaignView]]


@pytest.fixture
def named(orchestrator: Orchestrator, owner: Actor) -> Named:
    async def find(name: str) -> CampaignView:
        return (await orchestrator.campaigns.find(owner, name))[0].campaign

    return find


async def say(talk: Conversation, *turns: str) -> str:
    reply = ""
    for words in turns:
        reply = " ".join([sentence async for sentence in talk.hear(Heard(words, 1.0))])
    return reply


ASIDES = [
    "hold on a second",
    "one moment please",
    "okay I'm back",
    "tell me a joke",
    "can you say it another way",
    "why do you need that?",
    "skip that",
    "are you recording this?",
    "what would you suggest",
    "let me know when it's done",
    "you are an idiot",
]


@pytest.mark.parametrize("aside", ASIDES)
async def test_an_aside_is_answered_and_no_answer_to_the_question(
    begin: Begin, named: Named, aside: str
) -> None:
    talk = await begin()
    await say(talk, "create a campaign called Ski Week for our ski school", aside)
    assert (await named("Ski Week")).objective == ""
    await say(talk, "three hundred bookings")
    assert (await named("Ski Week")).objective == "three hundred bookings"


async def test_the_price_is_told_at_a_read_back_and_the_yes_then_counts(begin: Begin, named: Named) -> None:
    talk = await begin()
    reply = await say(talk, WHOLE, "how much is that?")
    assert "8 credits" in reply
    assert reply.endswith("?")
    await say(talk, "that works for me, go ahead")
    assert (await named("Ski Week")).status is CampaignStatus.RUNNING


async def test_a_yes_too_many_finds_it_running_already(begin: Begin) -> None:
    talk = await begin()
    assert "already" in await say(talk, WHOLE, "yes", "yes, run it")


async def test_a_change_of_mind_after_a_no_is_read_back_before_it_runs(begin: Begin, named: Named) -> None:
    talk = await begin()
    reply = await say(talk, WHOLE, "no", "actually yes")
    assert "two images" in reply
    assert (await named("Ski Week")).status is not CampaignStatus.RUNNING


async def test_films_and_flyers_are_owed_like_anything_else(begin: Begin, named: Named) -> None:
    talk = await begin()
    assert "one video" in await say(talk, f"{WHOLE} and a video and two flyers")
    await say(talk, "yes")
    assert (await named("Ski Week")).status is CampaignStatus.RUNNING


async def test_two_campaigns_are_worked_on_in_one_talk(begin: Begin, named: Named) -> None:
    talk = await begin()
    await say(talk, "create a campaign called Autumn Launch for our shoes")
    await say(talk, "now another one called Summer Sale for our coats", "in the other one make it six images")
    assert [item.quantity for item in (await named("Autumn Launch")).deliverables] == [6]
    await say(talk, "back to summer sale please", "two hundred orders")
    assert (await named("Summer Sale")).objective == "two hundred orders"


async def test_a_name_nearly_right_is_asked_and_a_yes_goes_on_with_the_act(
    begin: Begin, named: Named
) -> None:
    talk = await begin()
    await say(talk, "create a campaign called Autumn Launch for our shoes")
    assert "Autumn Launch" in await say(talk, "archive Autum Sale")
    assert (await named("Autumn Launch")).status is CampaignStatus.DRAFT
    await say(talk, "yes")
    assert (await named("Autumn Launch")).status is CampaignStatus.ARCHIVED


async def test_an_act_on_a_named_campaign_is_no_slot_of_the_open_draft(begin: Begin, named: Named) -> None:
    talk = await begin()
    await say(talk, WHOLE, "yes", "now another campaign called Spring Fair about our gardens")
    await say(talk, "put the ski one on hold")
    assert (await named("Ski Week")).status is CampaignStatus.PAUSED
    assert (await named("Spring Fair")).objective == ""


async def test_a_draft_of_an_earlier_call_is_picked_up_by_a_word_of_its_name(
    talks: Talks, owner: Actor, begin: Begin, named: Named
) -> None:
    await say(await begin(), "create a campaign called Coffee Week for our espresso")
    later = await talks.start(owner, ConversationChannel.PHONE)
    assert "Coffee Week" in await say(later, "let's go on with the coffee one")
    await say(later, "a hundred tastings")
    assert (await named("Coffee Week")).objective == "a hundred tastings"


async def test_a_question_about_the_business_is_answered_or_said_to_be_unknown(
    orchestrator: Orchestrator, owner: Actor, begin: Begin
) -> None:
    await orchestrator.knowledge.add(owner, "Opening hours", "We open at nine and close at six.")
    talk = await begin()
    assert "nine" in await say(talk, "what are our opening hours?")
    assert "nine" not in (reply := await say(talk, "who is our CEO?"))
    assert "don't know" in reply


async def test_leaving_in_the_middle_says_that_the_draft_is_kept(begin: Begin) -> None:
    talk = await begin()
    assert "draft" in await say(talk, "create a campaign called Ski Week for our ski school", "goodbye")
