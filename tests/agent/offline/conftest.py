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
async def talk(orchestrator: Orchestrator, owner: Actor) -> AsyncIterator[Conversation]:
    brain = embedded_brain()
    yield await Talks(orchestrator, toolbox(), [brain]).start(owner, ConversationChannel.PHONE)
    await brain.close()


@pytest.fixture
def campaign(orchestrator: Orchestrator, owner: Actor, talk: Conversation) -> Campaign:
    async def find() -> CampaignView:
        assert talk.campaign_id is not None
        return await orchestrator.campaigns.get(owner, talk.campaign_id)

    return find
