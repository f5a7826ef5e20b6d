"""The port behind which the durable engine works: it drives runs, the tables hold what is true of them."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import IO, Protocol

from orchestrator.errors import DrumbeatError


class JobEngine(Protocol):
    """Drives runs to their end, through crashes, by the run's rows alone.

    Telling it of a run twice is telling it once; a run that it was never told of is found by its sweep.
    """

    @property
    def running(self) -> bool:
        """True from the end of `start` to `stop`."""
        ...

    async def start(self) -> None:
        """Take up what an earlier process left, and begin to work."""
        ...

    async def start_run(self, run_id: str, epoch: int) -> None:
        """Drive this epoch of the run. Called after the transaction that made the run active."""
        ...

    async def start_remake(self, remake_id: str, epoch: int) -> None:
        """Make a remake. Called after the transaction that wrote it down."""
        ...

    async def start_project(self, project_id: str, epoch: int) -> None:
        """Drive this epoch of the project. Called after the transaction that gave it work."""
        ...

    async def stop(self) -> None:
        """Put the work down at once; whoever starts next goes on from the tables."""
        ...


class AlreadyServed(DrumbeatError):  # noqa: N818
    """Another process owns the embedded data directory."""

    status = 409
    title = "Already running"


class DirectoryLock:
    """One process owns an embedded data directory: two that share an executor id would do all work twice."""

    def __init__(self, data_dir: Path) -> None:
        self._path = data_dir / "drumbeat.lock"
        self._held: IO[str] | None = None

    def take(self) -> None:
        """Hold the lock until `release` or the death of the process; raises `AlreadyServed`."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        handle = self._path.open("a+", encoding="utf-8")
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            handle.seek(0)
            owner = handle.read().strip() or "unknown"
            handle.close()
            raise AlreadyServed(
                f"Another Drumbeat (process {owner}) already works in {self._path.parent}. "
                "Stop it first, or give this one its own DRUMBEAT_DATA_DIR."
            ) from None
        handle.truncate(0)
        handle.write(str(os.getpid()))
        handle.flush()
        self._held = handle

    def release(self) -> None:
        if self._held is not None:
            self._held.close()
            self._held = None
