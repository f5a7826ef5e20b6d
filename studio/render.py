"""Heavy drawing in processes of its own, so that the loop that carries audio never waits for it."""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

from studio.ports import MakerError

T = TypeVar("T")

NICENESS = 10
"""Rendering yields to whatever else wants the processor: a live call is worth more than a picture's speed."""


class RenderPool:
    """At most `processes` at once, started at the first `run` and gone with their parent, however it dies."""

    def __init__(self, processes: int = 1) -> None:
        self._processes = processes
        self._lock = threading.Lock()
        self._executor: ProcessPoolExecutor | None = None
        self._closed = False

    async def run(self, fn: Callable[..., T], *args: object) -> T:
        """`fn(*args)` in a worker; both must be picklable. What `fn` raises is raised here.

        Raises `MakerError`, transient, when the worker died under it; the next call gets a fresh one.
        """
        executor, future = self._submit(fn, *args)
        try:
            return await asyncio.wrap_future(future)
        except BrokenProcessPool as error:
            self._discard(executor)
            raise _died() from error

    def close(self) -> None:
        """Drops what waits, finishes what is being drawn and ends the workers; later calls of `run` fail."""
        with self._lock:
            self._closed = True
            executor, self._executor = self._executor, None
        if executor is not None:
            executor.shutdown(wait=True, cancel_futures=True)

    def _submit(self, fn: Callable[..., T], *args: object) -> tuple[ProcessPoolExecutor, Future[T]]:
        with self._lock:
            if self._closed:
                raise MakerError("the renderer is shutting down", "restart the campaign", transient=True)
            if self._executor is None:
                self._executor = ProcessPoolExecutor(
                    self._processes, mp_context=multiprocessing.get_context("spawn"), initializer=settle_in
                )
            executor = self._executor
            try:
                return executor, executor.submit(fn, *args)
            except BrokenProcessPool as error:
                self._executor = None
                raise _died() from error

    def _discard(self, executor: ProcessPoolExecutor) -> None:
        with self._lock:
            if self._executor is executor:
                self._executor = None
        executor.shutdown(wait=False)


def _died() -> MakerError:
    return MakerError(
        "a rendering process died, probably for want of memory",
        "lower DRUMBEAT_RENDER_PROCESSES or give the machine more memory, then restart",
        transient=True,
    )


def settle_in(niceness: int = NICENESS) -> None:
    """Runs first in every worker."""
    # Ctrl-C reaches the whole process group; ending the workers in good order is the parent's business.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(AttributeError, OSError):
        os.nice(niceness)
    threading.Thread(target=_die_with_parent, name="parent-watch", daemon=True).start()


def _die_with_parent() -> None:
    """A killed parent closes no queue, and a worker would wait for its next task for ever."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    multiprocessing.connection.wait([parent.sentinel])
    os._exit(1)
