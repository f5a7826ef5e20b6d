"""Remaking, approving, rejecting and sharing by voice: read back where it spends or publishes, done after the yes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest

from orchestrator.orchestrator import Orchestrator
from orchestrator.views import Actor, CampaignView
from store.words import ConversationChannel
from tests.orchestrator.conftest import Drafting, Engine
from tools.registry import Desk, Registry
from tools.toolbox import toolbox

TOOLS: Registry = toolbox()


@dataclass
class Talk:
    """A typed talk, as far as tools see it."""

    desk: Desk

    async def call(self, words: str, tool: str, **arguments: Any) -> dict[str, Any]:
        turn = await self.desk.orchestrator.conversations.add_turn(
            self.desk.actor, self.desk.conversation_id, "user", words
        )
        self.desk.words, self.desk.turn_position = words, turn.position
        return await TOOLS.call(self.desk, tool, arguments)

    async def yes(self) -> dict[str, Any]:
        return await self.call("yes", "confirm")


Made = Callable[..., Awaitable[CampaignView]]


@pytest.fixture
async def talk(orchestrator: Orchestrator, owner: Actor) -> Talk:
    begun = await orchestrator.conversations.start(owner, ConversationChannel.TYPED)
    return Talk(Desk(orchestrator, owner, begun.id))


@pytest.fixture
def made(orchestrator: Orchestrator, owner: Actor, drafted: Drafting, engine: Engine, talk: Talk) -> Made:
    async def make(**quantities: int) -> CampaignView:
        draft = await drafted(**quantities)
        await orchestrator.campaigns.run(owner, draft.id)
        await engine.finish(draft.id)
        talk.desk.campaign_id = draft.id
        return await orchestrator.campaigns.get(owner, draft.id)

    return make


class TestRemake:
    async def test_is_read_back_with_its_price_and_asked_for_after_the_yes(
        self, talk: Talk, made: Made, orchestrator: Orchestrator, owner: Actor
    ) -> None:
        campaign = await made(images=3)
        minted = await talk.call(
            "remake the second image, less busy", "remake_asset", type="images", unit=2, note="less busy"
        )
        assert minted["read_back"] == (
            "I'd make image two of Summer Sale again: less busy. That is 4 credits of your 188, and the old "
            "version is kept. Shall I?"
        )
        assert (await orchestrator.remakes.of_campaign(owner, campaign.id)).items == []
        done = await talk.yes()
        assert done["ok"]
        (remake,) = (await orchestrator.remakes.of_campaign(owner, campaign.id)).items
        assert (remake.unit, remake.note, remake.status) == (2, "less busy", "pending")

    async def test_says_which_notes_it_cannot_follow_and_what_it_can_do(self, talk: Talk, made: Made) -> None:
        await made(images=1)
        note = "with a purple elephant"
        minted = await talk.call("make it again", "remake_asset", type="images", unit=1, note=note)
        assert "I can't follow that note here: with a purple elephant." in minted["read_back"]
        assert "darker" in minted["read_back"]

    async def test_waits_for_the_yes(
        self, talk: Talk, made: Made, orchestrator: Orchestrator, owner: Actor
    ) -> None:
        campaign = await made(blog_post=1)
        await talk.call("remake the blog post", "remake_asset", type="blog_post")
        assert not (await talk.call("no, leave it", "confirm"))["ok"]
        assert (await orchestrator.remakes.of_campaign(owner, campaign.id)).items == []

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            ({"type": "images"}, "There are three images. Which one do you mean?"),
            ({"type": "images", "unit": 7}, "There is no image seven in Summer Sale; there are three."),
            ({"type": "jingle"}, "Summer Sale has made no jingles yet."),
        ],
    )
    async def test_of_what_is_not_there_or_not_certain_is_asked_back(
        self, talk: Talk, made: Made, arguments: dict[str, Any], said: str
    ) -> None:
        await made(images=3)
        assert (await talk.call("remake it", "remake_asset", **arguments))["error"] == said

    async def test_that_cannot_be_paid_is_refused_with_what_is_missing(self, talk: Talk, made: Made) -> None:
        await made(images=49)
        await talk.call("remake the last image", "remake_asset", type="images", unit=-1)
        await talk.yes()
        refused = await talk.call("and the first", "remake_asset", type="images", unit=1)
        assert (
            refused["error"]
            == "That costs 4 credits and you are 4 credits short. Add credits, then ask again."
        )


class TestDecisions:
    async def test_everything_is_approved_at_once(
        self, talk: Talk, made: Made, orchestrator: Orchestrator, owner: Actor
    ) -> None:
        campaign = await made(images=2, research=1)
        assert (await talk.call("approve everything", "approve_assets"))["approved"] == 3
        assert {view.decision for view in await orchestrator.assets(owner, campaign.id)} == {"approved"}

    async def test_one_is_rejected_and_remade_for_the_reason(
        self, talk: Talk, made: Made, orchestrator: Orchestrator, owner: Actor, engine: Engine
    ) -> None:
        campaign = await made(images=2)
        rejected = await talk.call(
            "reject the first image, too dark", "reject_asset", type="image", unit=1, reason="too dark"
        )
        assert rejected["spoken"].startswith("Image one is rejected")
        await talk.call("make it again", "remake_asset", type="images", unit=1)
        await talk.yes()
        (remake,) = (await orchestrator.remakes.of_campaign(owner, campaign.id)).items
        assert remake.note == "too dark"


class TestSharing:
    async def test_is_read_back_as_what_it_is_and_never_tells_the_address(
        self, talk: Talk, made: Made, orchestrator: Orchestrator, owner: Actor
    ) -> None:
        campaign = await made(images=1)
        minted = await talk.call("share the results for three days", "share_results", days=3)
        assert (
            "Anyone with the link could look at what Summer Sale has made, for three days."
            in minted["read_back"]
        )
        shared = await talk.yes()
        (share,) = (await orchestrator.shares.listed(owner, campaign.id)).items
        assert shared["share_id"] == share.id
        assert set(shared) == {"did", "ok", "spoken", "share_id"}

    async def test_of_one_thing_shows_that_alone_and_says_where_the_link_is_without_reading_it_out(
        self, talk: Talk, made: Made, orchestrator: Orchestrator, owner: Actor
    ) -> None:
        campaign = await made(images=2, jingle=1)
        minted = await talk.call("share the second image", "share_results", type="images", unit=2)
        assert "look at image two of Summer Sale, for seven days" in minted["read_back"]
        shared = await talk.yes()
        assert "dashboard" in shared["spoken"]
        assert not any(part in shared["spoken"] for part in ("http", "://", "/s/"))
        (share,) = (await orchestrator.shares.listed(owner, campaign.id)).items
        shown = {view.id: (view.type, view.unit) for view in await orchestrator.assets(owner, campaign.id)}
        assert share.asset_id is not None
        assert shown[share.asset_id] == ("images", 2)

    async def test_of_nothing_is_refused(self, talk: Talk, drafted: Drafting) -> None:
        await drafted()
        refused = await talk.call("share it", "share_results", campaign="Summer Sale")
        assert refused["error"] == "Summer Sale has made nothing yet."


class TestCap:
    async def test_is_read_back_and_kept(
        self, talk: Talk, drafted: Drafting, orchestrator: Orchestrator, owner: Actor, engine: Engine
    ) -> None:
        draft = await drafted(images=3)
        minted = await talk.call(
            "run it, spend at most nine credits", "run_campaign", campaign="Summer Sale", cap="nine"
        )
        assert (
            "It stops before it spends more than 9 credits, so not everything will be made."
            in minted["read_back"]
        )
        await talk.yes()
        await engine.finish(draft.id)
        failed = await orchestrator.campaigns.get(owner, draft.id)
        assert failed.error is not None
        assert failed.error["cause"] == "the cap of 9 credits for this run is reached"


async def test_a_remake_that_was_asked_for_by_voice_is_made(
    talk: Talk, made: Made, orchestrator: Orchestrator, owner: Actor, engine: Engine
) -> None:
    campaign = await made(blog_post=1)
    await talk.call("redo the blog post, less formal", "remake_asset", type="blog_post", note="less formal")
    asked = (await talk.yes())["remake_id"]
    assert await engine.remaker().make(asked) == "completed"
    assert {view.version for view in await orchestrator.assets(owner, campaign.id)} == {2}
