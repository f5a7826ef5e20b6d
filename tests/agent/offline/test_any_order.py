"""What is said in any order, and in any grouping, makes the same draft: the real talk, tools and store."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from num2words import num2words

from agent.brain import embedded_brain
from agent.evaluation.scenario import parse
from agent.evaluation.world import Worlds
from agent.speech.ports import Heard
from orchestrator.views import CampaignView
from store.words import ConversationChannel

NAMES = ("Morning Glory", "Now or Never", "Two for One", "Roar 27", "Rock & Roll")
TOPICS = ("our oat milk", "the new trail shoes", "our dental clinic", "a podcast about gardening")
OBJECTIVES = (
    "two hundred orders",
    "sell 500 tickets",
    "thirty percent more sign-ups",
    "get a thousand leads",
)
AUDIENCES = ("young families", "office managers in Berlin", "people who run every day")
CHANNELS = (["instagram"], ["email", "social"], ["linkedin", "facebook"])


@st.composite
def told(draw: st.DrawFn) -> tuple[dict[str, object], list[str]]:
    """A draft, and the turns that tell it: its facts shuffled, one to three of them in each."""
    name, topic = draw(st.sampled_from(NAMES)), draw(st.sampled_from(TOPICS))
    objective, audience = draw(st.sampled_from(OBJECTIVES)), draw(st.sampled_from(AUDIENCES))
    channels = draw(st.sampled_from(CHANNELS))
    images, emails = draw(st.integers(2, 20)), draw(st.integers(2, 20))
    facts = [
        f"call it {name}",
        f"the topic is {topic}",
        f"the objective is {objective}",
        f"the audience is {audience}",
        f"the channels are {' and '.join(channels)}",
        f"I want {num2words(images)} images and {emails} emails",
    ]
    facts = draw(st.permutations(facts))
    turns: list[str] = []
    while facts:
        size = draw(st.integers(1, 3))
        turns.append(". ".join(fact[0].upper() + fact[1:] for fact in facts[:size]) + ".")
        facts = facts[size:]
    wanted: dict[str, object] = {
        "name": name,
        "topic": topic,
        "objective": objective,
        "audience": audience,
        "channels": sorted(channels),
        "deliverables": {"images": images, "email_nurture": emails},
    }
    return wanted, turns


def shown(campaign: CampaignView) -> dict[str, object]:
    return {
        "name": campaign.name,
        "topic": campaign.topic,
        "objective": campaign.objective,
        "audience": campaign.audience,
        "channels": sorted(str(channel) for channel in campaign.channels),
        "deliverables": {str(item.type): item.quantity for item in campaign.deliverables},
    }


async def talked(turns: list[str]) -> CampaignView:
    scenario = parse({"id": "any-order", "class": "interview", "says": ["-"], "expect": {}}, "here")
    with tempfile.TemporaryDirectory() as folder:
        worlds = Worlds(Path(folder), [embedded_brain()])
        await worlds.prepare()
        async with worlds.world(scenario, "seed") as world:
            talk = await world.talks.start(world.actor, ConversationChannel.TYPED)
            _ = [sentence async for sentence in talk.open()]
            for words in turns:
                _ = [sentence async for sentence in talk.hear(Heard(words, 1.0))]
            (campaign,) = await world.campaigns()
            return campaign


@given(told())
@settings(max_examples=25, deadline=None)
def test_any_order_and_grouping_of_the_facts_gives_the_same_draft(
    case: tuple[dict[str, object], list[str]],
) -> None:
    wanted, turns = case
    assert shown(asyncio.run(talked(turns))) == wanted
