"""Worker processes that are gone with their parent, however it dies, and replaced when one of them does."""

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

T = TypeVar("T")


class ClosedError(RuntimeError):
    """Work was given to workers that are shutting down."""


class Processes:
    """At most `most` at once, started at the first need. Each calls `begin(*args)` first, which must be picklable."""

    def __init__(
        self,
        most: int,
        *,
        niceness: int = 0,
        begin: Callable[..., None] | None = None,
        args: tuple[object, ...] = (),
    ) -> None:
        self._most = most
        self._first = (niceness, begin, args)
        self._lock = threading.Lock()
        self._executor: ProcessPoolExecutor | None = None
        self._closed = False

    def open(self) -> bool:
        """Sees to it that there are workers; True when these are new ones. Raises ClosedError."""
        with self._lock:
            before = self._executor
            return self._opened() is not before

    def submit(self, fn: Callable[..., T], *args: object) -> Future[T]:
        """`fn(*args)` in a worker; both must be picklable. Raises ClosedError, BrokenProcessPool."""
        return self._submit(fn, *args)[1]

    async def run(self, fn: Callable[..., T], *args: object) -> T:
        """What `fn(*args)` gives or raises. Raises ClosedError, and BrokenProcessPool when a worker died under it;
        the next call gets fresh ones.
        """
        executor, future = self._submit(fn, *args)
        try:
            return await asyncio.wrap_future(future)
        except BrokenProcessPool:
            self._discard(executor)
            raise

    def _submit(self, fn: Callable[..., T], *args: object) -> tuple[ProcessPoolExecutor, Future[T]]:
        with self._lock:
            executor = self._opened()
            try:
                return executor, executor.submit(fn, *args)
            except BrokenProcessPool:
                self._executor = None
                raise

    def _opened(self) -> ProcessPoolExecutor:
        """With the lock held."""
        if self._closed:
            raise ClosedError("the workers are shutting down")
        if self._executor is None:
            self._executor = ProcessPoolExecutor(
                self._most,
                mp_context=multiprocessing.get_context("spawn"),
                initializer=_settle_in,
                initargs=self._first,
            )
        return self._executor

    def _discard(self, executor: ProcessPoolExecutor) -> None:
        with self._lock:
            if self._executor is executor:
                self._executor = None
        executor.shutdown(wait=False)

    def close(self) -> None:
        """Drops what waits, finishes what is being done and ends the workers."""
        with self._lock:
            self._closed = True
            executor, self._executor = self._executor, None
        if executor is not None:
            executor.shutdown(wait=True, cancel_futures=True)


def _settle_in(niceness: int, begin: Callable[..., None] | None, args: tuple[object, ...]) -> None:
    # Ctrl-C reaches the whole process group; ending the workers in good order is the parent's business.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(AttributeError, OSError):
        os.nice(niceness)
    threading.Thread(target=_die_with_parent, name="parent-watch", daemon=True).start()
    if begin is not None:
        begin(*args)


def _die_with_parent() -> None:
    """A killed parent closes no queue, and a worker would wait for its next task for ever."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    multiprocessing.connection.wait([parent.sentinel])
    os._exit(1)
