"""Digits said aloud when a PIN is asked for, over a telephone line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.rehearsal.caller import CALLER_TONE
from agent.speech.espeak import EspeakVoice
from agent.speech.lexicon import domain_lexicon
from agent.speech.pocketsphinx import PocketsphinxEars
from agent.speech.ports import Expectation
from agent.telephone.digits import digits_in

PINS = {
    "four seven one one": "4711",
    "nine oh two five": "9025",
    "my pin is eight six four two": "8642",
    "it's three three nine seven": "3397",
    "five five five oh one double zero": "5550100",
}


@pytest.fixture(scope="module")
def ears(language_models: Path) -> Iterator[PocketsphinxEars]:
    made = PocketsphinxEars(domain_lexicon(language_models))
    yield made
    made.close()


async def test_a_pin_that_is_said_is_heard_as_digits(ears: PocketsphinxEars) -> None:
    voice = EspeakVoice(CALLER_TONE, 8000)
    heard = {}
    for words in PINS:
        hearing = ears.listen(Expectation("number", about="phone"), rate=8000)
        hearing.feed(await voice.say(words) + bytes(3200))
        heard[words] = digits_in((await hearing.read()).text)
    assert heard == PINS
