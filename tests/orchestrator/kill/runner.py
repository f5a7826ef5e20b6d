"""A server's working half, to be killed: drives the runs of a data directory until all are done, or those of a
PostgreSQL database until SIGTERM.

python -m tests.orchestrator.kill.runner DATA_DIR [DATABASE_URL]
"""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
from pathlib import Path

from orchestrator.engine_dbos import DbosEngine
from settings import Settings
from store.clock import new_id, utc_now
from store.database import Database
from store.files import FileStore
from tests.orchestrator.makers import Lenient, Logging, all_by

REAP_AFTER = 3.0
"""Seconds of silence."""


def settings_of(data_dir: Path, url: str) -> Settings:
    return Settings(
        data_dir=data_dir,
        database_url=url,
        units_at_once=2,
        heartbeat_seconds=0.5,
        reap_after_seconds=REAP_AFTER,
        _env_file=None,
    )


async def main(data_dir: Path, url: str = "") -> None:
    settings = settings_of(data_dir, url)

    def make_database() -> Database:
        return Database(settings.database, clock=utc_now, new_id=new_id)

    maker = Logging(log=data_dir / "made.log")
    engine = DbosEngine(settings, make_database, all_by(maker), Lenient(), FileStore(settings.files_dir))
    await engine.start()
    sys.stdout.write("up\n")
    sys.stdout.flush()
    db = make_database()
    await (_told_to_stop() if url else _all_done(db))
    await db.close()
    await engine.stop()
    sys.stdout.write("done\n")


async def _told_to_stop() -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await stop.wait()


async def _all_done(db: Database) -> None:
    while await _active(db):
        await asyncio.sleep(0.1)


async def _active(db: Database) -> bool:
    async with db.read() as uow:
        return bool(await uow.work.active_runs()) or bool(await uow.hub.open_remakes())


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    asyncio.run(main(Path(sys.argv[1]), *sys.argv[2:]))
