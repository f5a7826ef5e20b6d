"""A talk is in one place at a time, and typing does not crowd out the calls."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from agent.channels.calls import PLACE_LASTS, Calls
from agent.conversation import Conversation
from agent.presence import AT_ONCE, FELL_SILENT, MOST_WAITING, OnTheLine, TooManyTyping
from agent.talks import Talks
from orchestrator.errors import NotFound
from orchestrator.views import Actor, CampaignEdit
from store.words import ConversationChannel
from tests.agent.scripted import ScriptedBrain
from tests.conftest import Clock


async def test_a_talk_on_the_telephone_is_gone_on_with_elsewhere_once_it_is_over(
    talks: Talks, owner: Actor, brain: ScriptedBrain
) -> None:
    call = await talks.start(owner, ConversationChannel.PHONE, caller="+4915112345678")
    async for _ in call.open():
        pass
    with talks.presence.on_line(call.id):
        with pytest.raises(OnTheLine, match="on the telephone"):
            await talks.require_open(owner, call.id)
        with pytest.raises(OnTheLine):
            async with talks.taking_turn(owner, call.id):
                pass
        await call.close("hung_up")
    await talks.require_open(owner, call.id)
    assert (await talks.take_up(owner, call.id)).id == call.id


async def test_a_room_of_another_process_holds_its_talk_while_anything_is_said_in_it(
    talks: Talks, owner: Actor, clock: Clock
) -> None:
    room = await talks.start(owner, ConversationChannel.LIVEKIT, external_id="a room")
    async for _ in room.open():
        pass
    with pytest.raises(OnTheLine, match="in a call"):
        await talks.require_open(owner, room.id)
    await talks.require_open(owner, room.id, ConversationChannel.LIVEKIT)
    clock.advance(seconds=FELL_SILENT.total_seconds() + 1)
    await talks.require_open(owner, room.id)


async def test_a_second_line_is_not_offered_what_is_being_set_up_on_the_first(
    talks: Talks, owner: Actor, begin: Callable[[], Awaitable[Conversation]]
) -> None:
    edit = CampaignEdit(fields={"name": "Summer Sale"}, evidence={"name": "Summer Sale"})
    made = await talks.orchestrator.campaigns.create(owner, edit)
    call = await talks.start(owner, ConversationChannel.PHONE, campaign_id=made.id)
    typed = await begin()
    assert "Summer Sale" not in typed.question
    await call.close("hung_up")
    assert "Summer Sale" in (await begin()).question


async def test_those_who_type_wait_in_line_and_too_many_are_told_so(talks: Talks) -> None:
    leave = asyncio.Event()
    inside = 0

    async def type_() -> None:
        nonlocal inside
        async with talks.presence.typing(asyncio.Lock()):
            inside += 1
            await leave.wait()

    tasks = [asyncio.create_task(type_()) for _ in range(AT_ONCE + MOST_WAITING + 5)]
    done, waiting = await asyncio.wait(tasks, timeout=0.2)
    assert inside == AT_ONCE
    assert len(done) == 5
    assert all(isinstance(task.exception(), TooManyTyping) for task in done)
    leave.set()
    await asyncio.wait(waiting)
    assert inside == AT_ONCE + MOST_WAITING


async def test_turns_of_talks_that_are_none_leave_nothing_behind(talks: Talks, owner: Actor) -> None:
    for number in range(20):
        with pytest.raises(NotFound):
            async with talks.taking_turn(owner, f"nobody-{number}"):
                pass
    assert len(talks._locks) == 0


def test_a_line_is_kept_for_whom_it_was_promised_and_not_for_ever() -> None:
    now = 0.0
    calls = Calls(1, clock=lambda: now)
    place = calls.keep()
    assert place is not None
    assert calls.keep() is None
    calls.give_back(place)
    assert calls.keep() is not None
    now += PLACE_LASTS
    assert not calls.full
