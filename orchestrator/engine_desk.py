"""What the workflows call, on DBOS's loop: the tables' side of driving a run."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from dbos import DBOS

from orchestrator.engine_drives import run_key
from orchestrator.finishing import next_batch
from orchestrator.projects.making import PartMaker
from orchestrator.projects.planning import next_parts
from orchestrator.remaking import Remaker
from orchestrator.work import Workshop
from store.database import Database


class Desk:
    """What the workflows call, on DBOS's loop. The database is made there with the first step and closed
    when DBOS cancels what runs on its loop.
    """

    def __init__(
        self,
        make_database: Callable[[], Database],
        workshop: Callable[[Database], Workshop],
        part_maker: Callable[[Database], PartMaker],
    ) -> None:
        self._make_database = make_database
        self._make_workshop = workshop
        self._make_part_maker = part_maker
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
        """The id of the workflow that drove the campaign before this epoch; empty when none did."""
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

    async def next_parts(self, project_id: str, epoch: int) -> list[str]:
        async with self._database().write() as uow:
            return await next_parts(uow, project_id, epoch)

    async def part(self, part_id: str, epoch: int) -> str:
        return str(await self._make_part_maker(self._database()).make(part_id, epoch))

    async def remake(self, remake_id: str) -> str:
        db = self._database()
        return str(await Remaker(db, self._make_workshop(db)).make(remake_id))
