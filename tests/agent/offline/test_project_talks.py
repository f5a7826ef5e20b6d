"""A video is thought up, scripted, rendered and mended by voice, with the real tools and the embedded brain."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from agent.brain import embedded_brain
from agent.conversation import Conversation
from agent.offline.dialogue import Dialogue
from agent.offline.projects import project_wish
from agent.speech.ports import Heard
from agent.talks import Talks
from orchestrator.orchestrator import Orchestrator
from orchestrator.projects.views import ProjectView
from orchestrator.views import Actor, CampaignEdit
from settings import Settings
from store.database import Database
from store.files import FileStore
from store.words import ConversationChannel
from tests.orchestrator.filming import Inline
from tools.toolbox import toolbox

BRIEF = {"name": "Hat Weather", "topic": "our sun hats", "objective": "a thousand visits to the shop"}


@pytest.fixture
def engine(database: Database, settings: Settings) -> Inline:
    return Inline(database, FileStore(settings.files_dir), "")


@pytest.fixture
async def orchestrator(database: Database, settings: Settings, engine: Inline) -> Orchestrator:
    built = Orchestrator(database, FileStore(settings.files_dir), settings, engine)
    await built.access.bootstrap(settings)
    return built


@pytest.fixture
async def talk(orchestrator: Orchestrator, owner: Actor, engine: Inline) -> AsyncIterator[Conversation]:
    engine.workspace_id = owner.workspace_id
    campaign = await orchestrator.campaigns.create(owner, CampaignEdit(fields=BRIEF))
    brain = embedded_brain()
    talks = Talks(orchestrator, toolbox(), [brain])
    conversation = await talks.start(owner, ConversationChannel.TYPED, campaign_id=campaign.id)
    async for _ in conversation.open():
        pass
    yield conversation
    await brain.close()


@pytest.fixture
def project(
    orchestrator: Orchestrator, owner: Actor, talk: Conversation
) -> Callable[[], Awaitable[ProjectView]]:
    async def newest() -> ProjectView:
        assert talk.campaign_id is not None
        return (await orchestrator.projects.of_campaign(owner, talk.campaign_id))[-1]

    return newest


async def say(conversation: Conversation, words: str) -> str:
    return " ".join([sentence async for sentence in conversation.hear(Heard(words, 1.0))])


async def test_from_three_ideas_to_a_finished_video(talk: Conversation, project, engine: Inline) -> None:
    ideas = await say(talk, "Give me three ideas for the video")
    first = await project()
    assert all(idea.hook in ideas for idea in first.concepts)
    assert (first.spent, ideas[-1]) == (0, "?")

    assert "two credits" in await say(talk, "another three please")
    assert (await project()).concepts == first.concepts
    await say(talk, "yes")
    second = await project()
    assert (second.concepts != first.concepts, second.spent) == (True, 2)

    asked = await say(talk, "I'll take the second one")
    assert second.concepts[1].title in asked
    assert "two credits" in asked
    assert "script is written" in await say(talk, "yes please")
    scripted = await project()
    assert (scripted.chosen, scripted.status, scripted.spent) == (2, "script_ready", 4)

    await say(talk, "could you shorten the script a bit?")
    short = await project()
    assert short.script.seconds < scripted.script.seconds
    assert short.spent == 4

    assert engine.filmer is not None
    engine.filmer.broken = {2}
    price = await say(talk, "Render it!")
    assert str(15 * len(short.script.scenes) + 10) in price
    assert (await project()).status == "scenes_ready"
    await say(talk, "yes, render it")
    assert "scene 2" in await say(talk, "how is the video coming along?")

    engine.filmer.broken.clear()
    assert "25 credits" in await say(talk, "try the second scene again")
    await say(talk, "go ahead")
    assert "finished" in await say(talk, "what's the status of the video")
    assert (await project()).spent == 4 + 15 * len(short.script.scenes) + 10


async def test_a_no_renders_nothing(talk: Conversation, project) -> None:
    await say(talk, "any ideas for an image?")
    await say(talk, "the last one")
    assert (await project()).chosen == 3
    await say(talk, "no")
    assert ((await project()).status, (await project()).spent) == ("ideas_ready", 0)


async def test_an_edit_meanwhile_makes_the_yes_worthless(
    talk: Conversation, project, orchestrator: Orchestrator, owner: Actor
) -> None:
    await say(talk, "come up with a few concepts for a jingle")
    await say(talk, "go with number one")
    await orchestrator.projects.ideas(owner, (await project()).id)
    await say(talk, "yes")
    assert (await project()).status == "ideas_ready"


def heard(words: str, status: str = "ideas_ready", kind: str = "video") -> list[str] | None:
    state = {
        "campaign": {"status": "draft", "missing": []},
        "project": {"kind": kind, "status": status, "ideas": ["The open door", "Up close"], "chosen": 1},
    }
    calls = project_wish(Dialogue(words, state, (), "", ()))
    return None if calls is None else [f"{call.name} {dict(call.arguments)}" for call in calls]


@pytest.mark.parametrize(
    ("words", "status", "first"),
    [
        ("what could the film be", "draft", "ideas_project {'kind': 'video'}"),
        ("I need some flyer ideas", "draft", "ideas_project {'kind': 'flyer'}"),
        ("do you have any concepts for the ad?", "draft", "ideas_project {'kind': 'video'}"),
        ("the me three ideas for the video", "draft", "ideas_project {'kind': 'video'}"),
        ("none of those", "ideas_ready", "ideas_project {}"),
        ("show me three other ideas", "ideas_ready", "ideas_project {}"),
        ("number two", "ideas_ready", "choose_idea {'number': 2}"),
        ("let's go with the open door", "ideas_ready", "choose_idea {'number': 1}"),
        ("it's too long", "script_ready", "rewrite_script {'note': \"it's too long\"}"),
        ("less formal please", "scenes_ready", "rewrite_script {'note': 'less formal please'}"),
        ("produce the video", "scenes_ready", "render_project {'kind': 'video'}"),
        ("retry scene three", "failed", "retry_project {'scene': 3}"),
        ("compare the projects", "completed", "list_projects {}"),
    ],
)
def test_the_same_wish_in_other_words(words: str, status: str, first: str) -> None:
    found = heard(words, status)
    assert found is not None
    assert found[0] == first


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("two more images", "ideas_ready"),
        ("run it", "script_ready"),
        ("make it eight social posts", "script_ready"),
        ("it's for people who run short distances", "script_ready"),
        ("the audience is the second generation of hat lovers", "ideas_ready"),
        ("how is the campaign going", "generating"),
        ("yes", "ideas_ready"),
        ("cancel it", "failed"),
    ],
)
def test_what_is_meant_for_the_campaign_stays_with_it(words: str, status: str) -> None:
    assert heard(words, status) is None
