"""One talk over telephone, browser and typing: where it is being held, it stays until it is handed on."""

from __future__ import annotations

import json
from contextlib import suppress

import httpx2
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.api.browser import calling
from tests.api.test_phone_doors import closed, nobody_is_on_the_line, ring, start_message
from tests.serving import KEY, PATIENCE, Server

pytestmark = pytest.mark.timeout(200)


def on_the_telephone(client: httpx2.Client) -> str:
    listed = client.get("/conversations", params={"channel": "phone", "limit": 1}).json()["items"]
    found: str = listed[0]["id"]
    return found


async def test_what_was_begun_by_telephone_goes_on_in_the_browser_and_not_at_the_same_time(
    server: Server, client: httpx2.Client
) -> None:
    with connect(ring(server, "CAplace")) as socket:
        socket.send(start_message("CAplace"))
        socket.recv(timeout=PATIENCE)
        talk = on_the_telephone(client)
        for path, body in (
            (f"/conversations/{talk}/turns", {"text": "run it"}),
            ("/voice/offer", {"sdp": "v=0", "conversation_id": talk}),
            ("/voice/typed", {"conversation_id": talk, "text": "run it"}),
        ):
            refused = client.post(path, json=body)
            assert (refused.status_code, refused.json()["title"]) == (409, "On the line"), path
            assert "on the telephone" in refused.json()["detail"]
        with suppress(ConnectionClosed):
            socket.send(json.dumps({"event": "stop"}))
        closed(socket)
    nobody_is_on_the_line(server)
    headers = {"Authorization": f"Bearer {KEY}"}
    async with (
        httpx2.AsyncClient(base_url=f"{server.url}/api/v1", headers=headers, timeout=60) as browser,
        calling(browser, talk) as call,
    ):
        assert call.conversation_id == talk
        said = await call.until("said")
        assert said
        call.type("create a campaign called Second Wind")
        await call.until("turn")
        typed = await browser.post(f"/conversations/{talk}/turns", json={"text": "two images"})
        assert typed.status_code == 409
        assert "spoken line" in typed.json()["detail"]
        async with calling(browser, talk) as moved:
            assert moved.conversation_id == talk
            await moved.until("said")
