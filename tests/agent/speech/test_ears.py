"""The embedded ears hear the embedded voices over a telephone line."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from agent.offline.generate import sentences
from agent.speech.choose import prepare
from agent.speech.espeak import Espeak, EspeakVoice, Tone, trimmed
from agent.speech.lexicon import FOCUS, domain_lexicon, is_built
from agent.speech.ngrams import Trigrams
from agent.speech.pocketsphinx import PHONE_RATE, Lexicon, PocketsphinxEars, model_folder
from agent.speech.ports import ANYTHING
from agent.speech.pronunciation import phones
from agent.speech.wideband import carried_by_telephone
from settings import Settings

CALLER = Tone("en-us+klatt3", 150, 55, 50)


@pytest.fixture(scope="module")
def ears(language_models: Path) -> PocketsphinxEars:
    return PocketsphinxEars(domain_lexicon(language_models))


async def test_what_the_first_caller_would_wait_for_is_built_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(cache_dir=tmp_path, data_dir=tmp_path)
    assert not is_built(tmp_path / "speech")
    await prepare(settings)
    monkeypatch.setattr("agent.speech.lexicon.sentences", None)
    assert domain_lexicon(tmp_path / "speech").language_model.is_file()


def over_the_telephone(words: str) -> np.ndarray:
    engine = Espeak.shared()
    return carried_by_telephone(
        trimmed(engine.synthesise(words, CALLER), engine.sample_rate), engine.sample_rate
    )


def word_errors(said: str, heard: str) -> int:
    """Words inserted, left out or changed."""
    wanted, got = said.split(), heard.split()
    row = list(range(len(got) + 1))
    for i, word in enumerate(wanted, 1):
        last, row[0] = row[:], i
        for j, other in enumerate(got, 1):
            row[j] = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (word != other))
    return row[-1]


def test_the_campaign_lexicon_hears_far_more_than_the_general_one(ears: PocketsphinxEars) -> None:
    lines = list(dict.fromkeys(sentences(random.Random(4711), 60)))
    lines = [line for line in lines if 3 <= len(line.split()) <= 12][:8]
    wheel = model_folder()
    general = PocketsphinxEars(Lexicon(wheel / "en-us.lm.bin", wheel / "cmudict-en-us.dict"))
    errors = {"campaign": 0, "general": 0}
    for line in lines:
        audio = over_the_telephone(line)
        errors["campaign"] += word_errors(line, ears.decode_now(audio, PHONE_RATE).text)
        errors["general"] += word_errors(line, general.decode_now(audio, PHONE_RATE).text)
    words = sum(len(line.split()) for line in lines)
    assert errors["campaign"] / words < 0.2
    assert errors["campaign"] < errors["general"] / 3


async def test_a_turn_may_be_read_again_when_the_caller_has_gone_on(ears: PocketsphinxEars) -> None:
    hearing = ears.listen(ANYTHING, rate=PHONE_RATE)
    hearing.feed(over_the_telephone("five images").tobytes())
    first = await hearing.read()
    hearing.feed(over_the_telephone("and ten social posts").tobytes())
    second = await hearing.read()
    assert first.text == "five images"
    assert second.text.startswith("five images")
    assert second.text.endswith("social posts")
    assert 0 < second.confidence <= 1


def test_silence_and_noise_are_no_words_to_trip_over(ears: PocketsphinxEars) -> None:
    assert ears.decode_now(np.zeros(0, np.int16), PHONE_RATE).text == ""
    ears.decode_now(np.zeros(PHONE_RATE, np.int16), PHONE_RATE)
    ears.decode_now(np.random.default_rng(1).normal(0, 9000, PHONE_RATE).astype(np.int16), PHONE_RATE)


def test_the_lexicon_is_built_once(language_models: Path, ears: PocketsphinxEars) -> None:
    built = {path: path.stat().st_mtime_ns for path in language_models.iterdir()}
    domain_lexicon(language_models)
    assert {path: path.stat().st_mtime_ns for path in language_models.iterdir()} == built
    assert len(built) == 3 + len(FOCUS) + 1


@pytest.mark.parametrize(
    ("word", "sounds"),
    [
        ("nurture", "N ER CH ER"),
        ("deliverables", "D IH L IH V ER R AH B AH L Z"),
        ("snapchat", "S N AE P CH AE T"),
    ],
)
def test_words_that_the_dictionary_lacks_get_a_pronunciation(word: str, sounds: str) -> None:
    assert phones(word) == sounds


def test_the_language_model_is_a_probability() -> None:
    model = Trigrams(["make five images", "make ten posts"], {"hello": 1.0}, blend=0.1)
    unigrams = section(model.arpa(), 1)
    assert sum(10**p for gram, p in unigrams.items() if gram != "<s>") == pytest.approx(1.0, abs=1e-3)
    bigrams = section(model.arpa(), 2)
    after_make = sum(10**p for gram, p in bigrams.items() if gram.startswith("make "))
    assert 0 < after_make < 1


def section(arpa: str, order: int) -> dict[str, float]:
    body = arpa.split(f"\\{order}-grams:\n")[1].split("\n\n", maxsplit=1)[0]
    return {" ".join(line.split()[1 : 1 + order]): float(line.split()[0]) for line in body.splitlines()}


async def test_the_voice_begins_and_ends_with_the_words_and_keeps_what_recurs() -> None:
    voice = EspeakVoice()
    pcm = await voice.say("What shall we launch?")
    loud = np.flatnonzero(np.abs(np.frombuffer(pcm, np.int16).astype(int)) > 500)
    assert loud[0] < 0.05 * voice.sample_rate
    assert len(pcm) // 2 - loud[-1] < 0.25 * voice.sample_rate
    assert await voice.say("What shall we launch?") is pcm
    assert len(await voice.say("What shall we launch?", 0.8)) > len(pcm) * 1.1
    assert await voice.say("…") == b""
    voice.close()
