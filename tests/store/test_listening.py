"""News of another process that shares the SQLite file."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

from store.listening import SqliteListener


async def test_what_another_connection_commits_rings_and_silence_does_not(tmp_path: Path) -> None:
    file = tmp_path / "shared.sqlite3"
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE news (words TEXT)")
        other.commit()
        rung = asyncio.Event()
        listener = SqliteListener(f"sqlite+aiosqlite:///{file}", rung.set)
        await listener.start()
        try:
            for words in ("first", "second"):
                rung.clear()
                other.execute("INSERT INTO news VALUES (?)", [words])
                assert not rung.is_set()
                other.commit()
                await asyncio.wait_for(rung.wait(), 10)
        finally:
            await listener.close()


async def test_there_is_nothing_to_listen_to_in_memory() -> None:
    listener = SqliteListener("sqlite+aiosqlite://", lambda: None)
    await listener.start()
    await listener.close()
