"""Calls that somebody wished for: only on a yes, only when people may be called, told once."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pydantic import SecretStr

from orchestrator.callbacks import NoCallBack, next_in_hours
from orchestrator.errors import ConfirmationRefused, InvalidField
from orchestrator.numbers import dialable, said
from orchestrator.orchestrator import Orchestrator
from orchestrator.views import Actor, CampaignEdit
from settings import Settings
from store.database import Database
from store.files import FileStore
from store.words import CampaignStatus, ConversationChannel, Role
from tests.conftest import Clock
from tests.orchestrator.conftest import BRIEF, owing

NUMBER = "+4915112345678"


class Desk:
    """An owner on the phone, with a campaign under way."""

    def __init__(
        self, door: Orchestrator, db: Database, owner: Actor, campaign_id: str, talk_id: str
    ) -> None:
        self.door, self.db, self.owner = door, db, owner
        self.campaign_id, self.talk_id = campaign_id, talk_id

    @classmethod
    async def open(cls, db: Database, folder: Path) -> Desk:
        settings = Settings(
            data_dir=folder,
            timezone="Europe/Berlin",
            twilio_account_sid="AC1",
            twilio_auth_token=SecretStr("secret"),
            twilio_number="+4930123456",
            _env_file=None,
        )
        door = Orchestrator(db, FileStore(folder / "files"), settings, None)
        await door.access.bootstrap(settings)
        owner = await door.access.owner()
        draft = await door.campaigns.create(owner, CampaignEdit(fields=BRIEF, deliverables=owing(research=1)))
        await door.campaigns.run(owner, draft.id)
        talk = await door.conversations.start(owner, ConversationChannel.PHONE, caller=NUMBER)
        return cls(door, db, owner, draft.id, talk.id)

    async def hear(self, words: str) -> int:
        return (await self.door.conversations.add_turn(self.owner, self.talk_id, "user", words)).position

    async def propose(self, number: str | None = None) -> str:
        position = await self.hear("call me when it's done")
        return await self.door.callbacks.propose(self.owner, self.talk_id, self.campaign_id, number, position)

    async def agree(self, words: str = "yes") -> str:
        """Returns the spent confirmation's id."""
        position = await self.hear(words)
        return (await self.door.confirmations.spend(self.owner, self.talk_id, words, position)).id

    async def wish(self) -> str:
        await self.propose()
        return (await self.door.callbacks.wish(self.owner, await self.agree())).id

    async def end_run(self, status: CampaignStatus = CampaignStatus.COMPLETED) -> None:
        async with self.db.write() as uow:
            campaign = await uow.work.lock_campaign(self.campaign_id)
            campaign.status = status
            campaign.error = {"cause": "the credits ran out", "mend": "add some and restart it"}

    async def due(self) -> list[tuple[str, int]]:
        return [(each.id, each.attempts) for each in await self.door.callbacks.claim_due()]

    async def status(self) -> str:
        return (await self.door.callbacks.list(self.owner)).items[0].status


@pytest.fixture
async def desk(either_database: Database, tmp_path: Path) -> Desk:
    return await Desk.open(either_database, tmp_path)


class TestWishing:
    async def test_the_caller_is_read_the_number_they_call_from(self, desk: Desk) -> None:
        assert "4 9 1, 5 1 1, 2 3 4, 5 6 7 8" in await desk.propose()

    async def test_without_a_yes_nobody_is_called(self, desk: Desk) -> None:
        await desk.propose()
        with pytest.raises(ConfirmationRefused):
            await desk.agree("well, maybe")
        with pytest.raises(ConfirmationRefused):
            await desk.door.callbacks.wish(desk.owner, "made-up")
        await desk.end_run()
        assert await desk.due() == []

    async def test_a_yes_counts_for_one_call(self, desk: Desk) -> None:
        await desk.propose()
        spent = await desk.agree()
        first = await desk.door.callbacks.wish(desk.owner, spent)
        assert await desk.door.callbacks.wish(desk.owner, spent) == first

    async def test_what_is_no_number_or_no_longer_runs_is_refused(self, desk: Desk) -> None:
        with pytest.raises(InvalidField):
            await desk.propose("12")
        await desk.end_run()
        with pytest.raises(NoCallBack):
            await desk.propose()

    async def test_where_nothing_can_dial_nothing_is_promised(
        self, orchestrator: Orchestrator, database: Database, owner: Actor
    ) -> None:
        draft = await orchestrator.campaigns.create(owner, CampaignEdit(fields=BRIEF))
        talk = await orchestrator.conversations.start(owner, ConversationChannel.PHONE, caller=NUMBER)
        desk = Desk(orchestrator, database, owner, draft.id, talk.id)
        with pytest.raises(NoCallBack, match="can't place calls"):
            await desk.propose()


