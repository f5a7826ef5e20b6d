"""Whisper from a folder: a real model, if a tiny one, really loaded and really decoding."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from agent.speech.choose import SpeechUnavailableError, choose
from agent.speech.ports import Expectation
from agent.speech.whisper import WhisperEars
from settings import Settings
from tests.agent.speech.tiny_whisper import make_whisper

NAMES = Expectation("name", ("Summer Sale", "Glow Up"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_whisper(tmp_path_factory.mktemp("whisper"))


@pytest.fixture
def ears(folder: Path) -> Any:
    made = WhisperEars(folder)
    yield made
    made.close()


def sound(seconds: float = 1.0) -> bytes:
    noise = np.random.default_rng(1).standard_normal(int(8000 * seconds)) * 3000
    return noise.astype(np.int16).tobytes()


async def test_a_turn_is_decoded_into_words_with_a_confidence(ears: WhisperEars) -> None:
    hearing = ears.listen(NAMES, rate=8000)
    hearing.feed(sound())
    heard = await hearing.read()
    assert heard.engine == "whisper"
    assert heard.text
    assert 0 < heard.confidence < 1


async def test_silence_too_short_to_be_a_word_is_nothing(ears: WhisperEars) -> None:
    heard = await ears.listen(NAMES, rate=8000).read()
    assert (heard.text, heard.confidence) == ("", 0.0)


async def test_the_words_expected_are_hot_words_and_the_beam_is_as_set(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ears = WhisperEars(folder, beam=3)
    asked: list[dict[str, Any]] = []
    real = ears._model.transcribe
    monkeypatch.setattr(
        ears._model, "transcribe", lambda samples, **told: (asked.append(told), real(samples, **told))[1]
    )
    hearing = ears.listen(NAMES, rate=8000)
    hearing.feed(sound(0.5))
    await hearing.read()
    assert asked[0]["hotwords"] == "Summer Sale, Glow Up"
    assert asked[0]["beam_size"] == 3
    ears.close()


async def test_reading_again_decodes_only_what_is_new(
    ears: WhisperEars, monkeypatch: pytest.MonkeyPatch
) -> None:
    lengths: list[int] = []
    real = ears._model.transcribe
    monkeypatch.setattr(
        ears._model,
        "transcribe",
        lambda samples, **told: (lengths.append(len(samples)), real(samples, **told))[1],
    )
    hearing = ears.listen(NAMES, rate=8000)
    hearing.feed(sound(0.5))
    assert await hearing.read() == await hearing.read()
    hearing.feed(sound(0.5))
    await hearing.read()
    assert lengths == [8000, 16000]


async def test_a_reading_begun_too_early_is_dropped_and_the_whole_turn_is_read(ears: WhisperEars) -> None:
    hearing = ears.listen(NAMES, rate=8000)
    hearing.feed(sound(0.5))
    early = asyncio.create_task(hearing.read())
    await asyncio.sleep(0)
    early.cancel()
    with pytest.raises(asyncio.CancelledError):
        await early
    hearing.feed(sound(0.5))
    whole = ears.listen(NAMES, rate=8000)
    whole.feed(sound(0.5) + sound(0.5))
    assert (await hearing.read()).text == (await whole.read()).text


def test_auto_takes_whisper_where_its_folder_is(folder: Path, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, whisper_model=str(folder), _env_file=None)
    kit = choose(settings)
    assert kit.ears.name == "whisper"
    assert "Whisper" in kit.why[0]
    kit.close()


@pytest.mark.parametrize("missing", ["model.bin", "tokenizer.json", "vocabulary.json"])
def test_an_incomplete_folder_is_told_and_not_passed_over(tmp_path: Path, missing: str) -> None:
    folder = make_whisper(tmp_path / "model")
    (folder / missing).unlink()
    settings = Settings(data_dir=tmp_path, whisper_model=str(folder), _env_file=None)
    with pytest.raises(SpeechUnavailableError, match=missing):
        choose(settings)


def test_a_damaged_model_says_how_to_get_another(tmp_path: Path) -> None:
    folder = make_whisper(tmp_path / "model")
    (folder / "model.bin").write_bytes(b"not a model")
    with pytest.raises(SpeechUnavailableError, match="drumbeat models fetch"):
        WhisperEars(folder)


def test_whisper_by_name_without_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SpeechUnavailableError, match="DRUMBEAT_WHISPER_MODEL"):
        choose(Settings(data_dir=tmp_path, stt="whisper", _env_file=None))
