"""A server's working half, to be killed: works on the projects of a data directory until none is at work.

python -m tests.orchestrator.kill.project_runner DATA_DIR
"""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Sequence
from pathlib import Path

from orchestrator.engine_dbos import DbosEngine
from store.clock import new_id, utc_now
from store.database import Database
from store.files import FileStore
from studio.creative.ports import Crew
from studio.creative.types import Concept, Direction, Scene, Script
from studio.creative.writer import EmbeddedWriter
from studio.ports import Brief
from tests.orchestrator.filming import SmallFilmer
from tests.orchestrator.kill.runner import settings_of
from tests.orchestrator.makers import Lenient, Scribe, all_by

SECONDS = 0.4
"""Of each piece of work: long enough to be killed in."""


class SlowWriter(EmbeddedWriter):
    async def concepts(
        self, brief: Brief, direction: Direction, earlier: Sequence[Concept]
    ) -> tuple[Concept, ...]:
        await asyncio.sleep(SECONDS)
        return await super().concepts(brief, direction, earlier)

    async def script(self, brief: Brief, direction: Direction, concept: Concept) -> Script:
        await asyncio.sleep(SECONDS)
        return await super().script(brief, direction, concept)

    async def scenes(self, brief: Brief, direction: Direction, script: Script) -> tuple[Scene, ...]:
        await asyncio.sleep(SECONDS)
        return await super().scenes(brief, direction, script)


async def main(data_dir: Path) -> None:
    settings = settings_of(data_dir, "")

    def make_database() -> Database:
        return Database(settings.database, clock=utc_now, new_id=new_id)

    crew = Crew(SlowWriter(), SmallFilmer(log=data_dir / "filmed.log", seconds=SECONDS))
    files = FileStore(settings.files_dir)
    engine = DbosEngine(settings, make_database, all_by(Scribe()), Lenient(), files, crew=crew)
    await engine.start()
    db = make_database()
    while await _working(db):
        await asyncio.sleep(0.05)
    await db.close()
    await engine.stop()
    sys.stdout.write("done\n")


async def _working(db: Database) -> bool:
    async with db.read() as uow:
        return bool(await uow.projects.working())


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    asyncio.run(main(Path(sys.argv[1])))
