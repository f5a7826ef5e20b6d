"""Murmurs, coughs and interruptions over the agent's words, in real speech; the decoder keeps pace with the audio."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import Executor, Future
from pathlib import Path
from threading import Semaphore
from typing import Any

import numpy as np
import pytest

from agent.channels.ear import Ear, Turn
from agent.channels.models import RATE, WINDOW, warm_up
from agent.rehearsal.murmur import murmur
from agent.speech.decoders import Decoders
from agent.speech.espeak import EspeakVoice, Tone
from agent.speech.following import PocketsphinxFollower
from agent.speech.lexicon import domain_lexicon
from agent.speech.pocketsphinx import Lexicon, PocketsphinxEars
from agent.speech.ports import Expectation, Hearing
from agent.speech.wideband import Widener, carried_by_telephone

QUIET = 0.5
"""Seconds of the line's noise before the words."""


class AtOnce(Executor):
    """Does what it is given before it returns, so that no machine is too slow for a test."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        done: Future[Any] = Future()
        done.set_result(fn(*args, **kwargs))
        return done


class InStep:
    """The embedded ears, whose words keep pace with the audio."""

    name = "in step"

    def __init__(self, lexicon: Lexicon) -> None:
        assert lexicon.widener is not None
        self._ears = PocketsphinxEars(lexicon)
        self._decoders = Decoders(lexicon, 1)
        self._widener = Widener.load(lexicon.widener)

    def listen(self, expectation: Expectation, *, rate: int) -> Hearing:
        return self._ears.listen(expectation, rate=rate)

    def follow(self, *, rate: int) -> PocketsphinxFollower:
        return PocketsphinxFollower(self._decoders, AtOnce(), Semaphore(1), self._widener, rate)

    def close(self) -> None:
        self._ears.close()


@pytest.fixture(scope="module")
def ears(language_models: Path) -> Iterator[InStep]:
    warm_up()
    made = InStep(domain_lexicon(language_models))
    yield made
    made.close()


class Listener:
    """An ear that has heard its caller before and listens while the agent speaks, until somebody cuts in."""

    def __init__(self, ears: InStep, expected: Expectation) -> None:
        self.cut_in_after: float | None = None
        self.turns: list[Turn] = []
        self.agent_speaks = False
        self._fed = 0
        self.ear = Ear(
            ears,
            expectation=lambda: expected,
            agent_speaks=lambda: self.agent_speaks,
            on_cut_in=self._cut_in,
            on_turn=self.turns.append,
        )

    async def hear(self, pcm: bytes) -> None:
        """Window by window, each followed by what it sets off at once; then by what that takes."""
        self._fed = 0
        for start in range(0, len(pcm), WINDOW * 2):
            self.ear.feed(pcm[start : start + WINDOW * 2])
            self._fed += WINDOW
            for _ in range(4):
                await asyncio.sleep(0)
        while len(asyncio.all_tasks()) > 1:
            await asyncio.sleep(0)

    async def hear_over_the_agent(self, pcm: bytes) -> None:
        self.turns.clear()
        self.agent_speaks = True
        await self.hear(pcm)

    def _cut_in(self) -> None:
        if self.agent_speaks:
            self.cut_in_after = self._fed / RATE - QUIET
        self.agent_speaks = False


def on_the_line(words: str, voice: str = "en-us+klatt3", *, after: float = 0.4) -> bytes:
    """The words as a telephone carries them; they begin after `QUIET` s, and quiet follows them."""
    speaker = EspeakVoice(Tone(voice, 150, 55, 50))
    said = np.frombuffer(speaker.say_now(words), np.int16)
    speaker.close()
    loud = np.flatnonzero(np.abs(said) > 300)
    rate = speaker.sample_rate
    said = said[loud[0] : loud[-1]]
    whole = np.concatenate(
        [np.zeros(int(QUIET * rate), np.int16), said, np.zeros(int(after * rate), np.int16)]
    )
    return carried_by_telephone(whole, rate).tobytes()


def a_cough() -> bytes:
    rng = np.random.default_rng(5)
    shape = np.exp(-np.arange(int(0.22 * RATE)) / (0.06 * RATE))
    burst = np.concatenate([np.zeros(int(QUIET * RATE)), rng.normal(0, 6000, shape.size) * shape])
    quiet = rng.normal(0, 6, int(0.4 * RATE))
    return np.clip(np.concatenate([burst, quiet]), -32768, 32767).astype(np.int16).tobytes()


VOICES = ("en-us+klatt3", "en-us+klatt2")
TOPIC = Expectation("free", about="topic")


@pytest.fixture
async def listening(ears: InStep) -> AsyncIterator[Callable[[str, Expectation], Awaitable[Listener]]]:
    """A listener to a voice, under what the open question expects."""
    made: list[Listener] = []

    async def listen(voice: str, expected: Expectation) -> Listener:
        listener = Listener(ears, expected)
        made.append(listener)
        await listener.hear(on_the_line("create a campaign called summer sale", voice))
        return listener

    yield listen
    for listener in made:
        listener.ear.close()


@pytest.mark.parametrize("voice", VOICES)
async def test_a_murmured_word_is_no_turn_even_if_it_stopped_the_voice(listening, voice: str) -> None:
    listener = await listening(voice, TOPIC)
    await listener.hear_over_the_agent(on_the_line("yeah", voice))
    assert not any(turn.says_something() for turn in listener.turns)


@pytest.mark.parametrize("voice", VOICES)
async def test_an_interruption_stops_the_voice_in_time(listening, voice: str) -> None:
    listener = await listening(voice, TOPIC)
    for words in ("make that eight images", "what about emails"):
        await listener.hear_over_the_agent(on_the_line(words, voice))
        assert listener.cut_in_after is not None
        assert listener.cut_in_after < 0.5
        assert len(listener.turns) == 1
        listener.cut_in_after = None


@pytest.mark.parametrize("words", ["stop", "wait"])
async def test_a_short_word_that_means_something_stops_the_voice_at_its_end_at_the_latest(
    listening, words: str
) -> None:
    listener = await listening(VOICES[0], TOPIC)
    await listener.hear_over_the_agent(on_the_line(words))
    assert listener.cut_in_after is not None
    assert len(listener.turns) == 1


async def test_a_cough_or_a_hum_does_not_stop_the_voice(listening) -> None:
    listener = await listening(VOICES[0], TOPIC)
    for sound in (a_cough(), bytes(RATE) + murmur() + bytes(RATE)):
        await listener.hear_over_the_agent(sound)
        assert listener.cut_in_after is None
        assert not listener.turns


async def test_a_yes_over_the_question_that_it_answers_stops_the_voice(listening) -> None:
    listener = await listening(VOICES[0], Expectation("yes_no", about="confirm"))
    await listener.hear_over_the_agent(on_the_line("yeah", VOICES[0]))
    assert listener.cut_in_after is not None
    assert listener.turns[0].says_something()
