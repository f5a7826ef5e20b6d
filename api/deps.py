"""Who asks, and what the process offers, as FastAPI dependencies."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request, WebSocket

from api.runtime import Runtime
from orchestrator.errors import Forbidden, Unauthenticated
from orchestrator.orchestrator import Orchestrator
from orchestrator.views import Actor
from store.words import Role


def runtime_of(connection: Request = None, websocket: WebSocket = None) -> Runtime:  # type: ignore[assignment]
    """The process's parts; works for HTTP and WebSocket routes alike."""
    runtime: Runtime = (connection or websocket).app.state.runtime
    return runtime


Parts = Annotated[Runtime, Depends(runtime_of)]


def orchestrator_of(parts: Parts) -> Orchestrator:
    return parts.orchestrator


Door = Annotated[Orchestrator, Depends(orchestrator_of)]


def cookie_name(public_url: str) -> str:
    """`__Host-` binds the cookie to this host, but browsers only take it over https."""
    return "__Host-drumbeat" if public_url.startswith("https:") else "drumbeat"


async def signed_in(request: Request, parts: Parts) -> Actor:
    """The member behind the API key or the session cookie. Raises Unauthenticated."""
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    if key:
        if scheme.lower() != "bearer":
            raise Unauthenticated("Use the Authorization header as: Bearer <key>.")
        return await parts.orchestrator.access.authenticate(key.strip())
    token = request.cookies.get(cookie_name(parts.settings.public_url))
    if not token:
        raise Unauthenticated(
            "Send an API key as a Bearer token, or sign in with the link that `serve` printed."
        )
    return await parts.orchestrator.access.session_actor(token)


Signed = Annotated[Actor, Depends(signed_in)]


def owner_signed(actor: Signed) -> Actor:
    if actor.role not in (Role.OWNER, Role.ADMIN):
        raise Forbidden("Only an owner or admin may do this.")
    return actor


Owner = Annotated[Actor, Depends(owner_signed)]
