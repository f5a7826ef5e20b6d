"""A server that says that it was told to stop: open event streams would hold it up until its time is out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from types import FrameType

import uvicorn


class StoppableServer(uvicorn.Server):
    """Calls back on the loop at the first signal, before it waits for connections to end."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._tell: Callable[[], object] = lambda: None

    def on_exit(self, tell: Callable[[], object]) -> None:
        """`tell` runs on the loop that this is called on."""
        loop = asyncio.get_running_loop()
        self._tell = lambda: loop.call_soon_threadsafe(tell)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._tell()
        super().handle_exit(sig, frame)
