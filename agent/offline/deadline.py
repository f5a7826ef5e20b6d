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
    """The last deadline in the span, and all the tokens [first, last) that say it."""
    for at in range(end - 1, start - 1, -1):
        stop = max((stop for stop in _ends(symbols, at) if stop <= end), default=0)
        if stop:
            begin = next(earlier for earlier in range(start, at + 1) if stop in _ends(symbols, earlier))
            captured = capture(load().rules["deadline"], symbols, begin, stop)
            first, last = captured.spans["date"]
            day = resolve(words(first, last), today)
            if day is not None:
                return day, begin, stop
    return None


def _ends(symbols: Sequence[str], at: int) -> list[int]:
    return [stop for rule, stop in automaton().matches(symbols, at) if rule.name == "deadline"]
