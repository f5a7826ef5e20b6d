"""Real engines and models, loaded once for all the tests of the channels."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from agent.channels.models import warm_up
from agent.speech.espeak import EspeakVoice
from agent.speech.lexicon import domain_lexicon
from agent.speech.pocketsphinx import PocketsphinxEars
from agent.speech.ports import SpeechKit


@pytest.fixture(scope="session")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SpeechKit]:
    warm_up()
    ears = PocketsphinxEars(domain_lexicon(tmp_path_factory.mktemp("speech")))
    ears.warm_up()
    kit = SpeechKit(ears, EspeakVoice(), ())
    yield kit
    kit.close()
