"""Heavy drawing in processes of its own, so that the loop that carries audio never waits for it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

from studio.ports import MakerError
from studio.processes import ClosedError, Processes

T = TypeVar("T")

NICENESS = 10
"""Rendering yields to whatever else wants the processor: a live call is worth more than a picture's speed."""


class RenderPool:
    """At most `processes` at once, started at the first `run` and gone with their parent, however it dies."""

    def __init__(self, processes: int = 1) -> None:
        self._processes = Processes(processes, niceness=NICENESS)

    async def run(self, fn: Callable[..., T], *args: object) -> T:
        """`fn(*args)` in a worker; both must be picklable. What `fn` raises is raised here.

        Raises `MakerError`, transient, when the worker died under it; the next call gets a fresh one.
        """
        try:
            return await self._processes.run(fn, *args)
        except ClosedError as error:
            raise MakerError(
                "the renderer is shutting down", "restart the campaign", transient=True
            ) from error
        except BrokenProcessPool as error:
            raise MakerError(
                "a rendering process died, probably for want of memory",
                "lower DRUMBEAT_RENDER_PROCESSES or give the machine more memory, then restart",
                transient=True,
            ) from error

    def close(self) -> None:
        """Drops what waits, finishes what is being drawn and ends the workers; later calls of `run` fail."""
        self._processes.close()
