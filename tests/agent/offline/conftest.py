from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from agent.brain import embedded_brain
from agent.conversation import Conversation
from agent.talks import Talks
from orchestrator.orchestrator import Orchestrator
from orchestrator.views import Actor, CampaignView
from store.words import ConversationChannel
from tests.agent.offline.phone_talk import Campaign
from tools.toolbox import toolbox


@pytest.fixture
async def talks(orchestrator: Orchestrator) -> AsyncIterator[Talks]:
    brain = embedded_brain()
    yield Talks(orchestrator, toolbox(), [brain])
    await brain.close()


@pytest.fixture
async def talk(talks: Talks, owner: Actor) -> Conversation:
    return await talks.start(owner, ConversationChannel.PHONE)


@pytest.fixture
def campaign(orchestrator: Orchestrator, owner: Actor, talk: Conversation) -> Campaign:
    async def find() -> CampaignView:
        assert talk.campaign_id is not None
        return await orchestrator.campaigns.get(owner, talk.campaign_id)

    return find
