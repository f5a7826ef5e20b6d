"""A talk that answers at once from a list: what is measured with it is the channel alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping, Sequence

from agent.speech.ports import ANYTHING, Expectation, Heard

GREETING = "Hi, this is Drumbeat. What shall we launch?"


class ScriptedTalk:
    """Implements `agent.channels.ports.Talk`; keeps all that it was told."""

    id = "scripted"
    rate = 1.0
    awaits_yes = False

    def __init__(
        self,
        replies: Sequence[Sequence[str]],
        *,
        greeting: Sequence[str] = (GREETING,),
        expects: Expectation = ANYTHING,
        watching: Collection[str] = (),
    ) -> None:
        """One reply (its sentences) for each turn; after the last the talk says goodbye and ends."""
        self.ended = False
        self.watching = watching
        self.turns: list[Heard] = []
        self.said: list[str] = []
        self.announced: list[str] = []
        self.timings: list[tuple[dict[str, float], str]] = []
        self.interruptions = 0
        self.closed = asyncio.Event()
        self.closed_for = ""
        self._replies = list(replies)
        self._greeting = greeting
        self._expects = expects

    async def open(self) -> AsyncIterator[str]:
        for sentence in self._greeting:
            yield sentence

    async def hear(self, heard: Heard) -> AsyncIterator[str]:
        self.turns.append(heard)
        if len(self.turns) > len(self._replies):
            self.ended = True
            yield "Goodbye."
            return
        for sentence in self._replies[len(self.turns) - 1]:
            yield sentence

    async def nudge(self) -> AsyncIterator[str]:
        yield "Are you still there?"

    async def say_goodbye_to_silence(self) -> AsyncIterator[str]:
        self.ended = True
        yield "I keep the draft. Goodbye."

    def expectation(self) -> Expectation:
        return self._expects

    async def announce(self, sentence: str) -> None:
        self.announced.append(sentence)

    async def spoken(self, text: str) -> None:
        self.said.append(text)

    async def interrupted(self) -> None:
        self.interruptions += 1

    async def record_timings(self, timings: Mapping[str, float], outcome: str = "completed") -> None:
        self.timings.append((dict(timings), outcome))

    async def close(self, reason: str) -> None:
        self.closed_for = reason
        self.closed.set()
