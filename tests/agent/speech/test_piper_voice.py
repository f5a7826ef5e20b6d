"""A Piper voice from its file: a real network, if a tiny one; and what is said of files that are none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from agent.speech.choose import choose
from agent.speech.errors import SpeechUnavailableError
from agent.speech.piper import PiperVoice, load, phoneme_ids
from settings import Settings
from tests.agent.speech.tiny_piper import SIGNS, description, make_piper

WORDS = "Five images, ready by noon. Shall I run it?"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return make_piper(tmp_path / "anna.onnx")


async def test_a_sentence_becomes_sound_at_the_calls_rate(file: Path) -> None:
    voice = PiperVoice(file, 8000)
    samples = np.frombuffer(await voice.say("Five images."), np.int16)
    spectrum = np.abs(np.fft.rfft(samples[800:4800].astype(float)))
    assert spectrum.argmax() * 2 == pytest.approx(220, abs=4)
    voice.close()


async def test_slower_speech_lasts_longer_and_two_sentences_longer_than_one(file: Path) -> None:
    voice = PiperVoice(file, 8000)
    usual, slow = await voice.say(WORDS), await voice.say(WORDS, 0.8)
    assert len(slow) == pytest.approx(len(usual) / 0.8, rel=0.1)
    assert len(usual) > len(await voice.say("Five images, ready by noon."))
    assert await voice.say("…") == b""
    voice.close()


def test_phonemes_are_numbered_between_beginning_and_end_with_their_marks(file: Path) -> None:
    piper = load(file)
    signs = [SIGNS[number] for number in phoneme_ids(piper.file, "Yes, please?")]
    assert signs[:2] == ["^", "_"]
    assert signs[-1] == "$"
    assert set(signs[1::2]) == {"_"}
    assert "".join(signs[2:-1:2]) == "jˈɛs, plˈiːz?"


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"audio": {}}, "audio.sample_rate"),
        ({"inference": {"length_scale": 0}}, "inference.length_scale"),
        ({"phoneme_type": "text"}, "phoneme_type"),
        ({"phoneme_id_map": {"a": [1], "b": [2], "c": [3], "d": [4]}}, r"phoneme_id_map.*\^"),
        ({"espeak": {"voice": "xx-none"}}, "espeak.voice"),
        ({"num_speakers": 3}, "sid"),
    ],
)
def test_a_description_that_cannot_be_used_names_its_field(
    file: Path, changed: dict[str, Any], told: str
) -> None:
    file.with_name("anna.onnx.json").write_text(json.dumps(description(**changed)))
    with pytest.raises(SpeechUnavailableError, match=told):
        load(file)


def test_a_missing_or_broken_file_is_named_with_the_mend(file: Path) -> None:
    with pytest.raises(SpeechUnavailableError, match="DRUMBEAT_PIPER_VOICE"):
        load(file.with_name("nobody.onnx"))
    file.write_bytes(b"no network")
    with pytest.raises(SpeechUnavailableError, match=r"anna\.onnx is no ONNX model"):
        load(file)
    file.with_name("anna.onnx.json").write_text("{")
    with pytest.raises(SpeechUnavailableError, match=r"anna\.onnx\.json is no JSON"):
        load(file)
    file.with_name("anna.onnx.json").unlink()
    with pytest.raises(SpeechUnavailableError, match=r"anna\.onnx\.json is missing"):
        load(file)


async def test_a_voice_of_several_speakers_speaks_as_its_first(tmp_path: Path) -> None:
    voice = PiperVoice(make_piper(tmp_path / "choir.onnx", inputs=("sid",), num_speakers=3))
    assert await voice.say("Yes.")
    voice.close()


async def test_auto_takes_the_voice_that_was_fetched(home: Path) -> None:
    make_piper(home / "models" / "piper" / "anna.onnx")
    kit = choose(Settings(data_dir=home, stt="pocketsphinx", _env_file=None))
    assert kit.voice.name == "piper"
    assert "anna" in kit.why[1]
    assert kit.voice.sample_rate == 8000
    kit.close()
