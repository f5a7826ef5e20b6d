"""A talk of one sentence, for callers who are not let in: implements `agent.channels.ports.Talk`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Mapping

from agent.speech.ports import ANYTHING, Expectation, Heard


class Refusal:
    """Says its words and is over; keeps nothing."""

    id = ""
    rate = 1.0
    awaits_yes = False
    watching: Collection[str] = ()

    def __init__(self, words: str) -> None:
        self._words = words
        self.ended = False

    async def open(self) -> AsyncIterator[str]:
        self.ended = True
        yield self._words

    async def hear(self, heard: Heard) -> AsyncIterator[str]:
        yield self._words

    async def nudge(self) -> AsyncIterator[str]:
        yield self._words

    async def say_goodbye_to_silence(self) -> AsyncIterator[str]:
        yield self._words

    def expectation(self) -> Expectation:
        return ANYTHING

    async def announce(self, sentence: str) -> None:
        return

    async def spoken(self, text: str) -> None:
        return

    async def interrupted(self) -> None:
        return

    async def record_timings(self, timings: Mapping[str, float], outcome: str = "completed") -> None:
        return

    async def close(self, reason: str) -> None:
        return
