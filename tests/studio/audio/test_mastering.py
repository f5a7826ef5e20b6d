from __future__ import annotations

import io
from fractions import Fraction

import av
import av.filter
import numpy as np
import pytest

from studio.audio.encoding import mp3, opus, wav
from studio.audio.loudness import SILENCE, loudness, true_peak
from studio.audio.mastering import mastered
from studio.audio.mixing import ducked
from studio.audio.sound import Sound, of_wav

RATE = 48_000


def noise(seconds: float, level: float) -> Sound:
    random = np.random.default_rng(3)
    return level * random.standard_normal((round(seconds * RATE), 2))


def measured(data: bytes) -> tuple[float, float]:
    """LUFS and dBTP as FFmpeg's own meter reads them."""
    with av.open(io.BytesIO(data), "r") as file:
        stream = file.streams.audio[0]
        graph = av.filter.Graph()
        source = graph.add_abuffer(template=stream, time_base=Fraction(1, stream.rate))
        meter = graph.add("ebur128", "peak=true:metadata=1")
        sink = graph.add("abuffersink")
        source.link_to(meter)
        meter.link_to(sink)
        graph.configure()
        told: dict[str, str] = {}
        for frame in file.decode(stream):
            graph.push(frame)
            while True:
                try:
                    told = dict(graph.pull().metadata)
                except (av.error.BlockingIOError, av.error.EOFError):
                    break
    return float(told["lavfi.r128.I"]), 20 * np.log10(float(told["lavfi.r128.true_peak"]))


@pytest.mark.parametrize("level", [0.01, 0.1, 0.6])
def test_a_master_has_its_loudness_and_holds_its_peaks_by_another_meter_too(level: float) -> None:
    master = mastered(noise(4, level), RATE)
    heard, peak = measured(wav(master, RATE))
    assert heard == pytest.approx(-16, abs=0.3)
    assert heard == pytest.approx(loudness(master, RATE), abs=0.1)
    assert peak <= -1.0
    assert true_peak(master, RATE) <= -1.4


def test_a_tone_at_the_standards_level_measures_what_the_standard_says() -> None:
    time = np.arange(RATE * 3) / RATE
    tone = 10 ** (-23 / 20) * np.sin(2 * np.pi * 1000 * time)
    assert loudness(np.stack((tone, tone), axis=1), RATE) == pytest.approx(-23, abs=0.1)


def test_silence_stays_silence() -> None:
    silent = np.zeros((RATE, 2))
    assert loudness(silent, RATE) == SILENCE
    assert not mastered(silent, RATE).any()


def test_a_peak_between_two_samples_is_found() -> None:
    time = np.arange(RATE) / RATE
    tone = np.sin(2 * np.pi * RATE / 4 * time + np.pi / 4)[:, None]
    assert np.abs(tone).max() < 0.71
    assert true_peak(tone, RATE) == pytest.approx(0, abs=0.6)


@pytest.mark.parametrize("encode", [mp3, opus])
def test_a_compressed_file_says_who_made_it_and_is_the_same_twice(encode: type[mp3]) -> None:
    # Without the highest octave, which MP3 leaves out.
    soft = np.apply_along_axis(np.convolve, 0, noise(2, 0.1), np.ones(8) / 8, mode="same")
    sound = mastered(soft, RATE)
    data = encode(sound, RATE, {"title": "Tune", "comment": "made by a machine"})
    assert data == encode(sound, RATE, {"title": "Tune", "comment": "made by a machine"})
    with av.open(io.BytesIO(data), "r") as file:
        tags = {**file.metadata, **file.streams.audio[0].metadata}
        seconds = sum(frame.samples for frame in file.decode(audio=0)) / RATE
    assert tags["title"] == "Tune"
    assert tags["comment"] == "made by a machine"
    assert seconds == pytest.approx(2, abs=0.1)
    heard, peak = measured(data)
    assert heard == pytest.approx(-16, abs=1)
    assert peak <= -1.0


def test_the_music_steps_back_while_somebody_speaks() -> None:
    bed, voice = noise(6, 0.1), np.zeros((6 * RATE, 1))
    voice[2 * RATE : 4 * RATE, 0] = 0.3 * np.sin(np.arange(2 * RATE) / 10)
    music = ducked(bed, voice, RATE) - voice

    def level(start: float, end: float) -> float:
        return 20 * np.log10(np.sqrt((music[round(start * RATE) : round(end * RATE)] ** 2).mean()))

    assert level(0.2, 1.5) - level(2.2, 3.8) == pytest.approx(13, abs=0.5)
    assert level(5, 6) == pytest.approx(level(0.2, 1.5), abs=0.3)


def test_a_wav_is_read_back_and_nonsense_is_refused() -> None:
    sound = noise(1, 0.1)
    assert np.abs(of_wav(wav(sound, RATE)) - np.clip(sound, -1, 1)).max() < 1e-4
    with pytest.raises(ValueError, match="WAV"):
        of_wav(b"RIFF")
