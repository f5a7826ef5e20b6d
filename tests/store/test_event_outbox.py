"""Events come to whoever follows, in order, each once, from wherever they were written."""

from __future__ import annotations

import asyncio
import threading

import psycopg
import pytest

from store import events
from store.clock import new_id, utc_now
from store.database import Database
from store.models import Workspace

PATIENCE = 10


@pytest.fixture
async def workspace_id(either_database: Database) -> str:
    async with either_database.write() as uow:
        row = Workspace(id=uow.new_id(), name="Acme", timezone="UTC", created_at=uow.now)
        uow.workspaces.add(row)
    return row.id


async def emit(db: Database, workspace_id: str, *types: str, campaign_id: str | None = None) -> None:
    async with db.write() as uow:
        for type_ in types:
            await uow.emit(type_, workspace_id, campaign_id, {"of": type_})


async def collected(db: Database, workspace_id: str, count: int, after: int = 0, **of) -> list:
    found = []
    async with asyncio.timeout(PATIENCE):
        async for event in db.follow(after, workspace_id, **of):
            found.append(event)
            if len(found) == count:
                break
    return found


async def test_what_was_missed_comes_first_then_what_happens(
    either_database: Database, workspace_id: str
) -> None:
    await emit(either_database, workspace_id, "one", "two")
    reading = asyncio.create_task(collected(either_database, workspace_id, 4))
    await asyncio.sleep(0)
    await emit(either_database, workspace_id, "three")
    await emit(either_database, workspace_id, "four")
    found = await reading
    assert [event.type for event in found] == ["one", "two", "three", "four"]
    assert [event.seq for event in found] == sorted(event.seq for event in found)


async def test_a_reader_goes_on_where_it_stopped(either_database: Database, workspace_id: str) -> None:
    await emit(either_database, workspace_id, "one", "two", "three")
    first = (await collected(either_database, workspace_id, 1))[0]
    assert [e.type for e in await collected(either_database, workspace_id, 2, after=first.seq)] == [
        "two",
        "three",
    ]


async def test_a_reader_far_behind_gets_everything(either_database: Database, workspace_id: str) -> None:
    await emit(either_database, workspace_id, *(str(n) for n in range(450)))
    found = await collected(either_database, workspace_id, 450)
    assert [event.type for event in found] == [str(n) for n in range(450)]


async def test_a_campaigns_events_are_told_apart(either_database: Database, workspace_id: str) -> None:
    await emit(either_database, workspace_id, "mine", campaign_id="a")
    await emit(either_database, workspace_id, "other", campaign_id="b")
    await emit(either_database, workspace_id, "mine again", campaign_id="a")
    found = await collected(either_database, workspace_id, 2, campaign_id="a")
    assert [event.type for event in found] == ["mine", "mine again"]


async def test_another_loop_of_the_process_is_heard(
    either_database: Database, either_url: str, workspace_id: str
) -> None:
    await emit(either_database, workspace_id, "from here")
    stream = either_database.follow(0, workspace_id)
    assert (await anext(stream)).type == "from here"
    reading = asyncio.ensure_future(anext(stream))

    async def write() -> None:
        other = Database(either_url, clock=utc_now, new_id=new_id)
        await emit(other, workspace_id, "from the worker")
        await other.close()

    thread = threading.Thread(target=lambda: asyncio.run(write()))
    thread.start()
    async with asyncio.timeout(PATIENCE):
        assert (await reading).type == "from the worker"
    await asyncio.to_thread(thread.join)
    await stream.aclose()


async def test_another_process_is_heard_through_postgres(postgres_url: str, clock) -> None:
    # Another URL of the same database has its own bus, as another process has.
    here = Database(postgres_url, clock=clock, new_id=new_id)
    there = Database(f"{postgres_url}?application_name=another", clock=clock, new_id=new_id)
    async with here.write() as uow:
        row = Workspace(id=uow.new_id(), name="Acme", timezone="UTC", created_at=uow.now)
        uow.workspaces.add(row)
    stream = there.follow(0, row.id)
    await emit(here, row.id, "before it listens")
    assert (await anext(stream)).type == "before it listens"
    async with asyncio.timeout(PATIENCE):
        reading = asyncio.ensure_future(anext(stream))
        await emit(here, row.id, "while it waits")
        assert (await reading).type == "while it waits"
    await stream.aclose()
    await here.close()
    await there.close()


async def test_a_lost_listening_connection_is_made_again_and_misses_nothing(
    postgres_url: str, clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "RECONNECT", 0.01)
    here = Database(postgres_url, clock=clock, new_id=new_id)
    there = Database(f"{postgres_url}?application_name=another", clock=clock, new_id=new_id)
    async with here.write() as uow:
        row = Workspace(id=uow.new_id(), name="Acme", timezone="UTC", created_at=uow.now)
        uow.workspaces.add(row)
    await emit(here, row.id, "before")
    stream = there.follow(0, row.id)
    assert (await anext(stream)).type == "before"
    reading = asyncio.ensure_future(anext(stream))
    async with await psycopg.AsyncConnection.connect(
        postgres_url.replace("+psycopg", ""), autocommit=True
    ) as connection:
        killed = await connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'"
        )
        assert killed.rowcount == 1
    await emit(here, row.id, "while nobody listened")
    async with asyncio.timeout(PATIENCE):
        assert (await reading).type == "while nobody listened"
    await stream.aclose()
    await here.close()
    await there.close()


async def test_writers_at_the_same_time_leave_no_gap_for_a_reader(
    either_database: Database, workspace_id: str
) -> None:
    reading = asyncio.create_task(collected(either_database, workspace_id, 60))
    await asyncio.gather(*(emit(either_database, workspace_id, f"{n}a", f"{n}b") for n in range(30)))
    found = await reading
    assert {event.type for event in found} == {f"{n}{half}" for n in range(30) for half in "ab"}
    assert [event.seq for event in found] == sorted({event.seq for event in found})
