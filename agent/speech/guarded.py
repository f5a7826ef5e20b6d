"""Ears that may fail, such as a server's, with the embedded ones behind them."""

from __future__ import annotations

import structlog

from agent.brain.resting import Rest
from agent.metrics import observe_speech_failure
from agent.speech.errors import SpeechFailed
from agent.speech.ports import Expectation, Heard, Hearing, SpeechIn

log = structlog.get_logger()


class GuardedEars:
    """A `SpeechIn`: the first engine's reading, and the other's when that fails. `Heard.engine` says whose it is."""

    def __init__(self, first: SpeechIn, instead: SpeechIn, rest: Rest | None = None) -> None:
        self.name = first.name
        self.first = first
        self.instead = instead
        self.rest = rest or Rest()

    def listen(self, expectation: Expectation, *, rate: int) -> GuardedHearing:
        return GuardedHearing(self, expectation, rate)

    def close(self) -> None:
        self.first.close()
        self.instead.close()


class GuardedHearing:
    """A `Hearing` that both engines are fed, though the second one reads only when it must."""

    def __init__(self, ears: GuardedEars, expectation: Expectation, rate: int) -> None:
        self._ears = ears
        self._first: Hearing = ears.first.listen(expectation, rate=rate)
        self._instead: Hearing = ears.instead.listen(expectation, rate=rate)

    def feed(self, pcm: bytes) -> None:
        self._first.feed(pcm)
        self._instead.feed(pcm)

    async def read(self) -> Heard:
        ears = self._ears
        if not ears.rest.resting:
            try:
                heard = await self._first.read()
            except SpeechFailed as error:
                ears.rest.failed()
                observe_speech_failure(ears.first.name)
                log.warning("ears failed", engine=ears.first.name, instead=ears.instead.name, why=str(error))
            else:
                ears.rest.answered()
                return heard
        return await self._instead.read()
