"""Admission: how many calls this process takes, who is on the line, and an orderly end for all of them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

PLACE_LASTS = 30.0
"""Seconds for which a line is kept for a caller who was let in and whose call has not begun."""


@dataclass(frozen=True, eq=False, slots=True)
class Place:
    """A line that is kept for one caller."""

    until: float


@dataclass(slots=True)
class Calls:
    """The live calls of this process. `most` is how many may be on the line at once."""

    most: int
    clock: Callable[[], float] = time.monotonic
    _tasks: set[asyncio.Task[object]] = field(default_factory=set)
    _places: set[Place] = field(default_factory=set)
    _closing: bool = False

    @property
    def live(self) -> int:
        return len(self._tasks)

    @property
    def taken(self) -> int:
        """Lines that are live or kept."""
        self._places = {place for place in self._places if place.until > self.clock()}
        return self.live + len(self._places)

    @property
    def full(self) -> bool:
        """True when a further caller must be told that all lines are busy."""
        return self._closing or self.taken >= self.most

    def keep(self) -> Place | None:
        """Keeps a line while its caller's call is being set up; None when there is none."""
        if self.full:
            return None
        place = Place(self.clock() + PLACE_LASTS)
        self._places.add(place)
        return place

    def give_back(self, place: Place) -> None:
        self._places.discard(place)

    @contextmanager
    def line(self, place: Place | None = None) -> Iterator[bool]:
        """Holds a line for the current task, the one kept if any; gives False when there is none."""
        task = asyncio.current_task()
        if place is not None:
            self.give_back(place)
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
