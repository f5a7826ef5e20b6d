"""The serving process's news desk: woken by the outbox, it keeps what follows from events and sends what is due."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Coroutine
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import structlog

from orchestrator.news.deliveries import Deliveries
from orchestrator.news.letters import Letters
from orchestrator.news.reader import NewsReader
from orchestrator.news.smtp import mailer
from orchestrator.outward import outward_of
from settings import Settings
from store.database import Database

log = structlog.get_logger()

AGAIN_AFTER = 1.0
"""Seconds until the desk goes on after the store was lost."""
SWEEP_EVERY = timedelta(days=1)
LONGEST_SLEEP = 3600.0
"""Seconds; a clock that was set is noticed within the hour."""


class NewsDesk:
    """Several may run, in several processes: each thing is claimed before it is done."""

    def __init__(
        self, db: Database, reader: NewsReader, deliveries: Deliveries, letters: Letters | None
    ) -> None:
        self._db = db
        self._reader = reader
        self._deliveries = deliveries
        self._letters = letters
        self._swept = datetime.min.replace(tzinfo=UTC)
        self._wake = asyncio.Event()
        self._at_work: dict[str, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Until it is cancelled."""
        try:
            while True:
                try:
                    await self._follow()
                except Exception:
                    log.exception("the news desk broke off")
                await asyncio.sleep(AGAIN_AFTER)
        finally:
            for task in self._at_work.values():
                task.cancel()
            await asyncio.gather(*self._at_work.values(), return_exceptions=True)

    async def _follow(self) -> None:
        async with self._db.news() as stirred:
            listening = asyncio.create_task(self._listen(stirred))
            try:
                while True:
                    self._wake.clear()
                    await self._reader.take()
                    await self._begin()
                    await self._sweep()
                    await self._rest()
            finally:
                listening.cancel()

    async def _listen(self, stirred: Callable[[], Awaitable[None]]) -> None:
        while True:
            await stirred()
            self._wake.set()

    async def _begin(self) -> None:
        """One task a webhook, so that one that stalls holds up nobody else."""
        for webhook_id in await self._deliveries.due():
            self._start(webhook_id, partial(self._deliveries.drain, webhook_id))
        if self._letters is not None and await self._letters.due():
            self._start("letters", self._letters.drain)

    def _start(self, name: str, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        if name not in self._at_work:
            self._at_work[name] = asyncio.create_task(self._work(name, work))

    async def _work(self, name: str, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        try:
            await work()
        except Exception:
            log.exception("sending broke off", to=name)
            await asyncio.sleep(AGAIN_AFTER)
        finally:
            # What it put off, and what came while it worked, is the desk's next look.
            del self._at_work[name]
            self._wake.set()

    async def _sweep(self) -> None:
        """Once a day drop what is old."""
        if self._db.clock() - self._swept >= SWEEP_EVERY:
            self._swept = self._db.clock()
            await self._reader.forget()

    async def _rest(self) -> None:
        """Until there is news, or something is due again."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._wake.wait(), await self._seconds())

    async def _seconds(self) -> float:
        times = [await self._deliveries.next_at()]
        if self._letters is not None:
            times.append(await self._letters.next_at())
        coming: list[datetime] = [at for at in times if at is not None]
        if not coming:
            return LONGEST_SLEEP
        return min(LONGEST_SLEEP, max(0.05, (min(coming) - self._db.clock()).total_seconds()))


def news_desk(db: Database, settings: Settings) -> NewsDesk:
    """Raises ValueError for an `smtp_url` that cannot be."""
    post = mailer(settings)
    letters = Letters(db, post, settings.mail_from) if post is not None else None
    return NewsDesk(db, NewsReader(db, settings), Deliveries(db, outward_of(settings)), letters)
