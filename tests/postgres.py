"""A PostgreSQL server of the tests' own, on a free port, in a folder that goes with it."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest


def _binaries() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    if found:
        return found[0].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def _somebody() -> tuple[int, int] | None:
    """Whom the server runs as: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return entry.pw_uid, entry.pw_gid
    return None


def absent(reason: str) -> None:
    """Skip by name; on CI, which installs the component, its absence is a failure."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@contextmanager
def server() -> Iterator[str]:
    """Yields the URL of the server's maintenance database, without a driver's name."""
    binaries = _binaries()
    if binaries is None:
        absent("PostgreSQL: no server is installed (Debian's package is postgresql)")
    assert binaries is not None
    owner = _somebody()
    folder = Path(tempfile.mkdtemp(prefix="drumbeat-postgres-"))
    if owner:
        os.chown(folder, *owner)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    def call(program: str, *arguments: str) -> None:
        identity = {"user": owner[0], "group": owner[1], "extra_groups": ()} if owner else {}
        done = subprocess.run(
            [binaries / program, *arguments], cwd=folder, capture_output=True, check=False, **identity
        )
        assert done.returncode == 0, (done.stdout + done.stderr).decode()

    data = str(folder / "data")
    try:
        call("initdb", "-D", data, "-U", "drumbeat", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
        call("pg_ctl", "-D", data, "-o", options, "-l", str(folder / "log"), "-w", "start")
        try:
            yield f"postgresql://drumbeat@127.0.0.1:{port}/postgres"
        finally:
            call("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def empty_database(server_url: str, template: str = "template0") -> Iterator[str]:
    """A new database, a copy of the template; its URL names the driver that the application uses."""
    name = f"test_{uuid4().hex}"
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    try:
        yield server_url.replace("postgresql://", "postgresql+psycopg://").replace("/postgres", f"/{name}")
    finally:
        with psycopg.connect(server_url, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
