"""The durable engine on DBOS Transact: what is to be made next is asked of the tables, never remembered here.

Workflows run on DBOS's own loop in its own thread, away from the loop that carries audio, with a database of
their own there. A workflow may be run twice at any point; the tables see each unit once
(`orchestrator.work`).
"""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import sqlite3
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from dbos import DBOS, DBOSConfig, DBOSPortableJSONSerializer, SetEnqueueOptions, SetWorkflowID

from orchestrator.engine import DirectoryLock
from orchestrator.finishing import next_batch
from orchestrator.reaper import Housekeeping
from orchestrator.work import Workshop
from settings import Settings
from store.database import Database
from store.files import FileStore
from store.words import DeliverableType
from studio.ports import Maker, Reviewer

logger = logging.getLogger(__name__)

APPLICATION = "drumbeat"
VERSION = "1"
"""Raised by hand when `_drive` or `_make` changes its steps: DBOS's own default, a hash of the source,
would strand every waiting workflow at each edit."""
RUNS, UNITS = "runs", "units"
DRIVE, MAKE = "drive", "make"
POLL = 0.1
"""Seconds between looks at a queue; with two units at once it bounds short units to twenty a second."""
SCHEMA = "dbos"


def run_key(run_id: str, epoch: int) -> str:
    """The id of the workflow that drives this epoch of the run."""
    return f"run:{run_id}:{epoch}"


def system_database(settings: Settings) -> str:
    """Where DBOS keeps its own tables: a file beside the app's (one shared file deadlocks), or the app's
    PostgreSQL.
    """
    if settings.embedded:
        return f"sqlite:///{(settings.data_dir / 'dbos.sqlite3').resolve()}"
    return settings.database


