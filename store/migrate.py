"""Brings a database to this version's tables. Blocking; call it in a thread when a loop runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

from store.models import Base

_SCRIPTS = Path(__file__).parent / "migrations"

_LOCK = 4_173_206_551
"""The PostgreSQL advisory lock under which one process at a time migrates; an arbitrary number."""

_BY_HAND = ("knowledge_fts", "ix_knowledge_chunk_fts")
"""Full-text tables and indexes that the models cannot say; the migration makes them in SQL."""


def upgrade(url: str) -> None:
    """Run every migration that the database has not seen; all or, on an error, none."""
    with _connected(url) as connection:
        command.upgrade(_config(connection), "head")


def current(url: str) -> str | None:
    """The revision that the database is at; None for an empty one."""
    with _connected(url) as connection:
        return MigrationContext.configure(connection).get_current_revision()


def head() -> str | None:
    """The newest revision that this version knows."""
    return ScriptDirectory(str(_SCRIPTS)).get_current_head()


def differences(url: str) -> list[Any]:
    """What the models say and the database does not, or the other way round; empty when they agree."""
    with _connected(url) as connection:
        context = MigrationContext.configure(
            connection, opts={"include_object": include_object, "compare_type": True}
        )
        return list(compare_metadata(context, Base.metadata))


def include_object(_object: object, name: str | None, _kind: str, _reflected: object, _other: object) -> bool:
    return not (name or "").startswith(_BY_HAND)


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


@contextmanager
def _connected(url: str) -> Iterator[Connection]:
    """One transaction, with locks that give up rather than stall a live service."""
    parsed = make_url(url)
    sqlite = parsed.get_backend_name() == "sqlite"
    engine = create_engine(parsed.set(drivername="sqlite") if sqlite else parsed, poolclass=NullPool)
    if sqlite:
        _make_ddl_transactional(engine)
    try:
        with engine.begin() as connection:
            if not sqlite:
                connection.execute(text("SET LOCAL lock_timeout = '10s'"))
                connection.execute(text("SET LOCAL statement_timeout = '10min'"))
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            yield connection
    finally:
        engine.dispose()


def _make_ddl_transactional(engine: Any) -> None:
    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA busy_timeout=30000")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
