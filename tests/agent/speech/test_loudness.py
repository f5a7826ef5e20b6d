"""All voices equally loud, none clipped, and cut audio without a click."""

from __future__ import annotations

import numpy as np
import pytest

from agent.speech.espeak import EspeakVoice, Tone
from agent.speech.loudness import LEVEL, faded_out, level, levelled

RATE = 8000


def tone(decibels: float, seconds: float = 1.0) -> np.ndarray:
    swing = np.sin(2 * np.pi * 220 * np.arange(int(RATE * seconds)) / RATE)
    return (swing * np.sqrt(2) * 10 ** (decibels / 20) * 32767).clip(-32768, 32767).astype(np.int16)


@pytest.mark.parametrize("loudness", [-45, -32, -20, -12, -4])
def test_soft_and_loud_speech_come_out_at_one_level(loudness: float) -> None:
    assert level(levelled(tone(loudness), RATE), RATE) == pytest.approx(LEVEL, abs=1)


def test_pauses_do_not_count() -> None:
    halting = np.concatenate([tone(-30), np.zeros(5 * RATE, np.int16), tone(-30)])
    assert level(levelled(halting, RATE), RATE) == pytest.approx(LEVEL, abs=1)


def test_silence_stays_silence() -> None:
    quiet = np.zeros(RATE, np.int16)
    assert not levelled(quiet, RATE).any()
    assert not levelled(quiet[:0], RATE).size


def test_a_peak_is_bent_and_not_clipped() -> None:
    peaky = tone(-40)
    peaky[::400] = 12000
    raised = levelled(peaky, RATE).astype(int)
    assert np.abs(raised).max() < 32767
    assert raised.max() > 12000


@pytest.mark.parametrize("voice", ["en-us+f3", "en-us+klatt3", "en-us+m3"])
@pytest.mark.parametrize("words", ["Yes.", "Summer Sale, on email and social. What is it about?"])
def test_real_sentences_of_different_voices_are_equally_loud_and_do_not_clip(voice: str, words: str) -> None:
    engine = EspeakVoice(Tone(voice))
    said = levelled(np.frombuffer(engine.say_now(words), np.int16), RATE)
    assert level(said, RATE) == pytest.approx(LEVEL, abs=1)
    assert np.abs(said.astype(int)).max() < 32767
    engine.close()


def test_a_cut_voice_goes_down_to_nothing_within_ten_milliseconds() -> None:
    tail = np.frombuffer(faded_out(tone(-12).tobytes(), RATE), np.int16).astype(int)
    assert tail.size == 80
    assert abs(tail[-1]) < 50
    steps = np.abs(np.diff(tail))
    assert steps.max() <= np.abs(np.diff(tone(-12).astype(int))).max() + 1
