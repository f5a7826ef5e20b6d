"""The doors of Telnyx, Plivo and Exotel: who is let in, and a greeting in each carrier's own frames."""

from __future__ import annotations

import base64
import html
import json
import re
import time
from collections.abc import Iterator
from contextlib import suppress

import httpx2
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from agent.channels import plivo
from tests.serving import PATIENCE, Server, serving

CALLER = "+4915112345678"
PUBLIC = "https://voice.example"
KEY = Ed25519PrivateKey.generate()
PUBLIC_KEY = base64.b64encode(KEY.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()

STARTS = {
    "telnyx": {
        "event": "start",
        "stream_id": "s1",
        "start": {"call_control_id": "c1", "media_format": {"encoding": "PCMA", "sample_rate": 8000}},
    },
    "plivo": {"event": "start", "start": {"callId": "c1", "streamId": "s1"}},
    "exotel": {
        "event": "start",
        "stream_sid": "s1",
        "start": {"stream_sid": "s1", "call_sid": "c1", "account_sid": "a1"},
    },
}
SOUND = {"telnyx": "media", "plivo": "playAudio", "exotel": "media"}


def ring(server: Server, carrier: str) -> str:
    """The media socket's address, from an answered call."""
    if carrier == "exotel":
        asked = {"CallSid": "c1", "CallFrom": CALLER}
        answer = httpx2.get(f"{server.url}/phone/exotel/voice", params=asked, timeout=60)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["url"])
    form = {"CallUUID": "c1", "From": CALLER, "To": "+4930123456"}
    answer = httpx2.post(f"{server.url}/phone/{carrier}/voice", data=form, timeout=60)
    found = re.search(r"wss?://[^\"<]+", html.unescape(answer.text))
    assert found, answer.text
    return found.group(0)


def newest(client: httpx2.Client) -> dict[str, str | None]:
    listed = client.get("/conversations", params={"channel": "phone", "limit": 1}).json()
    found: dict[str, str | None] = listed["items"][0]
    return found


@pytest.mark.parametrize("carrier", ["telnyx", "plivo", "exotel"])
def test_a_call_is_greeted_in_the_carriers_own_frames(
    server: Server, client: httpx2.Client, carrier: str
) -> None:
    with connect(ring(server, carrier)) as socket:
        socket.send(json.dumps(STARTS[carrier]))
        event = json.loads(socket.recv(timeout=PATIENCE))
        assert event["event"] == SOUND[carrier]
        assert len(base64.b64decode(event["media"]["payload"])) in (160, 320)
        socket.send(json.dumps({"event": "stop"}))
        with suppress(ConnectionClosed):
            while True:
                socket.recv(timeout=PATIENCE)
    deadline = time.monotonic() + PATIENCE
    while newest(client)["ended_at"] is None and time.monotonic() < deadline:
        time.sleep(0.1)
    assert newest(client)["ended_at"] is not None
    assert newest(client)["caller"] == CALLER


@pytest.mark.parametrize("carrier", ["telnyx", "plivo", "exotel"])
def test_a_socket_without_a_token_is_not_opened(server: Server, carrier: str) -> None:
    with (
        pytest.raises(InvalidStatus),
        connect(f"ws://127.0.0.1:{server.port}/phone/{carrier}/media/guess"),
    ):
        pass


@pytest.fixture(scope="module")
def guarded() -> Iterator[Server]:
    with serving(
        DRUMBEAT_PUBLIC_URL=PUBLIC,
        DRUMBEAT_TELNYX_PUBLIC_KEY=PUBLIC_KEY,
        DRUMBEAT_PLIVO_AUTH_TOKEN="plivo-secret",
        DRUMBEAT_EXOTEL_KEY="exotel-key",
    ) as running:
        yield running


def telnyx_asks(server: Server, *, body: bytes, signed: bytes, at: int) -> httpx2.Response:
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "telnyx-timestamp": str(at),
        "telnyx-signature-ed25519": base64.b64encode(KEY.sign(f"{at}|".encode() + signed)).decode(),
    }
    return httpx2.post(f"{server.url}/phone/telnyx/voice", content=body, headers=headers)


def test_telnyx_must_sign_what_it_sends_and_lately(guarded: Server) -> None:
    now, body = int(time.time()), b"From=%2B4915112345678&To=%2B4930123456"
    assert telnyx_asks(guarded, body=body, signed=body, at=now).status_code == 200
    assert telnyx_asks(guarded, body=body + b"9", signed=body, at=now).status_code == 403
    assert telnyx_asks(guarded, body=body, signed=body, at=now - 600).status_code == 403
    assert httpx2.post(f"{guarded.url}/phone/telnyx/voice", data={"From": CALLER}).status_code == 403


def test_plivo_must_sign_what_it_sends(guarded: Server) -> None:
    form = {"CallUUID": "c1", "From": CALLER, "To": "+4930123456"}
    url = f"{PUBLIC}/phone/plivo/voice"

    def asks(given: str) -> httpx2.Response:
        headers = {"X-Plivo-Signature-V3": given, "X-Plivo-Signature-V3-Nonce": "12345"}
        return httpx2.post(f"{guarded.url}/phone/plivo/voice", data=form, headers=headers)

    right = plivo.signature("plivo-secret", url, form, "12345")
    assert asks(f"of-an-older-token,{right}").status_code == 200
    assert asks(plivo.signature("plivo-secret", url, form, "other")).status_code == 403
    assert asks(plivo.signature("wrong", url, form, "12345")).status_code == 403
    assert "<Hangup/>" in asks(right).text


def test_exotel_must_know_the_key(guarded: Server) -> None:
    asked = {"CallSid": "c1", "CallFrom": CALLER}
    address = f"{guarded.url}/phone/exotel/voice"
    assert httpx2.get(address, params=asked).status_code == 403
    assert httpx2.get(address, params={**asked, "key": "guess"}).status_code == 403
    stranger = httpx2.get(address, params={**asked, "key": "exotel-key"})
    assert stranger.status_code == 403
    assert "not known" in stranger.json()["detail"]
