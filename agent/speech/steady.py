"""The voice that a call hears, whatever makes it: one level, recurring phrases kept, another voice when it fails."""

from __future__ import annotations

import re
from collections import OrderedDict

import numpy as np
import structlog

from agent.brain.resting import Rest
from agent.metrics import observe_speech_failure
from agent.speech.errors import SpeechFailed
from agent.speech.espeak import to_rate
from agent.speech.loudness import levelled
from agent.speech.ports import SpeechOut

log = structlog.get_logger()

MOST_KEPT = 4_000_000
"""Bytes of audio kept: about four minutes at 8 kHz, more than all greetings, questions and goodbyes together."""
LONGEST_KEPT = 160
"""Characters; longer sentences hold facts and do not recur."""
SHORTEST_CLAUSE, LONGEST_CLAUSE = 12, 70
"""Characters of a first clause worth saying on its own: less sounds torn off, more gains nothing."""
_CLAUSE = re.compile(r"[,;:](?=\s)|\s[–—](?=\s)")


class SteadyVoice:
    """A `SpeechOut` around another, shared by all calls."""

    def __init__(
        self,
        engine: SpeechOut,
        instead: SpeechOut | None = None,
        *,
        sample_rate: int = 8000,
        slow: bool = False,
        rest: Rest | None = None,
        most_kept: int = MOST_KEPT,
    ) -> None:
        """`instead` speaks when `engine` raises SpeechFailed. `slow` says that clauses are worth their seams."""
        self.name = engine.name
        self.sample_rate = sample_rate
        self._engine = engine
        self._instead = instead
        self._slow = slow
        self._rest = rest or Rest()
        self._kept: OrderedDict[tuple[str, str, float], bytes] = OrderedDict()
        self._size = 0
        self._most = most_kept

    async def say(self, text: str, rate: float = 1.0) -> bytes:
        """16-bit mono PCM at `sample_rate`, levelled. Raises SpeechFailed when there is no voice left."""
        if self._instead is None:
            return await self._said_by(self._engine, text, rate)
        if not self._rest.resting:
            try:
                pcm = await self._said_by(self._engine, text, rate)
            except SpeechFailed as error:
                self._rest.failed()
                observe_speech_failure(self._engine.name)
                log.warning(
                    "a voice failed", engine=self._engine.name, instead=self._instead.name, why=str(error)
                )
            else:
                self._rest.answered()
                return pcm
        return await self._said_by(self._instead, text, rate)

    def pieces(self, sentence: str) -> list[str]:
        """The sentence as it is best asked for: of a slow engine the first clause on its own, for it comes early."""
        return clauses(sentence) if self._slow and not self._rest.resting else [sentence]

    def close(self) -> None:
        self._engine.close()
        if self._instead is not None:
            self._instead.close()

    async def _said_by(self, voice: SpeechOut, text: str, rate: float) -> bytes:
        key = (voice.name, text, rate)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        raw = np.frombuffer(await voice.say(text, rate), np.int16)
        pcm = levelled(to_rate(raw, voice.sample_rate, self.sample_rate), self.sample_rate).tobytes()
        if len(text) <= LONGEST_KEPT:
            self._keep(key, pcm)
        return pcm

    def _keep(self, key: tuple[str, str, float], pcm: bytes) -> None:
        self._size += len(pcm) - len(self._kept.get(key, b""))
        self._kept[key] = pcm
        while self._size > self._most:
            _, dropped = self._kept.popitem(last=False)
            self._size -= len(dropped)


def clauses(sentence: str) -> list[str]:
    """The sentence as its first clause and the rest, or whole when it has no clause that stands alone."""
    for match in _CLAUSE.finditer(sentence, SHORTEST_CLAUSE - 1, LONGEST_CLAUSE):
        rest = sentence[match.end() :].strip()
        if len(rest) >= SHORTEST_CLAUSE:
            return [sentence[: match.end()].strip(), rest]
    return [sentence]


def pieces_of(voice: SpeechOut, sentence: str) -> list[str]:
    """The pieces in which `voice` is to say a sentence that somebody waits for."""
    return voice.pieces(sentence) if isinstance(voice, SteadyVoice) else [sentence]
