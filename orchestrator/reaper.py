"""What keeps the durable engine healthy: runs nobody drives, workers that died, history and files nobody
needs.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from settings import Settings
from store.database import Database
from store.files import Files

logger = logging.getLogger(__name__)

RETENTION = timedelta(days=7)
"""How long ended workflows are kept for looking into; the tables keep what they did."""
PURGE_EVERY = 86_400.0
"""Seconds."""
YOUNG_FILE = timedelta(hours=1)
"""On PostgreSQL another worker may have put a file whose row is not written yet; none takes an hour."""
SWEEP_EVERY = 15.0
"""Seconds between looks for runs that nobody drives, when embedded."""
NEWS_GATHER = 1.0
"""Seconds at least between looks for what others started: a run at work commits many times a second."""


class Drives(Protocol):
    """What housekeeping needs of the durable engine; every call blocks and is made in a thread."""

    def start_run(self, run_id: str, epoch: int) -> None: ...

    def ended(self, run_id: str, epoch: int) -> bool: ...

    def start_remake(self, remake_id: str, epoch: int) -> None: ...

    def remake_ended(self, remake_id: str, epoch: int) -> bool: ...

    def start_project(self, project_id: str, epoch: int) -> None: ...

    def project_ended(self, project_id: str, epoch: int) -> bool: ...

    def executors_at_work(self) -> set[str]: ...

    def recover(self, executor_ids: list[str]) -> int: ...

    def purge(self, before: datetime) -> int: ...


class Housekeeping:
    """Runs on the loop that starts it, with a database of its own there."""

    def __init__(
        self, settings: Settings, make_database: Callable[[], Database], executor_id: str, drives: Drives
    ) -> None:
        self._settings = settings
        self._make_database = make_database
        self._executor_id = executor_id
        self._drives = drives
        self._db: Database | None = None
        self._task: asyncio.Task[None] | None = None
        self._fence: Fence | None = None
        self._seen: set[tuple[str, int]] = set()

    async def prepare(self, files: Files) -> None:
        """Before the engine works: say that this executor lives, and drop files that no asset names."""
        self._db = self._make_database()
        if not self._settings.embedded:
            await self._beat()
        async with self._db.read() as uow:
            referenced = await uow.work.file_hashes()
        age = timedelta(0) if self._settings.embedded else YOUNG_FILE
        dropped = await asyncio.to_thread(files.sweep, referenced, age)
        if dropped:
            logger.info("dropped %s files that no asset names", dropped)

    async def start(self) -> None:
        """Take up what was left, then keep at it until `stop`."""
        await self.tick()
        await self._purge()
        if not self._settings.embedded:
            self._fence = Fence(self._settings.reap_after_seconds)
            self._fence.start()
        self._task = asyncio.create_task(self._keep())

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        if self._fence is not None:
            self._fence.stop()
        if self._db is not None:
            if not self._settings.embedded:
                async with self._db.write() as uow:
                    await uow.work.forget_executors([self._executor_id])
            await self._db.close()

    async def _keep(self) -> None:
        period = SWEEP_EVERY if self._settings.embedded else self._settings.heartbeat_seconds
        purged = time.monotonic()
        while True:
            await self._listen(period)
            try:
                await self.tick()
                if time.monotonic() - purged > PURGE_EVERY:
                    purged = time.monotonic()
                    await self._purge()
            except Exception:
                logger.exception("housekeeping failed; again in %s s", period)

    async def _listen(self, period: float) -> None:
        """Lets the period pass, and starts meanwhile what other processes put into the tables, as they tell it.

        A process without an engine, such as a call in a room, starts its runs by this.
        """
        assert self._db is not None
        until = time.monotonic() + period
        try:
            async with self._db.news() as stirred:
                while (left := until - time.monotonic()) > 0:
                    await self._start_new()
                    await asyncio.sleep(min(NEWS_GATHER, left))
                    async with asyncio.timeout(max(0.0, until - time.monotonic())):
                        await stirred()
        except TimeoutError:
            return
        except Exception:
            logger.exception("listening for what others start failed")
            await asyncio.sleep(max(0.0, until - time.monotonic()))

    async def _start_new(self) -> None:
        """Starts what is active and was not seen active before; what was is looked at by the sweep."""
        assert self._db is not None
        async with self._db.read() as uow:
            active = {
                **{(run.id, run.epoch): self._drives.start_run for run in await uow.work.active_runs()},
                **{(r.id, r.epoch): self._drives.start_remake for r in await uow.hub.open_remakes()},
                **{(p.id, p.epoch): self._drives.start_project for p in await uow.projects.working()},
            }
        for (key, epoch), start in active.items():
            if (key, epoch) not in self._seen:
                await asyncio.to_thread(start, key, epoch)
        self._seen = set(active)

    async def tick(self) -> None:
        """One round: heartbeat, reaping, and runs, remakes and projects that nobody drives."""
        if not self._settings.embedded:
            await self._beat()
            await self._reap()
        await self._sweep_runs()
        await self._sweep_remakes()
        await self._sweep_projects()

    async def _purge(self) -> None:
        assert self._db is not None
        async with self._db.read() as uow:
            before = uow.now - RETENTION
        await asyncio.to_thread(self._drives.purge, before)

    async def _beat(self) -> None:
        assert self._db is not None
        started = time.monotonic()
        async with self._db.write() as uow:
            await uow.work.beat(self._executor_id)
        if self._fence is not None:
            self._fence.beaten(started)

    async def _reap(self) -> None:
        """Hand the work of executors that hold some but were not heard of to whoever is free. Safe when
        several do it.
        """
        assert self._db is not None
        silence = timedelta(seconds=self._settings.reap_after_seconds)
        at_work = await asyncio.to_thread(self._drives.executors_at_work)
        async with self._db.read() as uow:
            live = await uow.work.live_executors(silence)
        dead = sorted(at_work - live - {self._executor_id})
        if dead:
            count = await asyncio.to_thread(self._drives.recover, dead)
            logger.warning("took over %s workflows of silent workers: %s", count, ", ".join(dead))
        async with self._db.write() as uow:
            await uow.work.forget_executors(sorted(await uow.work.silent_executors(silence * 10)))

    async def _sweep_runs(self) -> None:
        """Start the drive of every active run; one whose drive is over all the same gets a new epoch."""
        assert self._db is not None
        async with self._db.read() as uow:
            active = [(run.id, run.epoch) for run in await uow.work.active_runs()]
        for run_id, epoch in active:
            if await asyncio.to_thread(self._drives.ended, run_id, epoch):
                await self._renew(run_id, epoch)
            else:
                await asyncio.to_thread(self._drives.start_run, run_id, epoch)

    async def _renew(self, run_id: str, epoch: int) -> None:
        assert self._db is not None
        async with self._db.write() as uow:
            renewed = await uow.work.renew_run(run_id, epoch)
        if renewed:
            logger.warning("run %s was active but nobody drove it; driving it again", run_id)
            await asyncio.to_thread(self._drives.start_run, run_id, epoch + 1)

    async def _sweep_remakes(self) -> None:
        """Start every open remake; one whose workflow is over all the same gets a new epoch."""
        assert self._db is not None
        async with self._db.read() as uow:
            wanted = [(remake.id, remake.epoch) for remake in await uow.hub.open_remakes()]
        for remake_id, epoch in wanted:
            if await asyncio.to_thread(self._drives.remake_ended, remake_id, epoch):
                async with self._db.write() as uow:
                    renewed = await uow.hub.renew_remake(remake_id, epoch)
                if renewed:
                    await asyncio.to_thread(self._drives.start_remake, remake_id, epoch + 1)
            else:
                await asyncio.to_thread(self._drives.start_remake, remake_id, epoch)

    async def _sweep_projects(self) -> None:
        """As `_sweep_runs`, of every project that is at work."""
        assert self._db is not None
        async with self._db.read() as uow:
            working = [(project.id, project.epoch) for project in await uow.projects.working()]
        for project_id, epoch in working:
            if await asyncio.to_thread(self._drives.project_ended, project_id, epoch):
                async with self._db.write() as uow:
                    renewed = await uow.projects.renew(project_id, epoch)
                if renewed:
                    await asyncio.to_thread(self._drives.start_project, project_id, epoch + 1)
            else:
                await asyncio.to_thread(self._drives.start_project, project_id, epoch)


class Fence:
    """Ends the process when its heartbeat is so old that others take its work: they would do it side by side.

    A thread, because a stuck loop is one of the ways to fall silent. `limit` is in seconds.
    """

    def __init__(self, limit: float, end: Callable[[int], object] = os._exit) -> None:
        self._limit = limit
        self._end = end
        self._last = time.monotonic()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="fence", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join()

    def beaten(self, at: float) -> None:
        """A heartbeat begun at `at` (monotonic seconds) is in the database."""
        self._check(at)
        self._last = at

    def _check(self, now: float) -> None:
        if now - self._last > self._limit:
            logger.critical("no heartbeat for %s s: leaving the work to others", self._limit)
            self._end(os.EX_TEMPFAIL)

    def _watch(self) -> None:
        while not self._stopped.wait(self._limit / 10):
            self._check(time.monotonic())
