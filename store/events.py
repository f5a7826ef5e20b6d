"""The bus that says that the outbox has news. It carries no event: readers take those from the table."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import psycopg
from sqlalchemy.engine import make_url

logger = logging.getLogger(__name__)

CHANNEL = "drumbeat_event"
"""The PostgreSQL notification channel; the payload is the workspace's id."""

RECONNECT = 1.0
"""Seconds before a lost listening connection is tried again."""


@dataclass(eq=False, slots=True)
class Subscription:
    """News of one workspace, or of all (None), for one task on the loop that subscribed."""

    workspace_id: str | None
    loop: asyncio.AbstractEventLoop
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    async def wait(self) -> None:
        """Return when something was committed since the last return."""
        await self._news.wait()
        self._news.clear()

    def tell(self) -> None:
        """Thread-safe."""
        with contextlib.suppress(RuntimeError):  # the subscriber's loop is closed: nobody is left to hear
            self.loop.call_soon_threadsafe(self._news.set)


class EventBus:
    """Fan-out within this process, across its loops and threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._subscriptions: set[Subscription] = set()

    @contextlib.contextmanager
    def subscribe(self, workspace_id: str | None) -> Iterator[Subscription]:
        subscription = Subscription(workspace_id, asyncio.get_running_loop())
        with self._lock:
            self._subscriptions.add(subscription)
        try:
            yield subscription
        finally:
            with self._lock:
                self._subscriptions.discard(subscription)

    def signal(self, workspace_id: str | None = None) -> None:
        """Say that the workspace (or, without one, any) has news. Thread-safe, never blocks for long."""
        with self._lock:
            told = [
                s
                for s in self._subscriptions
                if None in (workspace_id, s.workspace_id) or s.workspace_id == workspace_id
            ]
        for subscription in told:
            subscription.tell()


_buses: dict[str, EventBus] = {}
_buses_lock = threading.Lock()


def bus_of(url: str) -> EventBus:
    """The process's one bus for a database: the worker's loop and the web's loop meet here."""
    with _buses_lock:
        return _buses.setdefault(url, EventBus())


class PostgresListener:
    """Passes notifications of other processes on to this process's bus, from the first call of `start`."""

    def __init__(self, url: str, bus: EventBus) -> None:
        self._dsn = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        self._bus = bus
        self._task: asyncio.Task[None] | None = None
        self._listening = asyncio.Event()

    async def start(self) -> None:
        """Returns once the connection listens, so that nothing committed from now on is missed."""
        if self._task is None:
            self._task = asyncio.create_task(self._listen())
        await self._listening.wait()

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _listen(self) -> None:
        while True:
            try:
                await self._until_lost(self._bus.signal)
            except psycopg.OperationalError as error:
                logger.warning("the connection that listens for events was lost: %s", error)
            await asyncio.sleep(RECONNECT)

    async def _until_lost(self, tell: Callable[[str | None], None]) -> None:
        async with await psycopg.AsyncConnection.connect(self._dsn, autocommit=True) as connection:
            await connection.execute(f"LISTEN {CHANNEL}")
            self._listening.set()
            tell(None)  # whatever came while nobody listened
            async for notification in connection.notifies():
                tell(notification.payload)
