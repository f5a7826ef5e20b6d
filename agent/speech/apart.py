"""Turns read in processes of their own: a decoder holds Python's lock while it works, and every call waits for it."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from typing import Protocol

import structlog

from agent.speech.decoders import Lexicon
from agent.speech.ports import Heard
from studio.processes import ClosedError, Processes

log = structlog.get_logger()


class Reader(Protocol):
    """Reads a whole turn on the calling thread."""

    def read(self, pcm: bytes, rate: int, about: str) -> Heard: ...

    def warm_up(self) -> None: ...


class MakeReader(Protocol):
    """Picklable: it is called in the worker."""

    def __call__(self, lexicon: Lexicon) -> Reader: ...


class ReadersApart:
    """At most `processes` turns read at once, each in a process of its own."""

    def __init__(self, make: MakeReader, lexicon: Lexicon, processes: int) -> None:
        self._count = processes
        self._processes = Processes(processes, begin=_begin, args=(make, lexicon))
        self._lock = threading.Lock()
        self._starting: list[Future[None]] = []

    def start(self) -> None:
        """Starts every worker and returns at once; until they have their decoders, `read` leaves the work to others.

        Raises ClosedError.
        """
        with self._lock:
            if self._processes.open():
                self._starting = [self._processes.submit(_ready) for _ in range(self._count)]

    def wait(self) -> None:
        """Until every worker has its decoder; seconds, so not for the event loop."""
        for worker in self._starting:
            worker.result()

    async def read(self, pcm: bytes, rate: int, about: str) -> Heard | None:
        """The words; None when no worker can read them: they are starting, one died, or all are shutting down."""
        try:
            self.start()
            if not all(worker.done() for worker in self._starting):
                return None
            return await self._processes.run(_read, pcm, rate, about)
        except ClosedError:
            return None
        except BrokenProcessPool:
            log.warning("a reading process died")
            return None

    def close(self) -> None:
        self._processes.close()


_reader: Reader | None = None
"""A worker's own; unset in the process that serves."""


def _begin(make: MakeReader, lexicon: Lexicon) -> None:
    global _reader  # noqa: PLW0603
    _reader = make(lexicon)
    _reader.warm_up()


def _ready() -> None:
    """Answered once a worker has its decoder."""


def _read(pcm: bytes, rate: int, about: str) -> Heard:
    assert _reader is not None
    return _reader.read(pcm, rate, about)
