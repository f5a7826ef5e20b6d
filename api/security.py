"""What every answer carries and what no request may do: headers, cross-site writes, body size."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import problem

MOST_BODY = 1_000_000
"""Bytes; the largest honest body is a knowledge document of 500,000 characters."""
UPLOADS = {"/api/v1/knowledge/files": 21_000_000}
"""Bytes that these paths take: a file of 20 MB and the multipart form around it."""
MOST_PHOTO = 16_000_000
"""Bytes that a campaign's photo takes: a picture of 15 MB and the form around it."""
PHOTO = re.compile(r"/api/v1/campaigns/[^/]+/photo")
SAFE = {"GET", "HEAD", "OPTIONS"}

_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "media-src 'self' blob:; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-src 'self'; frame-ancestors 'none'"
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "microphone=(self), camera=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class SecurityHeaders:
    """Adds the headers that a route has not set itself."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Content-Security-Policy", _CSP)
            await send(message)

        await self.app(scope, receive, with_headers)


class SameOriginWrites:
    """Refuses unsafe requests that a browser sends from another site; keys in headers are not affected."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] not in SAFE and _cross_site(Headers(scope=scope)):
            answer = problem(403, "Not allowed", "This request came from another site.")
            await answer(scope, receive, send)
            return
        await self.app(scope, receive, send)


def _cross_site(headers: Headers) -> bool:
    if "cookie" not in headers:
        return False
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != headers.get("host", "")


class BodyLimit:
    """Refuses a body over the limit with a problem document: by its declared length, else while it is read."""

    def __init__(self, app: ASGIApp, most: int = MOST_BODY) -> None:
        self.app = app
        self.most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        upload = UPLOADS.get(scope["path"], MOST_PHOTO if PHOTO.fullmatch(scope["path"]) else None)
        most = upload or self.most
        declared = Headers(scope=scope).get("content-length", "")
        if declared.isdigit() and int(declared) > most:
            await self._refuse(most, scope, receive, send)
            return
        if upload:
            await self.app(scope, _counted(receive, upload), send)
            return
        body = bytearray()
        more = True
        while more:
            message = await receive()
            if message["type"] != "http.request":
                return
            body += message.get("body", b"")
            more = message.get("more_body", False)
            if len(body) > most:
                await self._refuse(most, scope, receive, send)
                return
        sent = False

        async def replay() -> Message:
            nonlocal sent
            if sent:
                return await receive()
            sent = True
            return {"type": "http.request", "body": bytes(body), "more_body": False}

        await self.app(scope, replay, send)

    async def _refuse(self, most: int, scope: Scope, receive: Receive, send: Send) -> None:
        answer = problem(413, "Too large", _too_large(most), headers={"Connection": "close"})
        await answer(scope, receive, send)


def _counted(receive: Receive, most: int) -> Receive:
    """Passes a body on as it comes, so that a large one is never held whole, and breaks it off over `most` bytes."""
    received = 0

    async def counted() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > most:
            raise HTTPException(413, _too_large(most), headers={"Connection": "close"})
        return message

    return counted


def _too_large(most: int) -> str:
    return f"The body may have at most {most:,} bytes."
