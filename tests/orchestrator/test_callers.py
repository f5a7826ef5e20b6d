"""Who may speak on the phone, and what is kept of a call's sound."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from orchestrator.callers import CallNews
from orchestrator.errors import Forbidden, InvalidField, NotFound
from orchestrator.orchestrator import Orchestrator
from orchestrator.views import Actor
from store.words import ConversationChannel, Role
from tests.conftest import Clock


@pytest.fixture
async def clerk(orchestrator: Orchestrator, owner: Actor) -> Actor:
    """A member with a number and a PIN."""
    member = await orchestrator.access.create_member(owner, "Kim", Role.MEMBER, "+49 151 1234")
    await orchestrator.callers.set_phone(owner, member, pin="4711")
    found = await orchestrator.access.member_by_phone("+49151 1234")
    assert found is not None
    return found


class TestPin:
    async def test_right_is_right_and_wrong_is_wrong(self, orchestrator: Orchestrator, clerk: Actor) -> None:
        assert await orchestrator.callers.check_pin(clerk, "4712") == "wrong"
        assert await orchestrator.callers.check_pin(clerk, "4711") == "right"

    async def test_five_wrong_ones_lock_even_when_they_come_at_once(
        self, orchestrator: Orchestrator, clerk: Actor, owner: Actor
    ) -> None:
        guesses = [f"{n:04}" for n in range(8)]
        outcomes = await asyncio.gather(*(orchestrator.callers.check_pin(clerk, g) for g in guesses))
        assert outcomes.count("wrong") == 4
        assert await orchestrator.callers.check_pin(clerk, "4711") == "locked"
        await orchestrator.callers.unlock(owner, clerk.member_id or "")
        assert await orchestrator.callers.check_pin(clerk, "4711") == "right"

    async def test_a_right_one_forgives_the_wrong_ones_before(
        self, orchestrator: Orchestrator, clerk: Actor
    ) -> None:
        for _ in range(3):
            for _ in range(4):
                assert await orchestrator.callers.check_pin(clerk, "0000") == "wrong"
            assert await orchestrator.callers.check_pin(clerk, "4711") == "right"

    async def test_the_pin_itself_is_nowhere_in_the_database(
        self, orchestrator: Orchestrator, clerk: Actor, sqlite_url: str
    ) -> None:
        await orchestrator.callers.check_pin(clerk, "4711")
        folder = Path(sqlite_url.rpartition("///")[2]).parent
        for file in folder.glob("drumbeat.sqlite3*"):
            assert b"4711" not in file.read_bytes()

    async def test_members_change_their_own_and_owners_everybodys(
        self, orchestrator: Orchestrator, clerk: Actor, owner: Actor, stranger: Actor
    ) -> None:
        assert clerk.member_id
        assert owner.member_id
        assert (await orchestrator.callers.set_phone(clerk, clerk.member_id, pin="123456")).pin == "set"
        with pytest.raises(Forbidden):
            await orchestrator.callers.set_phone(clerk, owner.member_id, pin="1234")
        with pytest.raises(Forbidden):
            await orchestrator.callers.unlock(clerk, clerk.member_id)
        with pytest.raises(NotFound):
            await orchestrator.callers.set_phone(stranger, clerk.member_id, pin="1234")
        for bad in ("123", "12345678901", "12a4"):
            with pytest.raises(InvalidField):
                await orchestrator.callers.set_phone(owner, clerk.member_id, pin=bad)
        with pytest.raises(InvalidField):
            await orchestrator.callers.set_phone(owner, owner.member_id, number="+49 151 1234")


async def test_a_call_that_is_over_stays_over_whatever_comes_late(orchestrator: Orchestrator) -> None:
    for status, seconds in (("ringing", None), ("completed", 61), ("in-progress", None), ("completed", 61)):
        await orchestrator.callers.carrier_says(CallNews("CA1", "inbound", status, seconds=seconds))
    call = await orchestrator.callers.call("CA1")
    assert call is not None
    assert (call["status"], call["seconds"]) == ("completed", 61)


async def test_a_wish_for_a_person_is_noted_once_and_told(orchestrator: Orchestrator, owner: Actor) -> None:
    talk = await orchestrator.conversations.start(owner, ConversationChannel.PHONE, caller="+49151")
    assert await orchestrator.callers.wants_person(owner, talk.id, "+49151")
    assert not await orchestrator.callers.wants_person(owner, talk.id, "+49151")
    told = [event for event in await orchestrator.events.recent(owner) if event.type == "caller.wants_person"]
    assert [event.payload["number"] for event in told] == ["+49151"]


class TestRecordings:
    @pytest.fixture
    async def talk(self, orchestrator: Orchestrator, owner: Actor) -> str:
        return (await orchestrator.conversations.start(owner, ConversationChannel.PHONE)).id

    async def keep(self, orchestrator: Orchestrator, owner: Actor, talk: str) -> Path:
        path = orchestrator.recordings.path(talk, "wav")
        path.parent.mkdir(parents=True, exist_ok=True)
        await orchestrator.recordings.keep(owner, talk, 2.5, lambda: path.write_bytes(b"sound"))
        return path

    async def test_without_consent_no_sound_stays(
        self, orchestrator: Orchestrator, owner: Actor, talk: str
    ) -> None:
        await orchestrator.recordings.consent(owner, talk, "asked")
        assert not (await self.keep(orchestrator, owner, talk)).exists()
        with pytest.raises(NotFound):
            await orchestrator.recordings.sound(owner, talk, "wav")

    async def test_a_refusal_removes_what_was_kept_and_cannot_be_undone(
        self, orchestrator: Orchestrator, owner: Actor, talk: str
    ) -> None:
        await orchestrator.recordings.consent(owner, talk, "given")
        path = await self.keep(orchestrator, owner, talk)
        assert path.exists()
        await orchestrator.recordings.consent(owner, talk, "declined")
        await orchestrator.recordings.consent(owner, talk, "given")
        assert not path.exists()
        assert (await orchestrator.recordings.get(owner, talk)).consent == "declined"

    async def test_it_goes_when_its_days_are_over(
        self, orchestrator: Orchestrator, owner: Actor, talk: str, clock: Clock
    ) -> None:
        await orchestrator.recordings.consent(owner, talk, "given")
        path = await self.keep(orchestrator, owner, talk)
        clock.advance(days=29)
        assert await orchestrator.recordings.purge() == 0
        clock.advance(days=2)
        assert await orchestrator.recordings.purge() == 1
        assert not path.exists()
        assert (await orchestrator.recordings.get(owner, talk)).seconds is None

    async def test_its_end_is_written_down_before_it_is_there(
        self, orchestrator: Orchestrator, owner: Actor, talk: str, clock: Clock
    ) -> None:
        await orchestrator.recordings.consent(owner, talk, "given")
        path = orchestrator.recordings.path(talk, "wav")
        path.parent.mkdir(parents=True, exist_ok=True)

        def dies() -> None:
            path.write_bytes(b"sound")
            raise SystemExit

        with pytest.raises(SystemExit):
            await orchestrator.recordings.keep(owner, talk, 2.5, dies)
        assert path.exists()
        clock.advance(days=31)
        assert await orchestrator.recordings.purge() == 1
        assert not path.exists()

    async def test_a_refusal_while_it_is_moved_leaves_none(
        self, orchestrator: Orchestrator, owner: Actor, talk: str
    ) -> None:
        await orchestrator.recordings.consent(owner, talk, "given")
        path = orchestrator.recordings.path(talk, "wav")
        path.parent.mkdir(parents=True, exist_ok=True)
        loop = asyncio.get_running_loop()

        def refused() -> None:
            said = orchestrator.recordings.consent(owner, talk, "declined")
            asyncio.run_coroutine_threadsafe(said, loop).result()
            path.write_bytes(b"sound")

        assert not await orchestrator.recordings.keep(owner, talk, 2.5, refused)
        assert not path.exists()

    async def test_what_dead_processes_left_goes_and_what_others_write_now_stays(
        self, orchestrator: Orchestrator, clock: Clock
    ) -> None:
        def lay(path: Path, minutes: int) -> Path:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"sound")
            then = clock.now.timestamp() - 60 * minutes
            os.utime(path, (then, then))
            return path

        recordings = orchestrator.recordings
        left = [lay(recordings.draft("dead"), 90), lay(recordings.path("nobodys", "opus"), 90)]
        live = [lay(recordings.draft("live"), 1), lay(recordings.path("moving", "wav"), 1)]
        await recordings.purge()
        assert [path.exists() for path in left + live] == [False, False, True, True]

    async def test_it_goes_with_its_conversation_and_no_stranger_gets_at_it(
        self, orchestrator: Orchestrator, owner: Actor, talk: str, stranger: Actor
    ) -> None:
        await orchestrator.recordings.consent(owner, talk, "given")
        await orchestrator.conversations.add_turn(owner, talk, "user", "hello")
        path = await self.keep(orchestrator, owner, talk)
        for forbidden in (orchestrator.recordings.get, orchestrator.recordings.delete_conversation):
            with pytest.raises(NotFound):
                await forbidden(stranger, talk)
        await orchestrator.recordings.delete_conversation(owner, talk)
        assert not path.exists()
        with pytest.raises(NotFound):
            await orchestrator.conversations.get(owner, talk)
