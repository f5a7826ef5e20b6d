"""What was said belongs to who said it: owners and admins hear everybody, members themselves, guests nobody else."""

from __future__ import annotations

import pytest

from orchestrator.errors import NotFound
from orchestrator.orchestrator import Orchestrator
from orchestrator.views import Actor
from store.database import Database
from store.models import CallBack
from store.words import ConversationChannel, Role
from tests.orchestrator.conftest import Drafting


async def member(orchestrator: Orchestrator, owner: Actor, name: str) -> Actor:
    known = await orchestrator.access.member(
        await orchestrator.access.create_member(owner, name, Role.MEMBER), "api"
    )
    assert known is not None
    return known


async def test_a_members_words_and_voice_are_theirs_and_their_keepers(
    orchestrator: Orchestrator, owner: Actor, stranger: Actor
) -> None:
    kim, bob = [await member(orchestrator, owner, name) for name in ("Kim", "Bob")]
    talk = await orchestrator.conversations.start(kim, ConversationChannel.PHONE)
    await orchestrator.recordings.consent(kim, talk.id, "given")
    for listener in (kim, owner):
        assert (await orchestrator.conversations.get(listener, talk.id)).id == talk.id
        assert [row.id for row in (await orchestrator.conversations.list(listener)).items] == [talk.id]
        assert (await orchestrator.recordings.get(listener, talk.id)).consent == "given"
    for other in (bob, stranger):
        assert not (await orchestrator.conversations.list(other)).items
        for look in (orchestrator.conversations.get, orchestrator.recordings.get):
            with pytest.raises(NotFound):
                await look(other, talk.id)
        with pytest.raises(NotFound):
            await orchestrator.conversations.add_turn(other, talk.id, "user", "yes, run it")


async def test_a_members_call_backs_are_neither_shown_to_nor_dropped_by_another(
    orchestrator: Orchestrator, owner: Actor, drafted: Drafting, database: Database
) -> None:
    kim, bob = [await member(orchestrator, owner, name) for name in ("Kim", "Bob")]
    campaign = await drafted()
    async with database.write() as uow:
        wished = CallBack(
            id=uow.new_id(),
            workspace_id=kim.workspace_id,
            member_id=kim.member_id,
            campaign_id=campaign.id,
            confirmation_id="spent",
            number="+12025550100",
            status="waiting",
            not_before=uow.now,
            created_at=uow.now,
        )
        uow.callers.add(wished)
    assert not (await orchestrator.callbacks.list(bob)).items
    with pytest.raises(NotFound):
        await orchestrator.callbacks.drop(bob, wished.id)
    assert len((await orchestrator.callbacks.list(owner)).items) == 1
    await orchestrator.callbacks.drop(kim, wished.id)
    assert [row.status for row in (await orchestrator.callbacks.list(kim)).items] == ["dropped"]
