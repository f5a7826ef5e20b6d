"""A media socket on a port of this machine that answers each call with a given handler: for benches and tests."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import uvicorn
from fastapi import FastAPI, WebSocket


@asynccontextmanager
async def answering(handler: Callable[[WebSocket], Awaitable[object]]) -> AsyncIterator[str]:
    """The address (ws://…) at which, and below which, `handler` is given every socket, accepted."""
    app = FastAPI()

    @app.websocket("/media{below:path}")
    async def media(websocket: WebSocket, below: str) -> None:  # noqa: ARG001
        await websocket.accept()
        await handler(websocket)

    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", lifespan="off")
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    try:
        while not server.started:
            if serving.done():
                serving.result()
            await asyncio.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"ws://127.0.0.1:{port}/media"
    finally:
        server.should_exit = True
        await serving
