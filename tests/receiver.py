"""A real HTTP server on loopback that keeps what it is sent and answers as it is told."""

from __future__ import annotations

import asyncio
import socketserver
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

PATIENCE = 20.0
"""Seconds; a busy machine answers within."""


@dataclass(frozen=True)
class Reply:
    """`times` in a row; `stalls` holds the answer back until the test is over."""

    code: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    times: int = 1
    stalls: bool = False


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


class Receiver:
    """Answers 200 once its replies are used up."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.stalling = ""
        """A path that is never answered while the test runs."""
        self.over = threading.Event()
        self._replies: list[Reply] = []
        self._news = threading.Condition()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                with receiver._news:
                    receiver.requests.append(Request(self.command, self.path, dict(self.headers), body))
                    receiver._news.notify_all()
                stalls = self.path == receiver.stalling
                reply = receiver._replies.pop(0) if receiver._replies and not stalls else Reply()
                if stalls or reply.stalls:
                    receiver.over.wait()
                self.send_response(reply.code)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(reply.body)))
                self.end_headers()
                self.wfile.write(reply.body)

            do_GET = do_POST  # noqa: N815 - the name that http.server asks for

            def log_message(self, *_: object) -> None:
                """Quiet."""

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: object) -> None:
                """A client that hangs up early is part of the tests."""

        self.server: socketserver.BaseServer = Server(("127.0.0.1", 0), Handler)
        self.port: int = self.server.server_address[1]

    def url(self, path: str) -> str:
        return f"http://localhost:{self.port}{path}"

    async def received(self, count: int) -> None:
        """Return once so many requests were received in all."""

        def wait() -> bool:
            with self._news:
                return self._news.wait_for(lambda: len(self.requests) >= count, PATIENCE)

        assert await asyncio.to_thread(wait), f"{len(self.requests)} requests, not {count}"

    def answers(self, *replies: Reply) -> None:
        self._replies += [reply for reply in replies for _ in range(reply.times)]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver()
    thread = threading.Thread(target=made.server.serve_forever, daemon=True)
    thread.start()
    yield made
    made.over.set()
    made.server.shutdown()
    made.server.server_close()
    thread.join()
