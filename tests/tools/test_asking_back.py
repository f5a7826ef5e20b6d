"""More than fifty of one thing is asked back, whichever brain calls the tool."""

from __future__ import annotations

from orchestrator.orchestrator import Orchestrator
from orchestrator.views import Actor
from store.words import ConversationChannel
from tools.registry import Desk
from tools.toolbox import toolbox


async def test_a_large_number_is_taken_only_once_it_was_asked_back(
    orchestrator: Orchestrator, owner: Actor
) -> None:
    begun = await orchestrator.conversations.start(owner, ConversationChannel.TYPED)
    desk = Desk(orchestrator, owner, begun.id, words="five hundred images")
    tools, many = toolbox(), [{"type": "images", "quantity": 500}]
    refused = await tools.call(desk, "create_campaign", {"name": "Flood", "deliverables": many})
    assert not refused["ok"]
    assert "Is that really the number?" in refused["error"]
    assert not (await orchestrator.campaigns.list(owner)).items

    taken = await tools.call(desk, "create_campaign", {"name": "Flood", "deliverables": many, "sure": True})
    assert taken["ok"]
    assert "sure" not in taken["changed"]

    same = await tools.call(desk, "update_campaign", {"topic": "rain", "deliverables": many})
    assert same["ok"], "what is in the campaign already was agreed on"
    more = [{"type": "images", "quantity": 400}]
    assert not (await tools.call(desk, "update_campaign", {"deliverables": more}))["ok"]
    fewer = [{"type": "images", "change": "remove", "quantity": 100}]
    assert (await tools.call(desk, "update_campaign", {"deliverables": fewer}))["ok"]