class TestDialling:
    async def test_nobody_is_called_before_the_run_is_over_and_then_once(self, desk: Desk) -> None:
        wished = await desk.wish()
        assert await desk.due() == []
        await desk.end_run()
        taken = await asyncio.gather(*(desk.due() for _ in range(4)))
        assert [each for batch in taken for each in batch] == [(wished, 1)]

    async def test_the_news_is_given_out_once_and_only_for_the_attempt_under_way(self, desk: Desk) -> None:
        wished = await desk.wish()
        await desk.end_run()
        await desk.due()
        answered = desk.door.callbacks.answered
        assert await answered(wished, 2, machine=False) is None
        told = await asyncio.gather(*(answered(wished, 1, machine=False) for _ in range(3)))
        assert [view.told for view in told if view] != []
        assert sum(view is not None for view in told) == 1
        assert await desk.status() == "answered"

    async def test_a_call_that_was_answered_and_broke_before_the_talk_is_made_again(
        self, desk: Desk, clock: Clock
    ) -> None:
        wished = await desk.wish()
        await desk.end_run()
        await desk.due()
        await desk.door.callbacks.answered(wished, 1, machine=False)
        await desk.door.callbacks.ended(wished, 1, "completed", "CAbroken")
        clock.advance(minutes=6)
        assert await desk.due() == [(wished, 2)]
        await desk.door.callbacks.answered(wished, 2, machine=False)
        await desk.door.conversations.start(desk.owner, ConversationChannel.PHONE, external_id="CAheld")
        await desk.door.callbacks.ended(wished, 2, "completed", "CAheld")
        assert await desk.status() == "answered"

    async def test_a_guest_is_called_only_where_they_call_from(self, desk: Desk) -> None:
        guest = Actor(desk.owner.workspace_id, None, Role.MEMBER)
        ask = desk.door.callbacks.propose
        with pytest.raises(NoCallBack, match="calling from"):
            await ask(guest, desk.talk_id, desk.campaign_id, "+1 900 555 0100", 1)
        assert await ask(guest, desk.talk_id, desk.campaign_id, NUMBER, 1)

    async def test_a_failed_run_is_told_with_its_cause(self, desk: Desk) -> None:
        wished = await desk.wish()
        await desk.end_run(CampaignStatus.FAILED)
        await desk.due()
        view = await desk.door.callbacks.answered(wished, 1, machine=False)
        assert view is not None
        assert "the credits ran out" in view.told
        assert "AI" in view.told

    async def test_busy_is_tried_twice_more_with_a_pause_between(self, desk: Desk, clock: Clock) -> None:
        wished = await desk.wish()
        await desk.end_run()
        for attempt in (1, 2, 3):
            assert await desk.due() == [(wished, attempt)]
            await desk.door.callbacks.ended(wished, attempt, "busy")
            await desk.door.callbacks.ended(wished, attempt, "busy")
            assert await desk.due() == []
            clock.advance(minutes=6)
        assert await desk.due() == []
        assert await desk.status() == "unreached"

    async def test_an_attempt_whose_process_died_is_made_again_and_its_late_answer_is_not_taken(
        self, desk: Desk, clock: Clock
    ) -> None:
        wished = await desk.wish()
        await desk.end_run()
        await desk.due()
        clock.advance(minutes=2)
        assert await desk.due() == []
        clock.advance(minutes=2)
        assert await desk.due() == []
        clock.advance(minutes=6)
        assert await desk.due() == [(wished, 2)]
        assert await desk.door.callbacks.answered(wished, 1, machine=False) is None
        await desk.door.callbacks.ended(wished, 1, "no-answer")
        assert await desk.status() == "dialling"

    async def test_a_run_that_ends_at_night_is_told_in_the_morning(self, desk: Desk, clock: Clock) -> None:
        wished = await desk.wish()
        clock.now = datetime(2026, 6, 1, 18, 30, tzinfo=UTC)
        await desk.end_run()
        assert await desk.due() == []
        assert await desk.door.callbacks.next_look() == datetime(2026, 6, 2, 7, 0, tzinfo=UTC)
        clock.now = datetime(2026, 6, 2, 7, 0, tzinfo=UTC)
        assert await desk.due() == [(wished, 1)]

    async def test_a_wish_can_be_taken_back_until_it_is_dialled(self, desk: Desk) -> None:
        wished = await desk.wish()
        await desk.door.callbacks.drop(desk.owner, wished)
        await desk.end_run()
        assert await desk.due() == []
        with pytest.raises(NoCallBack):
            await desk.door.callbacks.drop(desk.owner, wished)


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2026-06-01 09:00", "2026-06-01 09:00"),
        ("2026-06-01 03:00", "2026-06-01 09:00"),
        ("2026-06-01 20:00", "2026-06-02 09:00"),
        ("2026-03-28 22:00", "2026-03-29 09:00"),
    ],
)
def test_people_are_called_by_day_where_they_are(moment: str, opens: str) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    asked = datetime.fromisoformat(moment).replace(tzinfo=berlin).astimezone(UTC)
    found = next_in_hours(asked, berlin, (time(9), time(20)))
    assert found == datetime.fromisoformat(opens).replace(tzinfo=berlin)


@pytest.mark.parametrize(
    ("told", "country", "number"),
    [
        ("+49 151 123 45 67", "1", "+491511234567"),
        ("0049 (0)151 123", "1", "+49151123"),
        ("0151 123 45 67", "49", "+491511234567"),
        ("555 0100", "1", "+15550100"),
        ("1 202 555 0100", "1", "+12025550100"),
    ],
)
def test_numbers_are_made_international(told: str, country: str, number: str) -> None:
    assert dialable(told, country) == number


def test_a_number_is_read_digit_by_digit() -> None:
    assert said("+12025550100", "1") == "2 0 2, 5 5 5, 0 1 0 0"
    assert said("+4930123", "1") == "plus 4 9 3, 0 1 2 3"
