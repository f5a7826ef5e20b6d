"""`kill -9` of the server under a call: whoever calls again is asked to go on where they were."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from websockets.sync.client import connect

from agent.rehearsal.caller import Line, call
from agent.rehearsal.command import dial
from tests.api.browser import calling
from tests.api.test_phone_doors import ring
from tests.serving import KEY, PATIENCE, Server, Talk, serving, wait_for

pytestmark = [pytest.mark.timeout(300), pytest.mark.slow]

CALLER = "+4915112345678"


@pytest.fixture
def house() -> Iterator[Server]:
    with serving() as server:
        with connect(ring(server, patience=3 * PATIENCE)):  # the ears' language model is built at the first
            pass
        yield server


def newest(house: Server, channel: str) -> dict[str, Any]:
    with house.client() as client:
        listed = client.get("/conversations", params={"channel": channel, "limit": 1}).json()["items"]
        found: dict[str, Any] = client.get(f"/conversations/{listed[0]['id']}").json()
        return found


def crash(house: Server) -> None:
    house.kill()
    house.start()


async def test_who_calls_again_by_telephone_is_told_and_goes_on(house: Server) -> None:
    async def cut_off() -> AsyncIterator[Line]:
        yield Line("Create a campaign called Summer Sale with five images.")
        await asyncio.to_thread(house.kill)

    sid = f"CA{uuid4().hex}"
    with suppress(OSError):
        await call(await dial(house.url, CALLER, sid), cut_off(), call_sid=sid)
    house.start()
    left = newest(house, "phone")
    assert left["draft"]["name"].casefold() == "summer sale"
    assert left["ended_at"] is not None

    async def going_on() -> AsyncIterator[Line]:
        for _ in range(3):  # as a person would who was not understood
            yield Line("Yes please.")
            if (await asyncio.to_thread(newest, house, "phone"))["campaign_id"] == left["campaign_id"]:
                break
        yield Line("Goodbye.")

    sid = f"CA{uuid4().hex}"
    await call(await dial(house.url, CALLER, sid), going_on(), call_sid=sid)
    again = newest(house, "phone")
    assert again["id"] != left["id"]
    greeting = again["turns"][0]["text"]
    assert "cut off" in greeting
    assert "half set up" in greeting
    assert again["campaign_id"] == left["campaign_id"]


def signed_in(house: Server) -> httpx2.AsyncClient:
    headers = {"Authorization": f"Bearer {KEY}"}
    return httpx2.AsyncClient(base_url=f"{house.url}/api/v1", headers=headers, timeout=60)


async def test_a_browser_that_comes_back_is_in_the_same_talk_and_a_new_one_is_asked(house: Server) -> None:
    async with signed_in(house) as client:
        async with calling(client) as first:
            await first.until("said")
            first.type("Create a campaign called Summer Sale about our trail shoes")
            await first.until("turn")
            await asyncio.to_thread(crash, house)
        async with calling(client, first.conversation_id) as back:
            said = " ".join(each["text"] for each in await back.until("said", 2))
            assert "cut off" in said
            assert "Summer Sale was half set up" in said
            assert said.endswith("?")
            back.type("a thousand new leads")
            await back.until("turn")
            draft = (await client.get(f"/conversations/{back.conversation_id}")).json()["draft"]
            assert draft["objective"] == "a thousand new leads"
            await asyncio.to_thread(crash, house)
        async with calling(client) as new:
            assert new.conversation_id != first.conversation_id
            said = " ".join(each["text"] for each in await new.until("said", 3))
            assert "We were cut off: Summer Sale" in said or "cut off with Summer Sale" in said
            new.type("yes")
            await new.until("turn")
            talk = (await client.get(f"/conversations/{new.conversation_id}")).json()
    assert talk["draft"]["name"] == "Summer Sale"


def test_a_typed_talk_goes_on_under_its_id_and_its_yes_is_still_one(house: Server) -> None:
    with house.client() as client:
        talk = Talk.begin(client)
        talk.say(
            "create a campaign called Spring Fling about our running shoes to win 500 leads with two images"
        )
        crash(house)
        read_back = talk.say("read it back to me")
        assert "Spring Fling" in read_back
        crash(house)
        talk.say("yes")
        assert wait_for(client, talk.campaign_id or "", "completed")
