"""Turns read in processes of their own: a decoder holds Python's lock while it works, and every call waits for it."""

from __future__ import annotations

import asyncio
import multiprocessing
import threading
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from typing import Protocol

import structlog

from agent.speech.decoders import Lexicon
from agent.speech.ports import Heard
from studio.render import settle_in

log = structlog.get_logger()


class Reader(Protocol):
    """Reads a whole turn on the calling thread."""

    def read(self, pcm: bytes, rate: int, about: str) -> Heard: ...

    def warm_up(self) -> None: ...


class MakeReader(Protocol):
    """Picklable: it is called in the worker."""

    def __call__(self, lexicon: Lexicon) -> Reader: ...


class ReadersApart:
    """At most `processes` turns read at once, each in a process that is gone with this one, however this one dies."""

    def __init__(self, make: MakeReader, lexicon: Lexicon, processes: int) -> None:
        self._make, self._lexicon, self._processes = make, lexicon, processes
        self._lock = threading.Lock()
        self._executor: ProcessPoolExecutor | None = None
        self._starting: list[Future[None]] = []
        self._closed = False

    def start(self) -> None:
        """Starts every worker and returns at once; until they have their decoders, `read` leaves the work to others."""
        with self._lock:
            if self._executor is not None or self._closed:
                return
            self._executor = executor = ProcessPoolExecutor(
                self._processes,
                mp_context=multiprocessing.get_context("spawn"),
                initializer=_begin,
                initargs=(self._make, self._lexicon),
            )
            self._starting = [executor.submit(_ready) for _ in range(self._processes)]

    def wait(self) -> None:
        """Until every worker has its decoder; seconds, so not for the event loop."""
        for worker in self._starting:
            worker.result()

    async def read(self, pcm: bytes, rate: int, about: str) -> Heard | None:
        """The words; None when no worker can read them: they are starting, one died, or all are shutting down."""
        self.start()
        executor = self._executor
        if executor is None or not all(worker.done() for worker in self._starting):
            return None
        try:
            return await asyncio.get_running_loop().run_in_executor(
                executor, partial(_read, pcm, rate, about)
            )
        except BrokenProcessPool:
            log.warning("a reading process died")
            self._discard(executor)
            return None

    def close(self) -> None:
        with self._lock:
            self._closed = True
            executor, self._executor = self._executor, None
        if executor is not None:
            executor.shutdown(wait=True, cancel_futures=True)

    def _discard(self, executor: ProcessPoolExecutor) -> None:
        with self._lock:
            if self._executor is executor:
                self._executor = None
        executor.shutdown(wait=False)


_reader: Reader | None = None
"""A worker's own; unset in the process that serves."""


def _begin(make: MakeReader, lexicon: Lexicon) -> None:
    global _reader  # noqa: PLW0603
    settle_in(niceness=0)
    _reader = make(lexicon)
    _reader.warm_up()


def _ready() -> None:
    """Answered once a worker has its decoder."""


def _read(pcm: bytes, rate: int, about: str) -> Heard:
    assert _reader is not None
    return _reader.read(pcm, rate, about)
