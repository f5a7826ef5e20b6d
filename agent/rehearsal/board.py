"""A switchboard of the rehearsal's own, seen from outside: another process, so that its memory is its calls'."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from agent.rehearsal.noted import Notebook

READY_WITHIN = 180.0
"""Seconds; the first one builds the ears' language models."""
STOPS_WITHIN = 15.0
_MAIN = "from agent.rehearsal.switchboard import main; main()"
"""Not as a module: its processes would load it again, with all that a call needs, and be measured with it."""


@dataclass(frozen=True, slots=True)
class Board:
    """A running switchboard; `url` is that of its media sockets (ws://…)."""

    side: str
    url: str
    notes: Notebook
    pid: int

    def megabytes(self) -> float:
        """The resident memory of it and its children; what they share counts for each."""
        pages = sum(int(_proc(pid, "statm").split()[1]) for pid in _family(self.pid))
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6

    def processor_seconds(self) -> float:
        """What it and its children have used of the processor since they began."""
        stats = [_proc(pid, "stat").rpartition(")")[2].split() for pid in _family(self.pid)]
        return sum(int(stat[11]) + int(stat[12]) for stat in stats) / os.sysconf("SC_CLK_TCK")


def _proc(pid: int, name: str) -> str:
    return Path(f"/proc/{pid}/{name}").read_text(encoding="ascii")


def _family(pid: int) -> list[int]:
    children: list[int] = []
    for thread in sorted(Path(f"/proc/{pid}/task").iterdir()):
        # A thread may end between the listing and the look; its children are another thread's then.
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            children += [int(child) for child in (thread / "children").read_text().split()]
    return [pid, *(member for child in children for member in _family(child))]


@asynccontextmanager
async def switchboard(side: str, folder: Path) -> AsyncIterator[Board]:
    """One side's switchboard until the block ends; `folder` is its own, the language models lie beside it.

    Raises RuntimeError when it does not start.
    """
    folder.mkdir(parents=True)
    log = folder / "switchboard.log"
    with log.open("wb") as errors:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            _MAIN,
            str(folder),
            side,
            cwd=Path(__file__).parents[2],
            env={"DRUMBEAT_CACHE_DIR": str(folder.parent / "cache"), **os.environ},
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=errors,
        )
    try:
        yield Board(side, await _address(process, log), Notebook.of(folder), process.pid)
    finally:
        await _stop(process)


async def _address(process: asyncio.subprocess.Process, log: Path) -> str:
    assert process.stdout is not None
    async with asyncio.timeout(READY_WITHIN):
        async for raw in process.stdout:
            line = raw.decode().strip()
            if line.startswith("ws://"):
                return line
    raise RuntimeError(f"the switchboard did not start:\n{log.read_text(errors='replace')[-2000:]}")


async def _stop(process: asyncio.subprocess.Process) -> None:
    assert process.stdin is not None
    process.stdin.close()
    try:
        await asyncio.wait_for(process.wait(), STOPS_WITHIN)
    except TimeoutError:
        process.kill()
        await process.wait()
