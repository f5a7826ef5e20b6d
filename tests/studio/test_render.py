"""The render pool: out of the loop's way, survivor of its workers, and gone with its parent."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.ports import MakerError
from studio.render import RenderPool

ROOT = Path(__file__).parents[2]

ORPHANING = """
import asyncio, os, sys
from studio.render import RenderPool

async def main():
    print(await RenderPool(1).run(os.getpid), flush=True)
    await asyncio.Event().wait()

if __name__ == "__main__":
    asyncio.run(main())
"""


@pytest.fixture
def pool() -> Iterator[RenderPool]:
    opened = RenderPool(1)
    yield opened
    opened.close()


async def test_work_is_done_in_another_process(pool: RenderPool) -> None:
    assert await pool.run(os.getpid) != os.getpid()


async def test_no_more_processes_work_than_were_allowed(pool: RenderPool) -> None:
    workers = await asyncio.gather(*(pool.run(os.getpid) for _ in range(6)))
    assert len(set(workers)) == 1


async def test_what_the_work_raises_reaches_the_caller(pool: RenderPool) -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        await pool.run(int, "not a number")


async def test_a_dead_worker_costs_one_attempt_and_is_replaced(pool: RenderPool) -> None:
    with pytest.raises(MakerError) as caught:
        await pool.run(os._exit, 9)
    assert caught.value.transient
    assert await pool.run(int, "7") == 7


async def test_a_closed_pool_takes_no_work() -> None:
    pool = RenderPool(1)
    pool.close()
    with pytest.raises(MakerError):
        await pool.run(os.getpid)


def test_a_killed_parent_leaves_no_worker_behind(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(ORPHANING, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, script], stdout=subprocess.PIPE, text=True, env=environment
    ) as parent:
        assert parent.stdout is not None
        assert int(parent.stdout.readline()) != parent.pid
        parent.send_signal(signal.SIGKILL)
        # The worker holds the pipe's other end: the end of the file is its death, and no end fails by time-out.
        assert parent.stdout.read() == ""
