"""Two hundred at once at every door while one call is live: refused clearly, and nothing of it stays."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import uuid4

import httpx2
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect as a_call

from agent.rehearsal.caller import CallRecord, Line, call
from agent.rehearsal.command import dial
from tests.api.test_phone_doors import nobody_is_on_the_line, ring
from tests.serving import KEY, PATIENCE, Server, serving

log = logging.getLogger(__name__)

pytestmark = [pytest.mark.timeout(500), pytest.mark.slow]

AT_ONCE = 200
FLOODS = 4
GROWTH = 24
"""MiB that the server may have grown after the last flood since the first: fragments, not callers (measured: 4)."""


@pytest.fixture(scope="module")
def small() -> Iterator[Server]:
    with serving(DRUMBEAT_MAX_CALLS="2") as server:
        with a_call(ring(server, patience=3 * PATIENCE)):  # the ears' language model is built at the first
            pass
        nobody_is_on_the_line(server)
        yield server


def resident(server: Server) -> float:
    """MiB of memory that the server's process holds."""
    assert server.process is not None
    status = Path(f"/proc/{server.process.pid}/status").read_text(encoding="utf-8")
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def crowd(server: Server) -> httpx2.AsyncClient:
    return httpx2.AsyncClient(
        base_url=server.url,
        headers={"Authorization": f"Bearer {KEY}"},
        limits=httpx2.Limits(max_connections=AT_ONCE, max_keepalive_connections=0),
        timeout=120,
    )


async def rings(client: httpx2.AsyncClient) -> list[str]:
    """The media addresses of those who were let in; everybody else heard that the lines are busy."""
    answers = await asyncio.gather(
        *(
            client.post("/phone/twilio/voice", data={"CallSid": f"CA{uuid4().hex}", "From": "+15550100"})
            for _ in range(AT_ONCE)
        )
    )
    found = [re.search(r'<Stream url="([^"]+)"', answer.text) for answer in answers]
    refused = [answer for answer, let_in in zip(answers, found, strict=True) if let_in is None]
    assert all("busy" in answer.text and "<Hangup/>" in answer.text for answer in refused)
    return [let_in[1] for let_in in found if let_in is not None]


async def offers(client: httpx2.AsyncClient) -> list[httpx2.Response]:
    return await asyncio.gather(
        *(client.post("/api/v1/voice/offer", json={"sdp": "v=0 nonsense"}) for _ in range(AT_ONCE))
    )


async def typed(client: httpx2.AsyncClient) -> list[httpx2.Response]:
    return await asyncio.gather(*(client.post("/api/v1/conversations", json={}) for _ in range(AT_ONCE)))


async def knocks(server: Server, used: str) -> int:
    """How many of many simultaneous sockets were opened, with a used token and with made-up ones."""
    guess = f"ws://127.0.0.1:{server.port}/phone/twilio/media/guess"

    async def knock(number: int) -> bool:
        try:
            async with connect(used if number % 2 else f"{guess}{number}", open_timeout=60):
                return True
        except InvalidStatus:
            return False

    return sum(await asyncio.gather(*(knock(number) for number in range(AT_ONCE))))


async def flood(server: Server, client: httpx2.AsyncClient) -> None:
    """Every door once, with one line free."""
    let_in = await rings(client)
    assert len(let_in) == 1
    full = await offers(client)
    assert {answer.status_code for answer in full} == {503}
    assert all(int(answer.headers["Retry-After"]) > 0 for answer in full)
    assert "busy" in full[0].json()["detail"]
    async with connect(let_in[0]) as socket:
        await socket.send(json.dumps({"event": "stop"}))
    assert await knocks(server, let_in[0]) == 0
    nonsense = [answer.status_code for answer in await offers(client)]
    assert set(nonsense) <= {422, 503}
    assert 422 in nonsense, "the free line is there for the next who has an offer"
    answers = await typed(client)
    assert {answer.status_code for answer in answers} == {201, 503}
    assert all(answer.headers["Retry-After"] for answer in answers if answer.status_code == 503)


async def test_other_calls_do_not_notice_and_memory_comes_back(small: Server) -> None:
    sizes: list[float] = []

    async def script() -> AsyncIterator[Line]:
        yield Line("How many credits do I have?")
        yield Line("How many credits do I have?")
        async with crowd(small) as client:
            for _ in range(FLOODS):
                one = asyncio.create_task(flood(small, client))
                while not one.done():
                    yield Line("How many credits do I have?")
                await one
                sizes.append(resident(small))

    sid = f"CA{uuid4().hex}"
    record: CallRecord = await call(await dial(small.url, call_sid=sid), script(), call_sid=sid)
    took = [exchange.latency for exchange in record.exchanges]
    log.warning("answered after %s ms; %s MiB resident", took, sizes)
    assert len(took) >= 2 + FLOODS
    assert None not in took, "the live call was not answered during the flood"
    assert sizes[-1] - sizes[0] < GROWTH
