"""Hears that another process has written to an SQLite file: its news are in the table, this process's bus is rung."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sqlite3
from collections.abc import Callable
from pathlib import Path

from sqlalchemy.engine import make_url

logger = logging.getLogger(__name__)

LOOK_EVERY = 0.3
"""Seconds between looks at the file's change counter: one pragma, about 10 µs, that reads no table."""


class SqliteListener:
    """Rings with `signal` when the file has changed, from the first call of `start`. Not for databases in memory."""

    def __init__(self, url: str, signal: Callable[[], None]) -> None:
        self._path = make_url(url).database or ""
        self._signal = signal
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        if self._task is None and Path(self._path).exists():
            connection = sqlite3.connect(self._path)
            self._task = asyncio.create_task(self._listen(connection, _changes(connection)))

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _listen(self, connection: sqlite3.Connection, seen: int) -> None:
        with contextlib.closing(connection):
            while True:
                await asyncio.sleep(LOOK_EVERY)
                try:
                    now = _changes(connection)
                except sqlite3.OperationalError as error:
                    logger.warning("looking for news of other processes failed: %s", error)
                    continue
                if now != seen:
                    seen = now
                    self._signal()


def _changes(connection: sqlite3.Connection) -> int:
    """Differs when another connection has committed since this one last looked."""
    value: int = connection.execute("PRAGMA data_version").fetchone()[0]
    return value
