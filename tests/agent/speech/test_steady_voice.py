"""The voice of a call: phrases that recur are made once, memory is bounded, long sentences begin early."""

from __future__ import annotations

import numpy as np
import pytest

from agent.speech.errors import SpeechFailed
from agent.speech.loudness import LEVEL, level
from agent.speech.steady import SteadyVoice, clauses, pieces_of


class Hummer:
    """Hums a second a sentence, louder with each."""

    sample_rate = 16000

    def __init__(self, name: str = "hummer") -> None:
        self.name = name
        self.said: list[tuple[str, float]] = []
        self.closed = False

    async def say(self, text: str, rate: float = 1.0) -> bytes:
        self.said.append((text, rate))
        swing = np.sin(2 * np.pi * 200 * np.arange(16000) / 16000)
        return (swing * min(20000, 300 * 3 ** len(self.said))).astype(np.int16).tobytes()

    def close(self) -> None:
        self.closed = True


class Mute(Hummer):
    async def say(self, text: str, rate: float = 1.0) -> bytes:
        raise SpeechFailed("mute")


async def test_sentences_come_at_the_calls_rate_and_equally_loud() -> None:
    voice = SteadyVoice(Hummer())
    for words in ("One.", "Two.", "Three."):
        samples = np.frombuffer(await voice.say(words), np.int16)
        assert samples.size == 8000
        assert level(samples, 8000) == pytest.approx(LEVEL, abs=1)


async def test_a_phrase_is_made_once_for_each_rate() -> None:
    hummer = Hummer()
    voice = SteadyVoice(hummer)
    first = await voice.say("What shall we launch?")
    assert await voice.say("What shall we launch?") is first
    await voice.say("What shall we launch?", 0.8)
    assert hummer.said == [("What shall we launch?", 1.0), ("What shall we launch?", 0.8)]


async def test_only_so_much_is_kept_and_what_was_used_last_stays() -> None:
    hummer = Hummer()
    voice = SteadyVoice(hummer, most_kept=2 * 16000)
    for words in ("One.", "Two.", "One.", "Three.", "One."):
        await voice.say(words)
    assert [words for words, _ in hummer.said] == ["One.", "Two.", "Three."]
    await voice.say("Two.")
    assert len(hummer.said) == 4


async def test_what_the_other_voice_said_is_not_kept_for_the_first() -> None:
    other = Hummer("other")
    voice = SteadyVoice(Mute(), other)
    await voice.say("One.")
    await voice.say("One.")
    assert len(other.said) == 1
    voice.close()
    assert other.closed


def test_a_slow_engine_is_asked_for_the_first_clause_on_its_own() -> None:
    sentence = "So that is research, five images and ten posts for Summer Sale."
    slow, quick = SteadyVoice(Hummer(), slow=True), SteadyVoice(Hummer())
    assert pieces_of(slow, sentence) == ["So that is research,", "five images and ten posts for Summer Sale."]
    assert pieces_of(quick, sentence) == pieces_of(Hummer(), sentence) == [sentence]


@pytest.mark.parametrize(
    "sentence",
    [
        "Yes, of course we can do that.",
        "It costs 1,200 dollars.",
        "What shall we launch?",
        "Let me look at it, ok.",
    ],
)
def test_what_has_no_clause_worth_saying_alone_stays_whole(sentence: str) -> None:
    assert clauses(sentence) == [sentence]
