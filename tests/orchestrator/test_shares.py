"""A share shows what was made, to whoever has its link, for as long as it lasts and nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from orchestrator.errors import InvalidField, NotFound
from orchestrator.orchestrator import Orchestrator
from orchestrator.shares import ShareOver
from orchestrator.views import Actor, CampaignView
from store.database import Database
from tests.conftest import Clock
from tests.orchestrator.conftest import Drafting, Engine


@pytest.fixture
async def campaign(
    orchestrator: Orchestrator, owner: Actor, drafted: Drafting, engine: Engine
) -> CampaignView:
    draft = await drafted(research=1, images=2)
    await orchestrator.campaigns.run(owner, draft.id)
    await engine.finish(draft.id)
    return await orchestrator.campaigns.get(owner, draft.id)


async def test_it_lasts_a_week_and_then_shows_nothing(
    orchestrator: Orchestrator, owner: Actor, campaign: CampaignView, clock: Clock
) -> None:
    share, token = await orchestrator.shares.create(owner, campaign_id=campaign.id)
    clock.advance(days=6, hours=23)
    assert len((await orchestrator.shares.page(token)).pieces) == 3
    clock.advance(hours=1)
    with pytest.raises(ShareOver, match="expired"):
        await orchestrator.shares.page(token)
    with pytest.raises(ShareOver):
        await orchestrator.shares.renew(owner, share.id)
    (listed,) = (await orchestrator.shares.listed(owner)).items
    assert (listed.views, listed.active) == (1, False)


async def test_the_token_is_not_in_the_database(
    orchestrator: Orchestrator, owner: Actor, campaign: CampaignView, database: Database
) -> None:
    _, token = await orchestrator.shares.create(owner, campaign_id=campaign.id)
    async with database.read() as uow:
        rows = (await uow._session.execute(text("SELECT * FROM share"))).all()
        events = (await uow._session.execute(text("SELECT payload FROM event"))).all()
    assert rows
    assert token not in f"{rows} {events}"


async def test_what_was_rejected_and_what_was_replaced_is_not_shown(
    orchestrator: Orchestrator, owner: Actor, campaign: CampaignView, engine: Engine
) -> None:
    _, token = await orchestrator.shares.create(owner, campaign_id=campaign.id)
    research, first, second = [v for v in await orchestrator.assets(owner, campaign.id) if v.position == 0]
    await orchestrator.hub.reject(owner, first.id, "too dark")
    edited = await orchestrator.handiwork.edit(owner, research.id, "Our running shoes, looked into anew.")
    shown = [piece.files[0].id for piece in (await orchestrator.shares.page(token)).pieces]
    assert shown == [edited.id, second.id]
    for hidden in (first, research):
        with pytest.raises(NotFound):
            await orchestrator.shares.asset(token, hidden.id)


async def test_it_is_the_owners_to_see_and_revoke(
    orchestrator: Orchestrator, owner: Actor, stranger: Actor, campaign: CampaignView
) -> None:
    share, token = await orchestrator.shares.create(owner, campaign_id=campaign.id)
    assert (await orchestrator.shares.listed(stranger)).items == []
    with pytest.raises(NotFound):
        await orchestrator.shares.revoke(stranger, share.id)
    with pytest.raises(NotFound):
        await orchestrator.shares.create(stranger, campaign_id=campaign.id)
    await orchestrator.shares.revoke(owner, share.id)
    with pytest.raises(ShareOver, match="revoked"):
        await orchestrator.shares.page(token)


async def test_a_share_for_no_time_or_for_ever_is_refused(
    orchestrator: Orchestrator, owner: Actor, campaign: CampaignView
) -> None:
    for lasts in (timedelta(seconds=1), timedelta(days=400)):
        with pytest.raises(InvalidField, match="between a minute and a year"):
            await orchestrator.shares.create(owner, campaign_id=campaign.id, lasts=lasts)


async def test_a_link_that_nobody_made_shows_nothing(orchestrator: Orchestrator) -> None:
    with pytest.raises(NotFound):
        await orchestrator.shares.page("guessed")
