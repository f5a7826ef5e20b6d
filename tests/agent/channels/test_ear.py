"""When a turn ends, without models: a detector that hears voice in every window that is not silent."""

from __future__ import annotations

import asyncio

import pytest

from agent.channels import ear as ears
from agent.channels.ear import Ear, Turn
from agent.channels.models import RATE, WINDOW
from agent.speech.ports import Expectation, Heard

VOICE = b"\x00\x10" * WINDOW


class EveryWindow:
    def feed(self, pcm: bytes) -> list[tuple[float, bytes]]:
        return [(float(any(pcm)), pcm)]


class SlowReading:
    """Reads when it is let; keeps what it is fed."""

    def __init__(self) -> None:
        self.fed = 0
        self.reads = 0
        self.may_end = asyncio.Event()

    def listen(self, expectation: Expectation, *, rate: int) -> SlowReading:
        return self

    def feed(self, pcm: bytes) -> None:
        self.fed += len(pcm)

    async def read(self) -> Heard:
        self.reads += 1
        await self.may_end.wait()
        return Heard("and so on", 1.0)


async def test_a_line_that_is_never_silent_is_read_once_and_no_further_than_the_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def over(_pcm: bytes) -> float:
        return 0.0

    monkeypatch.setattr(ears, "VoiceDetector", EveryWindow)
    monkeypatch.setattr(ears, "turn_end_probability", over)
    reading, turns = SlowReading(), list[Turn]()
    ear = Ear(
        reading,
        expectation=Expectation,
        agent_speaks=lambda: False,
        on_cut_in=lambda: None,
        on_turn=turns.append,
        longest_turn=0.5,
    )
    for _ in range(60):
        ear.feed(VOICE)
        await asyncio.sleep(0)
    assert reading.reads == 1
    assert reading.fed <= 0.5 * RATE * 2 + len(VOICE)
    reading.may_end.set()
    while not turns:
        await asyncio.sleep(0)
    assert [turn.heard.text for turn in turns] == ["and so on"]
    assert not ear.speaking
    ear.close()


@pytest.mark.parametrize("words", ["yeah", "okay", "sure"])
@pytest.mark.parametrize(
    ("kind", "over_the_question", "counts"),
    [("yes_no", True, True), ("yes_no", False, False), ("free", True, False)],
)
def test_a_yes_over_the_question_answers_it_and_elsewhere_is_a_murmur(
    words: str, kind: str, over_the_question: bool, counts: bool
) -> None:
    turn = Turn(Heard(words, 1.0), 0.0, cut_in=True, expected=Expectation(kind))
    assert turn.says_something(over_the_question=over_the_question) is counts


def test_a_hum_answers_nothing() -> None:
    assert not Turn(Heard("mm hm", 1.0), 0.0, cut_in=True, expected=Expectation("yes_no")).says_something()


def test_a_murmur_by_either_reading_is_let_pass() -> None:
    heard = Heard("okay it", 0.4)
    assert not Turn(heard, 0.0, cut_in=True, so_far="okay").says_something()
    assert Turn(heard, 0.0, cut_in=True, so_far="okay run it").says_something()
    assert Turn(heard, 0.0, so_far="okay").says_something()


def test_what_was_read_twice_alike_is_surer() -> None:
    unsure = Heard("ten flyers", 0.1, ("ten fliers",))
    twice = ears.corroborated(unsure, "ten flyers")
    assert twice.confidence > 0.2
    assert (twice.text, twice.alternatives) == (unsure.text, unsure.alternatives)
    assert ears.corroborated(unsure, "then flyers") == unsure
    assert ears.corroborated(Heard("", 0.0), "") == Heard("", 0.0)
