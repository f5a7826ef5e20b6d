"""Events become notifications, letters and deliveries, each exactly once."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from pathlib import Path

import pytest

from orchestrator.errors import Forbidden, InvalidField, NotFound
from orchestrator.news.kinds import NewsKind, Ways
from orchestrator.news.reader import KEPT, NewsReader
from orchestrator.orchestrator import Orchestrator
from orchestrator.views import Actor
from settings import Settings
from store.clock import new_id
from store.database import Database
from store.files import FileStore
from store.models import CallBack, Member
from store.words import ConversationChannel, DeliverableType, Role
from tests.conftest import Clock
from tests.orchestrator.conftest import Drafting, Engine
from tests.orchestrator.makers import Picky, Scribe
from tests.orchestrator.world import World


@pytest.fixture
def reader(database: Database, settings: Settings) -> NewsReader:
    return NewsReader(database, settings)


async def told(orchestrator: Orchestrator, actor: Actor) -> list[tuple[str, str]]:
    page = await orchestrator.notifications.list(actor)
    return [(each.kind, each.title) for each in reversed(page.items)]


async def another_member(database: Database, owner: Actor) -> Actor:
    async with database.write() as uow:
        row = Member(
            id=uow.new_id(), workspace_id=owner.workspace_id, name="Mo", role="member", created_at=uow.now
        )
        uow.members.add(row)
    return Actor(owner.workspace_id, row.id, Role.MEMBER, "Mo")


async def test_a_finished_run_is_told_once(
    orchestrator: Orchestrator,
    owner: Actor,
    drafted: Drafting,
    engine: Engine,
    database: Database,
    settings: Settings,
) -> None:
    campaign = await drafted()
    await orchestrator.campaigns.run(owner, campaign.id)
    await engine.finish(campaign.id)
    await asyncio.gather(*(NewsReader(database, settings).take() for _ in range(3)))
    await NewsReader(database, settings).take()
    assert await told(orchestrator, owner) == [("run_completed", "Summer Sale is done")]
    page = await orchestrator.notifications.list(owner)
    assert page.items[0].text.startswith("Everything that Summer Sale owed is made, for ")


async def test_two_processes_on_postgres_tell_it_once(
    postgres_url: str, clock: Clock, settings: Settings
) -> None:
    databases = [Database(postgres_url, clock=clock, new_id=new_id) for _ in range(3)]
    orchestrator = Orchestrator(databases[0], FileStore(settings.files_dir), settings, None)
    await orchestrator.access.bootstrap(settings)
    owner = await orchestrator.access.owner()
    async with databases[0].write() as uow:
        for number in range(250):
            payload = {"name": f"Sale {number}", "credits": 1}
            await uow.emit("campaign.completed", owner.workspace_id, None, payload)
    await asyncio.gather(*(NewsReader(database, settings).take() for database in databases))
    page = await orchestrator.notifications.list(owner, limit=1)
    assert page.total == 250
    for database in databases:
        await database.close()


async def test_what_the_review_turns_down_is_told_with_the_run_that_it_stopped(
    orchestrator: Orchestrator,
    owner: Actor,
    drafted: Drafting,
    database: Database,
    settings: Settings,
    reader: NewsReader,
) -> None:
    campaign = await drafted(research=1)
    await orchestrator.campaigns.run(owner, campaign.id)
    world = World(database, FileStore(settings.files_dir), owner.workspace_id)
    async with database.read() as uow:
        started = await uow.work.latest_run(campaign.id)
    await world.drive(started, world.workshop(Scribe(), Picky(DeliverableType.RESEARCH, 99)))
    await reader.take()
    assert await told(orchestrator, owner) == [
        ("review_failed", "A review turned something of Summer Sale down"),
        ("run_failed", "Summer Sale stopped"),
    ]


async def test_low_credits_are_told_once_until_there_are_enough_again(
    orchestrator: Orchestrator, owner: Actor, database: Database, reader: NewsReader
) -> None:
    async def spend(amount: int, key: str) -> None:
        async with database.write() as uow:
            await uow.ledger.change(owner.workspace_id, -amount, kind="unit", key=key, cause={})
            await uow.emit("unit.completed", owner.workspace_id, None, {})
        await reader.take()

    await spend(181, "a")
    await spend(1, "b")
    await orchestrator.credits.grant(owner, 100, "more")
    await reader.take()
    await spend(110, "c")
    page = await orchestrator.notifications.list(owner)
    assert [each.text for each in reversed(page.items)] == [
        f"There are {left} credits left in {(await orchestrator.workspace(owner)).name}. "
        "Runs stop when they are used up."
        for left in (19, 8)
    ]


async def test_each_member_hears_what_concerns_them_as_they_chose(
    orchestrator: Orchestrator, owner: Actor, database: Database, reader: NewsReader
) -> None:
    member = await another_member(database, owner)
    await orchestrator.notifications.prefer(owner, "run_completed", Ways(in_app=False, mail=False))
    async with database.write() as uow:
        for type_, payload in (
            ("campaign.completed", {"name": "Sale", "credits": 3}),
            ("webhook.disabled", {"host": "shop.example", "reason": "it answered 410 Gone"}),
        ):
            await uow.emit(type_, owner.workspace_id, None, payload)
    await reader.take()
    assert await told(orchestrator, owner) == [("webhook_disabled", "A webhook was turned off")]
    assert await told(orchestrator, member) == [("run_completed", "Sale is done")]
    with pytest.raises(InvalidField):
        await orchestrator.notifications.prefer(owner, "gossip", Ways())
    preferences = await orchestrator.notifications.preferences(owner)
    assert preferences[NewsKind.RUN_COMPLETED] == Ways(in_app=False, mail=False)
    assert preferences[NewsKind.CREDITS_LOW] == Ways()


async def test_reading_marks_ones_own_and_only_once(
    orchestrator: Orchestrator,
    owner: Actor,
    stranger: Actor,
    database: Database,
    reader: NewsReader,
    clock: Clock,
) -> None:
    async with database.write() as uow:
        for name in ("A", "B", "C"):
            await uow.emit("campaign.completed", owner.workspace_id, None, {"name": name, "credits": 1})
    await reader.take()
    first = (await orchestrator.notifications.list(owner)).items[0]
    read = await orchestrator.notifications.read(owner, first.id)
    clock.advance(minutes=1)
    assert (await orchestrator.notifications.read(owner, first.id)).read_at == read.read_at
    unread = await orchestrator.notifications.list(owner, unread=True, limit=1)
    assert (unread.total, len(unread.items), unread.next_cursor is not None) == (2, 1, True)
    assert await orchestrator.notifications.read_all(owner) == 2
    assert (await orchestrator.notifications.list(owner, unread=True)).items == []
    other = await another_member(database, owner)
    with pytest.raises(NotFound):
        await orchestrator.notifications.read(other, first.id)
    with pytest.raises(Forbidden):
        await orchestrator.notifications.list(stranger)


async def test_an_event_that_says_nothing_does_not_keep_the_next_from_being_told(
    orchestrator: Orchestrator, owner: Actor, database: Database, reader: NewsReader
) -> None:
    async with database.write() as uow:
        await uow.emit("unit.failed", owner.workspace_id, None, {})
        await uow.emit("webhook.disabled", owner.workspace_id, None, {})
        await uow.emit("campaign.completed", owner.workspace_id, None, {"name": "Sale", "credits": 1})
    await reader.take()
    assert await told(orchestrator, owner) == [("run_completed", "Sale is done")]


async def test_what_is_over_is_dropped_in_time_and_what_is_unread_stays(
    orchestrator: Orchestrator, owner: Actor, database: Database, reader: NewsReader, clock: Clock
) -> None:
    async with database.write() as uow:
        for name in ("Read", "Unread"):
            await uow.emit("campaign.completed", owner.workspace_id, None, {"name": name, "credits": 1})
    await reader.take()
    await orchestrator.notifications.read(owner, (await orchestrator.notifications.list(owner)).items[1].id)
    clock.advance(days=KEPT.days, seconds=1)
    await reader.forget()
    assert [title for _, title in await told(orchestrator, owner)] == ["Unread is done"]


async def test_old_events_and_sign_ins_that_are_over_are_dropped(
    orchestrator: Orchestrator,
    owner: Actor,
    database: Database,
    reader: NewsReader,
    clock: Clock,
    tmp_path: Path,
) -> None:
    await orchestrator.access.redeem_login_link(await orchestrator.access.mint_login_link())
    for name in ("Old", "Last"):
        async with database.write() as uow:
            await uow.emit("campaign.completed", owner.workspace_id, None, {"name": name, "credits": 1})
    await reader.take()
    clock.advance(days=2 * KEPT.days)
    lasting = await orchestrator.access.redeem_login_link(await orchestrator.access.mint_login_link())
    newest = await orchestrator.events.latest(owner)
    await reader.forget()
    assert await orchestrator.events.latest(owner) == newest
    assert len(await orchestrator.events.recent(owner)) == 1
    assert (await orchestrator.access.session_actor(lasting)).member_id == owner.member_id
    with contextlib.closing(sqlite3.connect(tmp_path / "drumbeat.sqlite3")) as kept:
        sessions = kept.execute("select count(*) from session").fetchone()
        links = kept.execute("select count(*) from login_link").fetchone()
    assert (sessions, links) == ((1,), (1,))


async def test_a_caller_who_wants_a_person_is_told_of_with_their_number(
    orchestrator: Orchestrator, owner: Actor, reader: NewsReader
) -> None:
    talk = await orchestrator.conversations.start(owner, ConversationChannel.PHONE, caller="+4915112345678")
    for _ in range(2):
        await orchestrator.callers.wants_person(owner, talk.id, talk.caller)
    await reader.take()
    page = await orchestrator.notifications.list(owner)
    assert [each.kind for each in page.items] == ["caller_wants_person"]
    assert "+4915112345678" in page.items[0].text


@pytest.mark.parametrize("outcome", ["unreached", "voicemail"])
async def test_what_came_of_a_promised_call_is_told(
    orchestrator: Orchestrator,
    owner: Actor,
    drafted: Drafting,
    database: Database,
    reader: NewsReader,
    outcome: str,
) -> None:
    campaign = await drafted()
    async with database.write() as uow:
        row = CallBack(
            id=uow.new_id(),
            workspace_id=owner.workspace_id,
            member_id=owner.member_id,
            campaign_id=campaign.id,
            confirmation_id="",
            number="+491517777777",
            status=outcome,
            attempts=3,
            not_before=uow.now,
            outcome="busy",
            created_at=uow.now,
        )
        uow.callers.add(row)
        await uow.emit(f"call_back.{outcome}", owner.workspace_id, campaign.id, {"id": row.id})
    await reader.take()
    page = await orchestrator.notifications.list(owner)
    assert [each.kind for each in page.items] == [f"call_back_{outcome}"]
    assert "+491517777777" in page.items[0].text
    assert "Summer Sale" in page.items[0].text
