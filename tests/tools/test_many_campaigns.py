"""A workspace with more campaigns than one page of a list."""

from __future__ import annotations

from orchestrator.orchestrator import Orchestrator
from orchestrator.views import Actor, CampaignEdit
from store.words import ConversationChannel
from tests.orchestrator.conftest import Drafting
from tools.registry import Desk
from tools.toolbox import toolbox


async def desk_of(orchestrator: Orchestrator, owner: Actor) -> Desk:
    begun = await orchestrator.conversations.start(owner, ConversationChannel.TYPED)
    turn = await orchestrator.conversations.add_turn(owner, begun.id, "user", "hello")
    return Desk(orchestrator, owner, begun.id, turn_position=turn.position, words="hello")


async def test_all_of_them_are_counted(orchestrator: Orchestrator, owner: Actor) -> None:
    for number in range(32):
        await orchestrator.campaigns.create(owner, CampaignEdit(fields={"name": f"Sale {number}"}))
    told = await toolbox().call(await desk_of(orchestrator, owner), "list_campaigns", {})
    assert "have 32 campaigns" in told["spoken"]
    assert "27 more" in told["spoken"]


async def test_it_is_the_only_one_that_can_however_old(
    orchestrator: Orchestrator, owner: Actor, drafted: Drafting
) -> None:
    """Behind more drafts than one list shows, the one that runs is what can be paused."""
    running = await drafted("Spring")
    await orchestrator.campaigns.run(owner, running.id)
    for number in range(31):
        await orchestrator.campaigns.create(owner, CampaignEdit(fields={"name": f"Sale {number}"}))
    told = await toolbox().call(await desk_of(orchestrator, owner), "pause_campaign", {})
    assert told["ok"], told
    assert (await orchestrator.campaigns.get(owner, running.id)).status == "paused"
