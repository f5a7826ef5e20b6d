"""The migrations make exactly the tables that the models say."""

from __future__ import annotations

from pathlib import Path

from store.migrate import current, differences, upgrade
from tests.postgres import empty_database


def test_an_empty_sqlite_file_is_brought_to_the_models(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'new.sqlite3'}"
    assert current(url) is None
    upgrade(url)
    assert current(url) is not None
    assert differences(url) == []


def test_an_empty_postgres_database_is_brought_to_the_models(postgres_server: str) -> None:
    with empty_database(postgres_server) as url:
        assert current(url) is None
        upgrade(url)
        assert current(url) is not None
        assert differences(url) == []


def test_migrating_twice_is_migrating_once(sqlite_url: str) -> None:
    before = current(sqlite_url)
    upgrade(sqlite_url)
    assert current(sqlite_url) == before
