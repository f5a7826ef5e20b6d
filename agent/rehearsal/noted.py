"""A talk as it is, with a note of every turn: what was heard, when, and which tools it took."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from agent.channels.ports import Talk
from agent.conversation import Conversation
from agent.speech.ports import Expectation, Heard


@dataclass(frozen=True, slots=True)
class Note:
    """One turn that reached a talk. `at` is the machine's monotonic time, in seconds, the same in every process."""

    call: str
    at: float
    words: str
    tools: tuple[str, ...] = ()


class NotedTalk:
    """Implements `Talk` by another one; `note` is told of each turn when its answer is whole or cut short."""

    def __init__(
        self, talk: Talk, call: str, clock: Callable[[], float], note: Callable[[Note], object]
    ) -> None:
        self._talk = talk
        self._call = call
        self._clock = clock
        self._note = note

    @property
    def id(self) -> str:
        return self._talk.id

    @property
    def ended(self) -> bool:
        return self._talk.ended

    @property
    def rate(self) -> float:
        return self._talk.rate

    @property
    def watching(self) -> Collection[str]:
        return self._talk.watching

    @property
    def awaits_yes(self) -> bool:
        return self._talk.awaits_yes

    def open(self) -> AsyncIterator[str]:
        return self._talk.open()

    async def hear(self, heard: Heard) -> AsyncIterator[str]:
        at = self._clock()
        try:
            async for sentence in self._talk.hear(heard):
                yield sentence
        finally:
            self._note(Note(self._call, at, heard.text, _tools(self._talk)))

    def nudge(self) -> AsyncIterator[str]:
        return self._talk.nudge()

    def say_goodbye_to_silence(self) -> AsyncIterator[str]:
        return self._talk.say_goodbye_to_silence()

    def expectation(self) -> Expectation:
        return self._talk.expectation()

    async def announce(self, sentence: str) -> None:
        await self._talk.announce(sentence)

    async def spoken(self, text: str) -> None:
        await self._talk.spoken(text)

    async def interrupted(self) -> None:
        await self._talk.interrupted()

    async def record_timings(self, timings: Mapping[str, float], outcome: str = "completed") -> None:
        await self._talk.record_timings(timings, outcome)

    async def close(self, reason: str) -> None:
        await self._talk.close(reason)


def _tools(talk: Talk) -> tuple[str, ...]:
    if isinstance(talk, Conversation) and talk.exchange is not None:
        return tuple(str(action["tool"]) for action in talk.exchange.actions)
    return ()


class Notebook:
    """Notes in a file, one line each, so that another process can read them."""

    def __init__(self, file: Path) -> None:
        self._file = file

    @classmethod
    def of(cls, folder: Path) -> Notebook:
        return cls(folder / "notes.jsonl")

    def write(self, note: Note) -> None:
        with self._file.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(asdict(note)) + "\n")

    def read(self) -> Sequence[Note]:
        if not self._file.exists():
            return ()
        found = [json.loads(line) for line in self._file.read_text(encoding="utf-8").splitlines()]
        return [Note(note["call"], note["at"], note["words"], tuple(note["tools"])) for note in found]
