"""A transaction holds wholly or not at all, and writers never lose each other's changes."""

from __future__ import annotations

import asyncio
import threading

import pytest

from store.clock import new_id, utc_now
from store.database import Database
from store.models import Workspace
from store.unit_of_work import UnitOfWork


async def workspace(db: Database, name: str = "Acme") -> str:
    async with db.write() as uow:
        return add_workspace(uow, name)


def add_workspace(uow: UnitOfWork, name: str) -> str:
    row = Workspace(id=uow.new_id(), name=name, timezone="UTC", created_at=uow.now)
    uow.workspaces.add(row)
    return row.id


async def name_of(db: Database, workspace_id: str) -> str:
    async with db.read() as uow:
        return (await uow.workspaces.get(workspace_id)).name


async def test_what_a_block_did_is_there_after_it(either_database: Database) -> None:
    kept = await workspace(either_database)
    assert await name_of(either_database, kept) == "Acme"


async def test_an_error_takes_the_whole_block_back(either_database: Database) -> None:
    made = []

    async def break_off() -> None:
        async with either_database.write() as uow:
            made.append(add_workspace(uow, "Gone"))
            await uow.flush()
            await uow.emit("campaign.created", made[0], None, {})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await break_off()
    async with either_database.read() as uow:
        assert await uow.workspaces.first() is None
        assert await uow.events.latest(made[0]) == 0


async def test_a_read_changes_nothing(either_database: Database) -> None:
    kept = await workspace(either_database)
    async with either_database.read() as uow:
        (await uow.workspaces.get(kept)).name = "Changed"
        await uow.flush()
    assert await name_of(either_database, kept) == "Acme"


async def test_times_come_back_aware_and_in_utc(either_database: Database, clock) -> None:
    kept = await workspace(either_database)
    async with either_database.read() as uow:
        assert (await uow.workspaces.get(kept)).created_at == clock.now


async def _append(db: Database, workspace_id: str, letter: str) -> None:
    async with db.write() as uow:
        row = await uow.workspaces.get(workspace_id)
        before = row.name
        await asyncio.sleep(0)
        row.name = before + letter


async def test_writers_on_two_loops_lose_no_update(sqlite_url: str, clock) -> None:
    here = Database(sqlite_url, clock=clock, new_id=new_id)
    kept = await workspace(here, "")

    async def elsewhere() -> None:
        there = Database(sqlite_url, clock=utc_now, new_id=new_id)
        await asyncio.gather(*(_append(there, kept, "b") for _ in range(20)))
        await there.close()

    thread = threading.Thread(target=lambda: asyncio.run(elsewhere()))
    thread.start()
    await asyncio.gather(*(_append(here, kept, "a") for _ in range(20)))
    await asyncio.to_thread(thread.join)
    assert sorted(await name_of(here, kept)) == ["a"] * 20 + ["b"] * 20
    await here.close()


async def test_readers_are_not_held_up_by_a_writer(either_database: Database) -> None:
    kept = await workspace(either_database)
    async with either_database.write() as uow:
        (await uow.workspaces.get(kept)).name = "Half done"
        await uow.flush()
        assert await asyncio.wait_for(name_of(either_database, kept), 5) == "Acme"


async def test_it_says_whether_the_database_answers(either_database: Database, tmp_path) -> None:
    assert await either_database.answers()
    nowhere = Database(f"sqlite+aiosqlite:///{tmp_path}/no/such/folder.db", clock=utc_now, new_id=new_id)
    before = set(threading.enumerate())
    assert not await nowhere.answers()
    await nowhere.close()
    # The driver's thread of a failed connection ends on its own; a loop closed before that would be blamed on others.
    for thread in set(threading.enumerate()) - before:
        await asyncio.to_thread(thread.join, 5)
