"""A deadline inside a free text: "a thousand leads by the end of July" is an objective and a date."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from agent.offline.automaton import automaton
from agent.offline.captures import capture
from agent.offline.dates import resolve
from agent.offline.grammar import load


def deadline_within(
    symbols: Sequence[str],
    words: Callable[[int, int], list[str]],
    start: int,
    end: int,
    today: date,
) -> tuple[date, int, int] | None:
    """The last deadline in the span, and the tokens [first, last) that say it."""
    for at in range(end - 1, start - 1, -1):
        ends = [stop for rule, stop in automaton().matches(symbols, at) if rule.name == "deadline"]
        stop = max((stop for stop in ends if stop <= end), default=0)
        if stop:
            captured = capture(load().rules["deadline"], symbols, at, stop)
            first, last = captured.spans["date"]
            day = resolve(words(first, last), today)
            if day is not None:
                return day, at, stop
    return None
