from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from agent.conversation import Conversation
from agent.talks import Talks
from orchestrator.orchestrator import Orchestrator
from orchestrator.views import Actor
from settings import Settings
from store.database import Database
from store.files import FileStore
from store.words import ConversationChannel
from tests.agent.scripted import NotedEngine, ScriptedBrain
from tools.toolbox import toolbox


@pytest.fixture
def engine() -> NotedEngine:
    return NotedEngine()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path, starting_credits=200, _env_file=None)


@pytest.fixture
async def orchestrator(database: Database, settings: Settings, engine: NotedEngine) -> Orchestrator:
    built = Orchestrator(database, FileStore(settings.files_dir), settings, engine)
    await built.access.bootstrap(settings)
    return built


@pytest.fixture
async def owner(orchestrator: Orchestrator) -> Actor:
    return await orchestrator.access.owner()


@pytest.fixture
def brain() -> ScriptedBrain:
    return ScriptedBrain()


@pytest.fixture
def talks(orchestrator: Orchestrator, brain: ScriptedBrain) -> Talks:
    return Talks(orchestrator, toolbox(), [brain])


@pytest.fixture
def begin(talks: Talks, owner: Actor) -> Callable[[], Awaitable[Conversation]]:
    async def start() -> Conversation:
        conversation = await talks.start(owner, ConversationChannel.TYPED)
        async for _ in conversation.open():
            pass
        return conversation

    return start
