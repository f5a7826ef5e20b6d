"""What arrives on the media socket of a live call and is no call's: stalls, huge and foreign frames, wrong order."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from agent.channels.media import START_WITHIN
from tests.api.test_phone_doors import closed, nobody_is_on_the_line, ring, start_message
from tests.serving import PATIENCE, Server

pytestmark = pytest.mark.timeout(200)

SILENCE = base64.b64encode(b"\xff" * 160).decode()


def media(payload: str = SILENCE, **more: Any) -> str:
    return json.dumps({"event": "media", "streamSid": "MZ1", **more, "media": {"payload": payload, **more}})


def is_heard(socket: ClientConnection, packets: int = 25) -> bool:
    """Whether the agent's voice still comes: half a second of it."""
    with suppress(ConnectionClosed, TimeoutError):
        for _ in range(packets):
            while json.loads(socket.recv(timeout=PATIENCE))["event"] != "media":
                pass
        return True
    return False


def out_of_order(socket: ClientConnection) -> None:
    for number in (900, 3, 3, 2, 10**12, -1):
        socket.send(media(sequenceNumber=str(number), chunk=str(number), timestamp=str(-number)))
    socket.send(start_message())


def foreign(socket: ClientConnection) -> None:
    for event in ("clear", "connected", "mark", "", "drop table"):
        socket.send(json.dumps({"event": event, "streamSid": "MZ2"}))
    socket.send(json.dumps({"event": "dtmf", "dtmf": {"digit": "Q"}}))


def wrong_codec(socket: ClientConnection) -> None:
    """Other than 8 kHz mu-law in 20 ms: linear, odd, empty, a second at once."""
    for size in (0, 1, 7, 641, 8000):
        socket.send(media(base64.b64encode(bytes(range(256)) * (size // 256 + 1)).decode()[: size // 4 * 4]))


@pytest.mark.parametrize("nonsense", [out_of_order, foreign, wrong_codec])
def test_a_call_survives_some_nonsense(server: Server, nonsense: Callable[[ClientConnection], None]) -> None:
    with connect(ring(server)) as socket:
        socket.send(start_message())
        assert is_heard(socket)
        nonsense(socket)
        assert is_heard(socket)
        socket.send(json.dumps({"event": "stop"}))
        closed(socket)
    nobody_is_on_the_line(server)


@pytest.mark.parametrize(
    "frame", [b"\x00\x01binary", b"\xff" * 100_000, "{" * 20_000, media("A" * 3_000_000)]
)
def test_a_frame_that_no_carrier_sends_hurts_its_own_call_at_most(server: Server, frame: str | bytes) -> None:
    with connect(ring(server), max_size=None) as socket, connect(ring(server, "CA2")) as other:
        for each, sid in ((socket, "CA1"), (other, "CA2")):
            each.send(start_message(sid))
            assert is_heard(each, 1)
        with suppress(ConnectionClosed):
            for _ in range(25):
                socket.send(frame)
        assert is_heard(other)
        for each in (socket, other):
            with suppress(ConnectionClosed):
                each.send(json.dumps({"event": "stop"}))
            closed(each)
    nobody_is_on_the_line(server)


def test_a_socket_that_says_nothing_gives_its_line_back(server: Server) -> None:
    with connect(ring(server)) as socket:
        began = time.monotonic()
        closed(socket)
        assert time.monotonic() - began < START_WITHIN + 10
    nobody_is_on_the_line(server)
