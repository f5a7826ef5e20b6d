"""The ledger always sums to the balance; a key counts once."""

from __future__ import annotations

import asyncio

import pytest

from store.database import Database
from store.models import Workspace
from store.repositories.ledger import InsufficientCredits


@pytest.fixture
async def workspace_id(either_database: Database) -> str:
    async with either_database.write() as uow:
        row = Workspace(id=uow.new_id(), name="Acme", timezone="UTC", created_at=uow.now)
        uow.workspaces.add(row)
    return row.id


async def change(db: Database, workspace_id: str, amount: int, key: str) -> int:
    async with db.write() as uow:
        entry = await uow.ledger.change(workspace_id, amount, kind="grant", key=key, cause={})
        return entry.balance_after


async def entries(db: Database, workspace_id: str) -> list[int]:
    async with db.read() as uow:
        rows = await uow.ledger.page(workspace_id, 1000, None)
        balance = (await uow.workspaces.get(workspace_id)).balance
    assert sum(row.amount for row in rows) == balance
    return [row.amount for row in reversed(rows)]


async def test_each_change_says_the_balance_after_it(either_database: Database, workspace_id: str) -> None:
    assert await change(either_database, workspace_id, 200, "a") == 200
    assert await change(either_database, workspace_id, -43, "b") == 157
    assert await entries(either_database, workspace_id) == [200, -43]


async def test_the_same_key_changes_once(either_database: Database, workspace_id: str) -> None:
    await change(either_database, workspace_id, 200, "opening")
    assert await change(either_database, workspace_id, -5, "unit:1") == 195
    assert await change(either_database, workspace_id, -5, "unit:1") == 195
    assert await entries(either_database, workspace_id) == [200, -5]


async def test_the_same_key_at_the_same_time_changes_once(
    either_database: Database, workspace_id: str
) -> None:
    await change(either_database, workspace_id, 200, "opening")
    await asyncio.gather(*(change(either_database, workspace_id, -5, "unit:1") for _ in range(8)))
    assert await entries(either_database, workspace_id) == [200, -5]


async def test_what_the_balance_does_not_cover_is_refused_and_leaves_no_trace(
    either_database: Database, workspace_id: str
) -> None:
    await change(either_database, workspace_id, 10, "opening")
    with pytest.raises(InsufficientCredits) as refused:
        await change(either_database, workspace_id, -12, "unit:1")
    assert refused.value.short == 2
    assert await entries(either_database, workspace_id) == [10]


async def test_many_charges_at_once_never_overdraw(either_database: Database, workspace_id: str) -> None:
    await change(either_database, workspace_id, 20, "opening")
    outcomes = await asyncio.gather(
        *(change(either_database, workspace_id, -3, f"unit:{n}") for n in range(10)), return_exceptions=True
    )
    refused = [outcome for outcome in outcomes if isinstance(outcome, InsufficientCredits)]
    assert len(refused) == 4
    assert sum(await entries(either_database, workspace_id)) == 2
