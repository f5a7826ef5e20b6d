"""The HTTP application: middleware, routes, and the life of the process behind them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from api import (
    assets,
    campaigns,
    caps,
    carriers,
    conversations,
    events,
    frontend,
    health,
    knowledge,
    members,
    notifications,
    phone,
    photos,
    problems,
    projects,
    recordings,
    reference,
    rooms,
    session,
    shares,
    voice,
    voice_widget,
    webhooks,
    workspace,
)
from api.runtime import Runtime
from api.security import BodyLimit, SameOriginWrites, SecurityHeaders
from api.voice_cors import WidgetPages


def create_app(start: Callable[[], Awaitable[Runtime]]) -> FastAPI:
    """`start` makes the process's parts when the server begins; they are closed when it ends."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.runtime = runtime = await start()
        try:
            yield
        finally:
            await runtime.close()

    app = FastAPI(
        title="Drumbeat",
        summary="A voice-first campaign service.",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        middleware=[
            Middleware(SecurityHeaders),
            Middleware(WidgetPages),
            Middleware(SameOriginWrites),
            Middleware(BodyLimit),
            Middleware(GZipMiddleware, minimum_size=1024),
        ],
    )
    problems.add_to(app)
    for part in (
        health,
        session,
        campaigns,
        assets,
        projects,
        shares,
        caps,
        conversations,
        workspace,
        knowledge,
        notifications,
        webhooks,
        events,
        phone,
        photos,
        carriers,
        members,
        recordings,
        voice,
        voice_widget,
        rooms,
    ):
        app.include_router(part.router)
    reference.add_to(app)
    frontend.add_to(app)

    @app.api_route(
        "/api/{path:path}", methods=["GET", "POST", "PUT", "PATCH", "DELETE"], include_in_schema=False
    )
    async def unknown(path: str) -> None:
        raise HTTPException(404, f"There is no /api/{path}. The interface is described at /docs.")

    return app
