"""Real engines and models, loaded once for all the tests of the channels."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.channels.models import warm_up
from agent.speech.espeak import EspeakVoice
from agent.speech.lexicon import domain_lexicon
from agent.speech.pocketsphinx import PocketsphinxEars
from agent.speech.ports import SpeechKit


@pytest.fixture(scope="session")
def kit(language_models: Path) -> Iterator[SpeechKit]:
    warm_up()
    ears = PocketsphinxEars(domain_lexicon(language_models))
    ears.warm_up()
    kit = SpeechKit(ears, EspeakVoice(), ())
    yield kit
    kit.close()
