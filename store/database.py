"""The database: transactions at the edge, SQLite and PostgreSQL alike."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, event, text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from store.events import PostgresListener, bus_of
from store.listening import SqliteListener
from store.models import Event
from store.unit_of_work import UnitOfWork

BUSY_TIMEOUT = 30_000
"""Milliseconds that SQLite waits for another writer; the other process's transactions are far shorter."""

IDLE_TRANSACTION = 10_000
"""Milliseconds after which PostgreSQL ends a transaction whose process fell silent and frees its locks: none of ours
waits for anything but the database, and a stalled worker must not stop the others."""

FOLLOW_BATCH = 200
"""Events read at once by a reader that is behind."""


class Database:
    """Belongs to the event loop that first uses it. A second loop makes its own; they share one bus of news.

    `clock` gives aware UTC times, `new_id` unique ids in the order of their making.
    """

    def __init__(self, url: str, *, clock: Callable[[], datetime], new_id: Callable[[], str]) -> None:
        self.clock = clock
        self.new_id = new_id
        self._sqlite = url.startswith("sqlite")
        self._engine = _sqlite_engine(url) if self._sqlite else _postgres_engine(url)
        self._writing = self._engine.execution_options(writes=True)
        self._bus = bus_of(url)
        self._listener: PostgresListener | SqliteListener | None = (
            SqliteListener(url, self._bus.signal) if self._sqlite else PostgresListener(url, self._bus)
        )
        # SQLite's own wait for a lock is a poll without order; within a loop writers queue here instead.
        self._turn: AbstractAsyncContextManager[Any] = asyncio.Lock() if self._sqlite else nullcontext()

    @asynccontextmanager
    async def write(self) -> AsyncIterator[UnitOfWork]:
        """A transaction that may change things: committed at the end of the block, taken back on an error."""
        async with self._turn, AsyncSession(self._writing, expire_on_commit=False) as session:
            # At once, so that SQLite takes its write lock before the block's first read.
            await session.connection()
            uow = UnitOfWork(session, self.clock(), self.new_id)
            yield uow
            news = await uow.settle_outbox()
            await session.commit()
        for workspace_id in news:
            self._bus.signal(workspace_id)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[UnitOfWork]:
        """A consistent look; whatever the block changes is dropped."""
        async with AsyncSession(self._engine, expire_on_commit=False) as session:
            yield UnitOfWork(session, self.clock(), self.new_id)

    async def follow(
        self, after_seq: int, workspace_id: str, campaign_id: str | None = None
    ) -> AsyncIterator[Event]:
        """Every event after `after_seq`, in order, without end: old ones, then each when it is committed."""
        if self._listener is not None:
            await self._listener.start()
        with self._bus.subscribe(workspace_id) as news:
            while True:
                async with self.read() as uow:
                    batch = await uow.events.after(after_seq, workspace_id, campaign_id, FOLLOW_BATCH)
                for row in batch:
                    after_seq = row.seq
                    yield row
                if len(batch) < FOLLOW_BATCH:
                    await news.wait()

    @asynccontextmanager
    async def news(self) -> AsyncIterator[Callable[[], Awaitable[None]]]:
        """Gives what can be awaited for something to be committed, in any workspace, since it last returned."""
        if self._listener is not None:
            await self._listener.start()
        with self._bus.subscribe(None) as subscription:
            yield subscription.wait

    async def answers(self) -> bool:
        """True when the database answers a query; raises nothing."""
        try:
            async with self._engine.connect() as connection:
                await connection.execute(text("SELECT 1"))
        except Exception:  # noqa: BLE001 - whatever is wrong, the answer is no
            return False
        return True

    async def close(self) -> None:
        if self._listener is not None:
            await self._listener.close()
        await self._engine.dispose()


def _sqlite_engine(url: str) -> AsyncEngine:
    engine = create_async_engine(url)

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        # The driver's own transactions begin too late: it reads outside them, and updates are lost.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "foreign_keys=ON",
            f"busy_timeout={BUSY_TIMEOUT}",
            "synchronous=NORMAL",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        # A deferred transaction that reads and then writes fails at once when another wrote in between.
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN DEFERRED")

    return engine


def _postgres_engine(url: str) -> AsyncEngine:
    return create_async_engine(
        url,
        pool_pre_ping=True,
        pool_size=10,
        max_overflow=10,
        connect_args={"options": f"-c idle_in_transaction_session_timeout={IDLE_TRANSACTION}"},
    )
