"""Evaluation by voice without the clock: the words go through a voice, a telephone line and the real ears."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from agent.brain import embedded_brain
from agent.evaluation.hearing import VOICES, Telephone
from agent.evaluation.run import hold_all
from agent.evaluation.scenario import parse
from agent.evaluation.voices import caller_voice
from agent.evaluation.world import Worlds
from agent.speech.errors import SpeechUnavailableError
from agent.speech.lexicon import domain_lexicon
from agent.speech.pocketsphinx import PocketsphinxEars

SCENARIO = {
    "id": "running-shoes",
    "class": "interview",
    "user": {
        "opening": "create a campaign about our running shoes",
        "facts": {
            "objective": "three hundred bookings",
            "deliverables": "four images",
            "name": "Harvest Table",
        },
    },
    "expect": {
        "campaign": {
            "name": "Harvest Table",
            "topic": "running shoes",
            "objective": "three hundred bookings",
            "deliverables": {"images": 4},
            "status": "running",
        },
        "acts": ["run"],
    },
}


async def test_an_interview_on_the_telephone_line_ends_with_every_slot_right(
    tmp_path: Path, language_models: Path
) -> None:
    ears = PocketsphinxEars(domain_lexicon(language_models))
    brain = embedded_brain()
    line = Telephone(caller_voice(VOICES[0]), ears, random.Random(1))
    scenario = parse(SCENARIO, "here")
    (held,) = await hold_all(
        [scenario], Worlds(tmp_path, [brain]), repeats=1, seed=1, heard=lambda _: None, lines=(line,)
    )
    ears.close()
    await brain.close()
    assert held.passed, held.lines
    assert ("heard", "create a campaign about our running shoes") in held.lines


def test_a_voice_of_a_program_that_is_not_there_names_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SpeechUnavailableError, match="Debian's package flite"):
        caller_voice("flite:rms")
