"""When a model that failed is asked again."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

FORGIVEN = 1
"""Failures in a row after which the very next turn still asks it: one lost packet is no outage."""
FIRST_REST = 20.0
"""Seconds of rest after one more. Each further failure doubles it:
nobody waits for a dead model at every turn."""
LONGEST_REST = 300.0


@dataclass(slots=True)
class Rest:
    """The circuit breaker of one model, shared by all conversations. `clock` gives seconds that never run back."""

    clock: Callable[[], float] = time.monotonic
    failures: int = 0
    until: float = 0.0

    @property
    def resting(self) -> bool:
        return self.clock() < self.until

    def failed(self, at_least: float = 0.0) -> None:
        """`at_least` is what the server asked for, in seconds; it is kept to, up to the longest rest."""
        self.failures += 1
        further = self.failures - FORGIVEN - 1
        rest = FIRST_REST * 2.0 ** min(further, 10) if further >= 0 else 0.0
        self.until = self.clock() + min(LONGEST_REST, max(rest, at_least))

    def answered(self) -> None:
        self.failures, self.until = 0, 0.0
