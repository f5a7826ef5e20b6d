"""Fixtures that several rooms' tests share: a clock to be turned by hand, and real databases."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from store.clock import new_id
from store.database import Database
from store.migrate import upgrade
from tests.postgres import empty_database, server


class Clock:
    """Stands still until it is advanced."""

    def __init__(self) -> None:
        self.now = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture(scope="session", autouse=True)
def cache_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """What every server of the session builds but once."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DRUMBEAT_CACHE_DIR", str(folder))
        # A server for each test file, each with processes of its own to start at its first call, would be most of what
        # a machine of two cores does; tests/agent/speech/test_apart.py has them.
        patch.setenv("DRUMBEAT_READING_PROCESSES", "0")
        yield folder


@pytest.fixture(scope="session")
def language_models(cache_folder: Path) -> Path:
    """Where the embedded ears' language models are built, or have been."""
    return cache_folder / "speech"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, to be copied."""
    file = tmp_path_factory.mktemp("template") / "drumbeat.sqlite3"
    upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture
def sqlite_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    """A migrated SQLite database of the test's own."""
    file = tmp_path / "drumbeat.sqlite3"
    shutil.copyfile(migrated_sqlite, file)
    return f"sqlite+aiosqlite:///{file}"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    with server() as url:
        yield url


@pytest.fixture(scope="session")
def migrated_postgres(postgres_server: str) -> Iterator[str]:
    """The name of a migrated PostgreSQL database, to be copied."""
    with empty_database(postgres_server) as url:
        upgrade(url)
        yield url.rpartition("/")[2]


@pytest.fixture
def postgres_url(postgres_server: str, migrated_postgres: str) -> Iterator[str]:
    """A migrated PostgreSQL database of the test's own."""
    with empty_database(postgres_server, migrated_postgres) as url:
        yield url


@pytest.fixture
async def database(sqlite_url: str, clock: Clock) -> AsyncIterator[Database]:
    opened = Database(sqlite_url, clock=clock, new_id=new_id)
    yield opened
    await opened.close()


@pytest.fixture(params=["sqlite", "postgres"])
def either_url(request: pytest.FixtureRequest) -> str:
    """Each kind of database in turn."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
async def either_database(either_url: str, clock: Clock) -> AsyncIterator[Database]:
    opened = Database(either_url, clock=clock, new_id=new_id)
    yield opened
    await opened.close()
