"""Admission: how many calls this process takes, who is on the line, and an orderly end for all of them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(slots=True)
class Calls:
    """The live calls of this process. `most` is how many may be on the line at once."""

    most: int
    _tasks: set[asyncio.Task[object]] = field(default_factory=set)
    _closing: bool = False

    @property
    def live(self) -> int:
        return len(self._tasks)

    @property
    def full(self) -> bool:
        """True when a further caller must be told that all lines are busy."""
        return self._closing or self.live >= self.most

    @contextmanager
    def line(self) -> Iterator[bool]:
        """Holds a line for the current task; gives False when there is none."""
        task = asyncio.current_task()
        if task is None or self.full:
            yield False
            return
        self._tasks.add(task)
        try:
            yield True
        finally:
            self._tasks.discard(task)

    async def close(self) -> None:
        """Hangs up on everybody and waits until their calls are tidied away."""
        self._closing = True
        tasks = [task for task in self._tasks if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
