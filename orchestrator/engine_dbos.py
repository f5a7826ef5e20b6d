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
import threading
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from uuid import uuid4

from dbos import DBOS, DBOSConfig, DBOSPortableJSONSerializer, SetEnqueueOptions, SetWorkflowID

from orchestrator.engine import DirectoryLock
from orchestrator.engine_desk import Desk
from orchestrator.engine_drives import (
    DRIVE,
    MAKE,
    PART,
    PROJECT,
    REMAKE,
    RUNS,
    UNITS,
    VERSION,
    DbosDrives,
    enqueue_project,
    enqueue_remake,
    enqueue_run,
)
from orchestrator.projects.making import PartMaker
from orchestrator.reaper import Housekeeping
from orchestrator.recall import Recall
from orchestrator.work import Workshop
from settings import Settings
from store.database import Database
from store.files import Files
from store.words import DeliverableType
from studio.creative.ports import Crew
from studio.creative.writer import EmbeddedWriter
from studio.openai.embedding import embedder
from studio.ports import Maker, Reviewer

logger = logging.getLogger(__name__)

APPLICATION = "drumbeat"
SCHEMA = "dbos"
QUEUE_ENDS_WITHIN = 10.0
"""Seconds; a queue looks at its stop event at least every `POLL`, and between two of its transactions."""
POLL = 0.1
"""Seconds between looks at a queue; with two units at once it bounds short units to twenty a second."""


def system_database(settings: Settings) -> str:
    """Where DBOS keeps its tables: a file beside the app's (sharing one deadlocks), or the app's server."""
    if settings.embedded:
        return f"sqlite:///{(settings.data_dir / 'dbos.sqlite3').resolve()}"
    return settings.database


class DbosEngine:
    """`JobEngine` on DBOS.

    `make_database` is called on each loop that uses one; `sleep` waits after a transient error; the `crew` works on
    projects, without one the embedded writer does, and nothing is filmed.
    """

    def __init__(
        self,
        settings: Settings,
        make_database: Callable[[], Database],
        makers: Mapping[DeliverableType, Maker],
        reviewer: Reviewer,
        files: Files,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        crew: Crew | None = None,
    ) -> None:
        self._crew = crew or Crew(EmbeddedWriter())
        self._settings = settings
        self._make_database = make_database
        self._makers = makers
        self._reviewer = reviewer
        self._files = files
        self._sleep = sleep
        self._embedder = embedder(settings)
        self._lock = DirectoryLock(settings.data_dir) if settings.embedded else None
        self._executor_id = (
            "local" if settings.embedded else f"{socket.gethostname()}-{os.getpid()}-{uuid4().hex[:8]}"
        )
        self._dbos: DBOS | None = None
        self._desk: Desk | None = None
        self._housekeeping: Housekeeping | None = None
        self._running = False

    @property
    def running(self) -> bool:
        return self._running

    async def start(self) -> None:
        """Raises `AlreadyServed` when another process owns the embedded data directory."""
        if self._lock is not None:
            self._lock.take()
        self._housekeeping = Housekeeping(
            self._settings, self._make_database, self._executor_id, DbosDrives()
        )
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
        self._dbos = DBOS(config=_config(self._settings, self._executor_id))
        self._desk = Desk(self._make_database, self._workshop, self._part_maker)
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
        recall = Recall(db, self._embedder)
        return Workshop(db, self._makers, self._reviewer, self._files, self._sleep, recall)

    def _part_maker(self, db: Database) -> PartMaker:
        return PartMaker(db, self._workshop(db), self._crew, self._files, self._sleep)

    def _register(self, desk: Desk) -> None:
        self._register_projects(desk)

        @DBOS.workflow(name=MAKE, max_recovery_attempts=None)
        async def make(unit_id: str, run_id: str, epoch: int) -> str:
            return await DBOS.run_step_async({"name": "make"}, desk.make, unit_id, run_id, epoch)

        @DBOS.workflow(name=REMAKE, max_recovery_attempts=None)
        async def remake(remake_id: str) -> str:
            return await DBOS.run_step_async({"name": "remake"}, desk.remake, remake_id)

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

    def _register_projects(self, desk: Desk) -> None:
        @DBOS.workflow(name=PART, max_recovery_attempts=None)
        async def part(part_id: str, epoch: int) -> str:
            return await DBOS.run_step_async({"name": "part"}, desk.part, part_id, epoch)

        @DBOS.workflow(name=PROJECT, max_recovery_attempts=None)
        async def project(project_id: str, epoch: int) -> None:
            for turn in range(_ENDLESS):
                parts = await DBOS.run_step_async(_PLAN, desk.next_parts, project_id, epoch)
                if not parts:
                    return
                handles = []
                for order, part_id in enumerate(parts, start=1):
                    key = f"part:{part_id}:{epoch}:{turn}"
                    with SetWorkflowID(key), SetEnqueueOptions(priority=order):
                        handles.append(await DBOS.enqueue_workflow_async(UNITS, part, part_id, epoch))
                for handle in handles:
                    await _ended(handle)

    async def start_run(self, run_id: str, epoch: int) -> None:
        await asyncio.to_thread(enqueue_run, run_id, epoch)

    async def start_remake(self, remake_id: str, epoch: int) -> None:
        await asyncio.to_thread(enqueue_remake, remake_id, epoch)

    async def start_project(self, project_id: str, epoch: int) -> None:
        await asyncio.to_thread(enqueue_project, project_id, epoch)

    async def stop(self) -> None:
        self._running = False
        try:
            if self._housekeeping is not None:
                await self._housekeeping.stop()
        finally:
            await asyncio.to_thread(self._destroy)
            if self._lock is not None:
                self._lock.release()

    def _destroy(self) -> None:
        if self._dbos is not None:
            _end_queues(self._dbos)
            self._dbos = None
        DBOS.destroy(destroy_registry=True)


def _end_queues(dbos: DBOS) -> None:
    """Let the queues end before the loop they feed: DBOS 3.4.0 stops the loop first, and what a queue hands over
    after its tasks were cancelled hangs in it for ever.
    """
    for event in dbos.background_thread_stop_events:
        event.set()
    for thread in threading.enumerate():
        if thread.name.startswith("queue-worker-"):
            thread.join(timeout=QUEUE_ENDS_WITHIN)


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


def _use_wal(settings: Settings) -> None:
    """DBOS leaves SQLite on its rollback journal, slow and blocked by readers; the mode stays once set."""
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
        "sys_db_idle_transaction_timeout_sec": settings.reap_after_seconds,
        "notification_listener_polling_interval_sec": POLL,
        "log_level": "ERROR",
        "enable_otlp": False,
    }
