"""Keys into turns: when a number is whole, and what a key means under the open question."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from agent.speech.ports import Expectation

PAUSE = 2.0
"""Seconds after the last key until the digits are taken as they are; `#` takes them at once."""
MOST_KEYS = 24
"""More keys than any number has: what comes after is a fault of the line or an attack."""
PERSON, REPEAT, DECLINE = "0", "*", "9"


class Keypad:
    """Collects keys. `is_menu` says whether the open question is answered by one key; `take` is given the digits."""

    def __init__(
        self, *, is_menu: Callable[[], bool], take: Callable[[str], None], on_first: Callable[[], None]
    ) -> None:
        self._is_menu = is_menu
        self._take = take
        self._on_first = on_first
        self._keys = ""
        self._due: asyncio.TimerHandle | None = None

    def press(self, key: str) -> None:
        """One key: a digit, `*` or `#`."""
        if self._due is not None:
            self._due.cancel()
            self._due = None
        if not self._keys:
            self._on_first()
        if key == "#":
            self._give()
            return
        if len(self._keys) < MOST_KEYS:
            self._keys += key
        if self._keys == REPEAT or self._is_menu():
            self._give()
        else:
            self._due = asyncio.get_running_loop().call_later(PAUSE, self._give)

    def close(self) -> None:
        if self._due is not None:
            self._due.cancel()

    def _give(self) -> None:
        keys, self._keys, self._due = self._keys, "", None
        if keys:
            self._take(keys)


def is_menu(expected: Expectation) -> bool:
    """True when one key answers: yes or no, take the proposed list or not, or one of a few names that were said."""
    return expected.kind in ("yes_no", "list") or (expected.kind == "name" and 1 < len(expected.words) <= 9)


def words_of(keys: str, expected: Expectation) -> str:
    """What the caller has said by these keys: the menu's answer, or the number as it is."""
    if expected.kind in ("yes_no", "list") and keys in ("1", "2"):
        return "yes" if keys == "1" else "no"
    if expected.kind == "name" and keys.isdigit() and 0 < int(keys) <= len(expected.words):
        return expected.words[int(keys) - 1]
    return keys
