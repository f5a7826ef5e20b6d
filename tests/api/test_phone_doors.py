"""The phone's doors: who is let in, once, and what happens to those who send nonsense."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from contextlib import suppress

import httpx2
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from agent.channels.twiml import signature
from tests.serving import PATIENCE, Server, serving

SECRET = "twilio-secret"
PUBLIC = "https://voice.example"
FORM = {"CallSid": "CA1", "From": "+4915112345678", "To": "+4930123456"}


def stream_url(answer: httpx2.Response) -> str:
    assert answer.status_code == 200, answer.text
    found = re.search(r'<Connect><Stream url="([^"]+)"', answer.text)
    assert found, answer.text
    return found.group(1)


def ring(server: Server, sid: str = "CA1", patience: float = PATIENCE) -> str:
    form = {**FORM, "CallSid": sid}
    return stream_url(httpx2.post(f"{server.url}/phone/twilio/voice", data=form, timeout=patience))


def start_message(sid: str = "CA1") -> str:
    return json.dumps(
        {
            "event": "start",
            "streamSid": "MZ1",
            "start": {"streamSid": "MZ1", "callSid": sid, "tracks": ["inbound"]},
        }
    )


def closed(socket: ClientConnection) -> None:
    """Reads until the server hangs up."""
    with suppress(ConnectionClosed):
        while True:
            socket.recv(timeout=PATIENCE)


def live_calls(server: Server) -> float:
    metrics = httpx2.get(f"{server.url}/metrics").text
    found = re.search(r"^drumbeat_live_calls ([\d.]+)$", metrics, re.MULTILINE)
    assert found
    return float(found.group(1))


def nobody_is_on_the_line(server: Server) -> None:
    deadline = time.monotonic() + PATIENCE
    while live_calls(server) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert live_calls(server) == 0
    assert httpx2.get(f"{server.url}/readyz").status_code == 200


class TestOnThisMachine:
    def test_a_call_is_handed_to_the_media_socket(self, server: Server) -> None:
        assert re.fullmatch(rf"ws://127\.0\.0\.1:{server.port}/phone/twilio/media/\S+", ring(server))

    def test_a_token_opens_one_socket(self, server: Server) -> None:
        url = ring(server)
        with connect(url):
            pass
        with pytest.raises(InvalidStatus), connect(url):
            pass
        nobody_is_on_the_line(server)

    def test_a_made_up_token_opens_none(self, server: Server) -> None:
        with pytest.raises(InvalidStatus), connect(f"ws://127.0.0.1:{server.port}/phone/twilio/media/guess"):
            pass

    def test_a_token_is_good_for_its_own_call_only(self, server: Server) -> None:
        with connect(ring(server, "CA1")) as socket:
            socket.send(start_message("CA2"))
            closed(socket)

    @pytest.mark.parametrize("first", ["garbage", "{}", "[]", '{"event": "start"}', "x" * 100_000])
    def test_a_socket_that_begins_with_nonsense_is_closed(self, server: Server, first: str) -> None:
        with connect(ring(server)) as socket:
            socket.send(first)
            socket.send(first)
            closed(socket)
        nobody_is_on_the_line(server)

    def test_malformed_audio_ends_the_call_and_nothing_else(self, server: Server) -> None:
        with connect(ring(server)) as socket:
            socket.send(start_message())
            socket.send('{"event": "media", "media": {"payload": "###"}}')
            for _ in range(60):
                socket.send('{"event": "media"}')
            closed(socket)
        nobody_is_on_the_line(server)

    def test_a_caller_who_vanishes_leaves_an_ended_conversation(
        self, server: Server, client: httpx2.Client
    ) -> None:
        with connect(ring(server, "CA7")) as socket:
            socket.send(start_message("CA7"))
            socket.recv(timeout=PATIENCE)
            socket.socket.close()
        nobody_is_on_the_line(server)
        newest = client.get("/conversations", params={"channel": "phone", "limit": 1}).json()["items"][0]
        assert newest["ended_at"] is not None


class TestUnsignedBehindAProxy:
    """A proxy on this machine is a local peer too; the internet behind it must not become the owner."""

    @pytest.mark.parametrize(
        "header",
        [
            {"Host": "voice.example"},
            {"Host": "[::1"},
            {"Forwarded": "for=203.0.113.7"},
            {"X-Forwarded-Proto": "https"},
            {"X-Real-IP": "203.0.113.7"},
        ],
    )
    def test_what_a_proxy_passes_on_is_refused(self, server: Server, header: dict[str, str]) -> None:
        for carrier in ("twilio", "telnyx", "plivo"):
            answer = httpx2.post(f"{server.url}/phone/{carrier}/voice", data=FORM, headers=header)
            assert answer.status_code == 403, carrier
            assert "this machine only" in answer.json()["detail"]

    def test_so_is_everything_where_the_public_address_is_not_this_machines(self) -> None:
        with serving(DRUMBEAT_PUBLIC_URL=PUBLIC) as public:
            assert httpx2.post(f"{public.url}/phone/twilio/voice", data=FORM).status_code == 403


@pytest.fixture(scope="module")
def signed() -> Iterator[Server]:
    with serving(DRUMBEAT_TWILIO_AUTH_TOKEN=SECRET, DRUMBEAT_PUBLIC_URL=PUBLIC) as server:
        yield server


class TestBehindTwilio:
    def post(self, server: Server, given: str | None) -> httpx2.Response:
        headers = {"X-Twilio-Signature": given} if given else {}
        return httpx2.post(f"{server.url}/phone/twilio/voice", data=FORM, headers=headers)

    @pytest.mark.parametrize(
        "given", [None, "forged", signature("other", PUBLIC + "/phone/twilio/voice", FORM)]
    )
    def test_an_unsigned_webhook_is_refused(self, signed: Server, given: str | None) -> None:
        answer = self.post(signed, given)
        assert answer.status_code == 403
        assert "X-Twilio-Signature" in answer.json()["detail"]

    def test_an_unknown_caller_is_told_so_and_let_go(self, signed: Server) -> None:
        answer = self.post(signed, signature(SECRET, PUBLIC + "/phone/twilio/voice", FORM))
        assert answer.status_code == 200
        assert "<Hangup/>" in answer.text
        assert "<Stream" not in answer.text
