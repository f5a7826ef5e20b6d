"""Another site that embeds the microphone: its page and its server, on an origin of its own."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import httpx2

from tests.serving import Server

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Shop</title>
<style>body {{ max-width: 34em; margin: 2em auto; padding: 0 1em; font: 16px/1.5 sans-serif; }}</style></head>
<body><h1>Plan your next campaign</h1>
<script type="module" src="{server}/mic.js"></script>
<drumbeat-mic token-url="/drumbeat-token"></drumbeat-mic>
</body></html>"""
POLICY = "default-src 'none'; script-src {server}; connect-src 'self' {server}; style-src 'unsafe-inline'"


@dataclass
class Site:
    """`key` is the site's API key, which its pages never see; without one they get no token."""

    port: int
    server: Server | None = None
    key: str = ""
    minted: int = 0

    @property
    def origin(self) -> str:
        return f"http://localhost:{self.port}"

    def token(self) -> str:
        assert self.server is not None
        self.minted += 1
        with self.server.client(self.key) as client:
            made: httpx2.Response = client.post(
                "/voice/widget", json={"origin": self.origin, "visitor": "user-42"}
            )
        return str(made.json().get("token", ""))


class _Pages(BaseHTTPRequestHandler):
    site: ClassVar[Site]

    def do_GET(self) -> None:
        assert self.site.server is not None
        server = self.site.server.url
        if self.path == "/drumbeat-token":
            self._answer("application/json", json.dumps({"token": self.site.token()}))
        elif self.path == "/":
            self._answer("text/html; charset=utf-8", PAGE.format(server=server), POLICY.format(server=server))
        else:
            self.send_error(404)

    def _answer(self, kind: str, text: str, policy: str = "default-src 'none'") -> None:
        body = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", policy)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def hosting() -> Iterator[Site]:
    """The site is up at once; which Drumbeat its pages call is told later, because that must know the origin first."""

    class Pages(_Pages):
        pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Pages) as http:
        site = Pages.site = Site(http.server_port)
        thread = threading.Thread(target=http.serve_forever, daemon=True)
        thread.start()
        try:
            yield site
        finally:
            http.shutdown()
            thread.join()