class DbosEngine:
    """`JobEngine` on DBOS. `make_database` is called on the loop that will use the database; `sleep` waits
    between attempts after a transient error.
    """

    def __init__(
        self,
        settings: Settings,
        make_database: Callable[[], Database],
        makers: Mapping[DeliverableType, Maker],
        reviewer: Reviewer,
        files: FileStore,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._settings = settings
        self._make_database = make_database
        self._makers = makers
        self._reviewer = reviewer
        self._files = files
        self._sleep = sleep
        self._lock = DirectoryLock(settings.data_dir) if settings.embedded else None
        self._executor_id = (
            "local" if settings.embedded else f"{socket.gethostname()}-{os.getpid()}-{uuid4().hex[:8]}"
        )
        self._desk: _Desk | None = None
        self._housekeeping: Housekeeping | None = None
        self._running = False

    @property
    def running(self) -> bool:
        return self._running

    async def start(self) -> None:
        """Raises `AlreadyServed` when another process owns the embedded data directory."""
        if self._lock is not None:
            self._lock.take()
        self._housekeeping = Housekeeping(self._settings, self._make_database, self._executor_id, _Dbos())
        try:
            await self._housekeeping.prepare(self._files)
            await asyncio.to_thread(self._launch)
            await self._housekeeping.start()
        except BaseException:
            await self.stop()
            raise
        self._running = True

    def _launch(self) -> None:
        if self._settings.embedded:
            _use_wal(self._settings)
        DBOS.destroy(destroy_registry=True)
        DBOS(config=_config(self._settings, self._executor_id))
        self._desk = _Desk(self._make_database, self._workshop)
        self._register(self._desk)
        DBOS.launch()
        DBOS.register_queue(RUNS, polling_interval_sec=POLL, on_conflict="always_update")
        DBOS.register_queue(
            UNITS,
            worker_concurrency=self._settings.units_at_once,
            polling_interval_sec=POLL,
            on_conflict="always_update",
        )

    def _workshop(self, db: Database) -> Workshop:
        return Workshop(db, self._makers, self._reviewer, self._files, self._sleep)

    def _register(self, desk: _Desk) -> None:
        @DBOS.workflow(name=MAKE, max_recovery_attempts=None)
        async def make(unit_id: str, run_id: str, epoch: int) -> str:
            return await DBOS.run_step_async({"name": "make"}, desk.make, unit_id, run_id, epoch)

        @DBOS.workflow(name=DRIVE, max_recovery_attempts=None)
        async def drive(run_id: str, epoch: int) -> None:
            await _await_previous(
                await DBOS.run_step_async({"name": "previous"}, desk.previous, run_id, epoch)
            )
            for turn in range(_ENDLESS):
                units = await DBOS.run_step_async(_PLAN, desk.next_batch, run_id, epoch)
                if not units:
                    return
                handles = []
                for order, unit_id in enumerate(units, start=1):
                    key = f"unit:{unit_id}:{run_id}:{epoch}:{turn}"
                    with SetWorkflowID(key), SetEnqueueOptions(priority=order):
                        handles.append(await DBOS.enqueue_workflow_async(UNITS, make, unit_id, run_id, epoch))
                for handle in handles:
                    await _ended(handle)

    async def start_run(self, run_id: str, epoch: int) -> None:
        await asyncio.to_thread(_enqueue_run, run_id, epoch)

    async def stop(self) -> None:
        self._running = False
        try:
            if self._housekeeping is not None:
                await self._housekeeping.stop()
        finally:
            await asyncio.to_thread(DBOS.destroy, destroy_registry=True)
            if self._lock is not None:
                self._lock.release()


_ENDLESS = 1_000_000
_PLAN: Any = {"name": "plan", "retries_allowed": True, "max_attempts": 8, "interval_seconds": 0.2}


async def _ended(handle: Any) -> None:
    """Wait for a workflow; how it ended is read from the tables, so an error here only needs telling."""
    try:
        await handle.get_result(polling_interval_sec=POLL)
    except Exception:
        logger.exception("workflow %s broke off", handle.get_workflow_id())


async def _await_previous(key: str) -> None:
    """Let an earlier drive of the same campaign drain, so that no unit is ever in two hands."""
    if key:
        await _ended(await DBOS.retrieve_workflow_async(key, existing_workflow=False))


def _enqueue_run(run_id: str, epoch: int) -> None:
    DBOS.enqueue_workflow_with_options(
        {
            "workflow_name": DRIVE,
            "queue_name": RUNS,
            "workflow_id": run_key(run_id, epoch),
            "app_version": VERSION,
        },
        run_id,
        epoch,
    )


def _use_wal(settings: Settings) -> None:
    """DBOS keeps SQLite's rollback journal, which is slower and lets readers block writers; the mode
    persists.
    """
    connection = sqlite3.connect(settings.data_dir / "dbos.sqlite3")
    try:
        connection.execute("PRAGMA journal_mode=WAL")
    finally:
        connection.close()


def _config(settings: Settings, executor_id: str) -> DBOSConfig:
    return {
        "name": APPLICATION,
        "system_database_url": system_database(settings),
        "dbos_system_schema": SCHEMA,
        "application_version": VERSION,
        "executor_id": executor_id,
        "serializer": DBOSPortableJSONSerializer(),
        "sys_db_pool_size": 64 if settings.embedded else 16,
        "notification_listener_polling_interval_sec": POLL,
        "log_level": "ERROR",
        "enable_otlp": False,
    }


class _Desk:
    """What the workflows call, on DBOS's loop. The database is made there with the first step and closed
    when DBOS cancels what runs on its loop.
    """

    def __init__(
        self, make_database: Callable[[], Database], workshop: Callable[[Database], Workshop]
    ) -> None:
        self._make_database = make_database
        self._make_workshop = workshop
        self._db: Database | None = None
        self._keeper: asyncio.Task[None] | None = None
        self._busy: set[asyncio.Task[Any]] = set()

    def _database(self) -> Database:
        if self._db is None:
            self._db = self._make_database()
            self._keeper = asyncio.create_task(self._keep(self._db))
        task = asyncio.current_task()
        if task is not None:
            self._busy.add(task)
            task.add_done_callback(self._busy.discard)
        return self._db

    async def _keep(self, db: Database) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.gather(*self._busy, return_exceptions=True)
            await db.close()

    async def previous(self, run_id: str, epoch: int) -> str:
        """The id of the workflow that drove the campaign before this epoch of the run; empty when none
        did.
        """
        for key in await self._keys_before(run_id, epoch):
            # Asked inside a step: DBOS cannot record a workflow's status with its portable serializer.
            if await asyncio.to_thread(DBOS.get_workflow_status, key) is not None:
                return key
        return ""

    async def _keys_before(self, run_id: str, epoch: int) -> list[str]:
        """The nearest first. An epoch that was paused again at once may never have been driven."""
        async with self._database().read() as uow:
            run = await uow.work.run(run_id)
            before = run and await uow.work.run_numbered(run.campaign_id, run.number - 1)
        keys = [run_key(run_id, earlier) for earlier in range(epoch - 1, 0, -1)]
        return keys + (
            [run_key(before.id, earlier) for earlier in range(before.epoch, 0, -1)] if before else []
        )

    async def next_batch(self, run_id: str, epoch: int) -> list[str]:
        async with self._database().write() as uow:
            return await next_batch(uow, run_id, epoch)

    async def make(self, unit_id: str, run_id: str, epoch: int) -> str:
        return str(await self._make_workshop(self._database()).make(unit_id, run_id, epoch))


class _Dbos:
    """What housekeeping needs of DBOS, and the only place that leans on its private calls. Called from
    threads.
    """

    def start_run(self, run_id: str, epoch: int) -> None:
        _enqueue_run(run_id, epoch)

    def ended(self, run_id: str, epoch: int) -> bool:
        """True when the workflow of this epoch is there and over."""
        status = DBOS.get_workflow_status(run_key(run_id, epoch))
        return status is not None and status.status not in ("PENDING", "ENQUEUED", "DELAYED")

    def executors_at_work(self) -> set[str]:
        """Ids of the executors, alive or dead, that hold unfinished workflows."""
        pending = DBOS.list_workflows(status="PENDING", load_input=False, load_output=False)
        return {workflow.executor_id for workflow in pending if workflow.executor_id}

    def recover(self, executor_ids: list[str]) -> int:
        """Put the unfinished workflows of dead executors back into the queue; how many there were."""
        return len(DBOS._recover_pending_workflows(executor_ids))  # noqa: SLF001

    def purge(self, before: datetime) -> int:
        """Delete the workflows that ended before then; how many there were."""
        count = 0
        while old := DBOS.list_workflows(
            completed_before=before.isoformat(), limit=_PURGE_BATCH, load_input=False, load_output=False
        ):
            DBOS.delete_workflows([workflow.workflow_id for workflow in old])
            count += len(old)
        return count


_PURGE_BATCH = 500
"""Two thousand took 0.17 s when measured; a batch stays far below what a writer would notice."""
