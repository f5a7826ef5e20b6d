"""Two wishes in one breath: that it be run, and that the caller be called when it is done."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from agent.brain import embedded_brain
from agent.conversation import Conversation
from agent.speech.ports import Heard
from agent.talks import Talks
from orchestrator.orchestrator import Orchestrator
from orchestrator.views import Actor
from settings import Settings
from store.words import ConversationChannel
from tools.toolbox import toolbox

CALLER = "+4915112345678"
SEED = "create a campaign called Summer Sale about our trail shoes to win 500 leads"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        data_dir=tmp_path,
        twilio_auth_token=SecretStr("token"),
        twilio_account_sid="AC1",
        twilio_number="+4930123456",
        _env_file=None,
    )


@pytest.fixture
async def talk(orchestrator: Orchestrator, owner: Actor) -> AsyncIterator[Conversation]:
    talks = Talks(orchestrator, toolbox(), [embedded_brain()])
    conversation = await talks.start(owner, ConversationChannel.PHONE, caller=CALLER)
    async for _ in conversation.open():
        pass
    yield conversation
    await talks.close()


async def say(conversation: Conversation, words: str) -> str:
    return " ".join([sentence async for sentence in conversation.hear(Heard(words, 1.0))])


async def status(orchestrator: Orchestrator, owner: Actor, talk: Conversation) -> str:
    assert talk.campaign_id is not None
    return str((await orchestrator.campaigns.get(owner, talk.campaign_id)).status)


@pytest.mark.parametrize(
    "words",
    [
        "run it and call me when it's done",
        "please launch it, then give me a ring once everything is finished",
        "call me back as soon as it's ready and start it",
        "yes, and call me when it's done",
        "okay run it and phone me on 0151 12345678 when it is finished please",
    ],
)
async def test_each_is_read_back_and_gets_its_own_yes(
    orchestrator: Orchestrator, owner: Actor, talk: Conversation, words: str
) -> None:
    await say(talk, SEED)
    await say(talk, "two images")
    read_back = await say(talk, words)
    assert "the call" in read_back
    assert "credits" in read_back
    assert read_back.endswith("?")
    assert await status(orchestrator, owner, talk) in ("draft", "ready")
    next_one = await say(talk, "yes")
    assert await status(orchestrator, owner, talk) == "running"
    assert "call" in next_one
    assert next_one.endswith("?")
    assert (await orchestrator.callbacks.list(owner)).items == []
    await say(talk, "yes please")
    assert [each.status for each in (await orchestrator.callbacks.list(owner)).items] == ["waiting"]


async def test_a_no_to_the_call_leaves_the_run_alone(
    orchestrator: Orchestrator, owner: Actor, talk: Conversation
) -> None:
    await say(talk, SEED)
    await say(talk, "two images")
    await say(talk, "go, and call me when it's done")
    await say(talk, "yes")
    await say(talk, "no")
    assert await status(orchestrator, owner, talk) == "running"
    assert (await orchestrator.callbacks.list(owner)).items == []


async def test_a_change_and_a_call_are_both_taken(
    orchestrator: Orchestrator, owner: Actor, talk: Conversation
) -> None:
    await say(talk, SEED)
    await say(talk, "two images")
    asked = await say(talk, "make it four images and ring me when it's done")
    assert "call" in asked
    await say(talk, "yes")
    assert talk.campaign_id is not None
    draft = await orchestrator.campaigns.get(owner, talk.campaign_id)
    assert [item.quantity for item in draft.deliverables] == [4]
    assert len((await orchestrator.callbacks.list(owner)).items) == 1
