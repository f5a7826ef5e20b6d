"""Stands in for Twilio: its REST API on a port here, its signed webhooks, and a telephone's end of a call."""

from __future__ import annotations

import base64
import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import httpx2
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from agent.channels.twiml import signature
from tests.serving import PATIENCE, Server

SECRET = "twilio-secret"
ACCOUNT = "ACtest"
OURS = "+4930123456"
QUIET = 1.0
"""Seconds without a sound after which the agent is done; sentences are a fifth apart."""
SILENCE = base64.b64encode(b"\xff" * 160).decode()


@dataclass
class Rest:
    """What was asked of the REST API, in order: path and form. `status` is what it answers with."""

    url: str
    asked: list[tuple[str, dict[str, list[str]]]] = field(default_factory=list)
    status: int = 201

    def placed(self) -> list[dict[str, list[str]]]:
        return [form for path, form in self.asked if path.endswith("/Calls.json")]

    def told(self, sid: str) -> list[dict[str, list[str]]]:
        return [form for path, form in self.asked if path.endswith(f"/Calls/{sid}.json")]


@contextmanager
def rest() -> Iterator[Rest]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            assert self.headers["Authorization"].startswith("Basic ")
            standing.asked.append((self.path, parse_qs(body)))
            answer = json.dumps({"sid": f"CAout{len(standing.asked)}", "message": "not today"}).encode()
            self.send_response(standing.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: Any) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    standing = Rest(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield standing
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def webhook(server: Server, path: str, **form: str) -> httpx2.Response:
    """A signed webhook; `server` answers at its own address."""
    given = signature(SECRET, f"{server.url}{path}", form)
    headers = {"X-Twilio-Signature": given}
    return httpx2.post(f"{server.url}{path}", data=form, headers=headers, timeout=PATIENCE)


def stream_of(answer: httpx2.Response) -> str:
    found = re.search(r'<Stream url="([^"]+)"', answer.text)
    assert found, answer.text
    return found.group(1)


class Telephone:
    """The caller's end: sends silence, notes what comes back, presses keys."""

    def __init__(self, socket: ClientConnection, sid: str) -> None:
        self.sid = sid
        self.audio = 0
        self.heard_at = time.monotonic()
        self.over = threading.Event()
        self._socket = socket
        self._threads = [threading.Thread(target=work, daemon=True) for work in (self._hear, self._breathe)]
        start = {"streamSid": "MZ1", "callSid": sid, "tracks": ["inbound"]}
        self._send({"event": "start", "streamSid": "MZ1", "start": start})
        for thread in self._threads:
            thread.start()

    def press(self, keys: str) -> None:
        for key in keys:
            self._send({"event": "dtmf", "streamSid": "MZ1", "dtmf": {"digit": key}})

    def hears_something(self) -> None:
        until(lambda: self.audio > 20, "the agent was not heard")

    def lets_it_finish(self) -> None:
        """Until the agent has said its say."""
        self.hears_something()
        until(lambda: time.monotonic() - self.heard_at > QUIET, "the agent did not stop speaking")

    def hang_up(self) -> None:
        self._send({"event": "stop", "streamSid": "MZ1", "stop": {}})
        self.ends()

    def ends(self) -> None:
        assert self.over.wait(PATIENCE), "the call did not end"

    def _send(self, message: dict[str, Any]) -> None:
        with suppress(ConnectionClosed):
            self._socket.send(json.dumps(message))

    def _hear(self) -> None:
        with suppress(ConnectionClosed):
            for raw in self._socket:
                message = json.loads(raw)
                if message["event"] == "media":
                    self.audio += 1
                    if set(base64.b64decode(message["media"]["payload"])) - {0xFF, 0x7F}:
                        self.heard_at = time.monotonic()
        self.over.set()

    def _breathe(self) -> None:
        media = {"event": "media", "streamSid": "MZ1", "media": {"track": "inbound", "payload": SILENCE}}
        while not self.over.wait(0.02):
            self._send(media)


@contextmanager
def telephone(url: str, sid: str) -> Iterator[Telephone]:
    with connect(url) as socket:
        line = Telephone(socket, sid)
        yield line
    line.over.wait(PATIENCE)


def until(true: Callable[[], object], otherwise: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if true():
            return
        time.sleep(0.05)
    raise AssertionError(otherwise)
