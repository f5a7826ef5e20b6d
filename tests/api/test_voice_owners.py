"""A call on the line is its owner's: no other workspace ends it, and no bad offer does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from hashlib import sha256

import httpx2
import pytest

from store.clock import new_id, utc_now
from store.database import Database
from store.models import ApiKey, Member, Workspace
from tests.api.browser import calling
from tests.serving import KEY, Server, serving

OTHER_KEY = "db_another-workspace-of-this-server"


@pytest.fixture(scope="module")
def house() -> Iterator[Server]:
    with serving() as running:
        asyncio.run(_another_workspace(running))
        yield running


async def _another_workspace(server: Server) -> None:
    database = Database(
        f"sqlite+aiosqlite:///{server.data_dir / 'drumbeat.sqlite3'}", clock=utc_now, new_id=new_id
    )
    async with database.write() as uow:
        space = Workspace(id=uow.new_id(), name="Others", timezone="UTC", brand={}, created_at=uow.now)
        uow.workspaces.add(space)
        await uow.flush()
        ada = Member(id=uow.new_id(), workspace_id=space.id, name="Ada", role="owner", created_at=uow.now)
        uow.members.add(ada)
        await uow.flush()
        key = ApiKey(
            id=uow.new_id(),
            workspace_id=space.id,
            member_id=ada.id,
            name="key",
            prefix="db_anoth",
            digest=sha256(OTHER_KEY.encode()).hexdigest(),
            created_at=uow.now,
        )
        uow.members.add(key)
    await database.close()


@pytest.fixture
async def browser(house: Server) -> AsyncIterator[httpx2.AsyncClient]:
    headers = {"Authorization": f"Bearer {KEY}"}
    async with httpx2.AsyncClient(base_url=f"{house.url}/api/v1", headers=headers, timeout=60) as client:
        yield client


async def test_neither_a_stranger_nor_a_bad_offer_ends_a_running_call(browser: httpx2.AsyncClient) -> None:
    async with calling(browser) as call:
        await call.until("said")
        mine = {"sdp": "v=0 hello", "conversation_id": call.conversation_id}
        theirs = {"Authorization": f"Bearer {OTHER_KEY}"}
        refused = await browser.post("/voice/offer", json=mine, headers=theirs)
        assert refused.status_code == 404
        typed = await browser.post(
            f"/conversations/{call.conversation_id}/turns", json={"text": "hello"}, headers=theirs
        )
        assert typed.status_code == 404
        assert (await browser.post("/voice/offer", json=mine)).status_code == 422
        call.type("Create a campaign called Still Here")
        await call.until("turn")
        shown = (await browser.get(f"/conversations/{call.conversation_id}")).json()
    assert shown["draft"]["name"] == "Still Here"
