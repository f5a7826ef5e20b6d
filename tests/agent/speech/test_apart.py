"""Turns read in processes of their own: the same words, through a death of the reader too, and nothing left behind."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from agent.speech.espeak import Espeak, Tone, trimmed
from agent.speech.lexicon import domain_lexicon
from agent.speech.pocketsphinx import PHONE_RATE, PocketsphinxEars
from agent.speech.wideband import carried_by_telephone

WORDS = "two emails and ten social posts"


@pytest.fixture
def ears(language_models: Path) -> Iterator[PocketsphinxEars]:
    made = PocketsphinxEars(domain_lexicon(language_models), processes=1)
    made.warm_up(wait=True)
    yield made
    made.close()


@pytest.fixture(scope="module")
def audio() -> np.ndarray:
    engine = Espeak.shared()
    tone = Tone("en-us+klatt3", 150, 55, 50)
    return carried_by_telephone(
        trimmed(engine.synthesise(WORDS, tone), engine.sample_rate), engine.sample_rate
    )


async def test_what_is_read_apart_is_what_is_read_here(ears: PocketsphinxEars, audio: np.ndarray) -> None:
    apart = await ears.decode(audio, PHONE_RATE, "deliverables")
    here = ears.decode_now(audio, PHONE_RATE, "deliverables")
    # Not the scores: a decoder remembers a little of what it read before, and they differ in the second decimal.
    assert apart.text == here.text
    assert "social posts" in apart.text


async def test_a_reader_that_dies_costs_no_turn(ears: PocketsphinxEars, audio: np.ndarray) -> None:
    (reader,) = multiprocessing.active_children()
    assert reader.pid is not None
    os.kill(reader.pid, signal.SIGKILL)
    reader.join(10)
    for _ in range(2):
        assert "social posts" in (await ears.decode(audio, PHONE_RATE)).text
    (another,) = multiprocessing.active_children()
    assert another.pid != reader.pid


async def test_no_reader_outlives_the_ears(language_models: Path) -> None:
    ears = PocketsphinxEars(domain_lexicon(language_models), processes=2)
    ears.warm_up(wait=True)
    assert multiprocessing.active_children()
    ears.close()
    assert not multiprocessing.active_children()
