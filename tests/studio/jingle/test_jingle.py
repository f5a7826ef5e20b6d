from __future__ import annotations

import io
import wave
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.words import DeliverableType
from studio.audio.loudness import loudness
from studio.jingle import maker
from studio.jingle.moods import MOODS
from studio.jingle.score import BARS, BEATS, KEYS, compose, syllables
from studio.ports import Brief, Output, Verdict
from studio.render import RenderPool
from studio.review import RuleReviewer
from tests.studio.briefs import COFFEE, REALISTIC, RUNNING, step


@pytest.fixture(scope="module")
def pool() -> Iterator[RenderPool]:
    pool = RenderPool(1)
    yield pool
    pool.close()


def heard(output: Output) -> tuple[np.ndarray, int]:
    with wave.open(io.BytesIO(output.files[0].data)) as file:
        assert (file.getnchannels(), file.getsampwidth()) == (2, 2)
        rate = file.getframerate()
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2").reshape(-1, 2) / 32768
    return samples, rate


async def test_a_jingle_plays_in_any_player_and_is_neither_silent_nor_clipped(pool: RenderPool) -> None:
    output = await maker(pool).make(step(RUNNING, DeliverableType.JINGLE, 1)[0])
    samples, rate = heard(output)
    assert 8 < len(samples) / rate < 22
    assert len(samples) / rate == pytest.approx(output.provenance["seconds"], abs=0.1)
    assert 0.4 < np.abs(samples).max() < 0.9
    assert loudness(samples, rate) == pytest.approx(-16, abs=0.2)
    assert np.abs(samples[-100:]).max() < 0.001, "it ends in silence, not in a click"
    assert abs(samples.mean()) < 0.001


async def test_it_ends_on_the_tonic_of_the_key_it_states(pool: RenderPool) -> None:
    brief = step(COFFEE, DeliverableType.JINGLE, 1)[0]
    output = await maker(pool).make(brief)
    samples, rate = heard(output)
    start = round((BARS - 1) * BEATS * 60 / output.provenance["bpm"] * rate)
    ring = samples[start : start + rate].mean(axis=1)
    spectrum = np.abs(np.fft.rfft(ring * np.hanning(len(ring)), 8 * rate))
    frequencies = np.fft.rfftfreq(8 * rate, 1 / rate)
    band = (frequencies > 200) & (frequencies < 1400)
    loudest = frequencies[band][spectrum[band].argmax()]
    tonic = KEYS[output.provenance["key"].split()[0]]
    assert round(69 + 12 * np.log2(loudest / 440)) % 12 == tonic % 12


async def test_the_same_seed_is_the_same_file_and_another_is_another_tune(pool: RenderPool) -> None:
    brief = step(RUNNING, DeliverableType.JINGLE, 1)[0]
    first, again, other = [
        await maker(pool).make(each) for each in (brief, brief, replace(brief, seed=brief.seed + 1))
    ]
    assert first == again
    assert first.files[0].data != other.files[0].data
    assert b"Drumbeat embedded composer" in first.files[0].data


def test_the_voice_of_the_brand_chooses_the_mood_and_a_step_takes_turns() -> None:
    assert compose("Fellside", "elegant, premium", 1, 1).mood.name == "elegant"
    assert [compose("Fellside", "warm, plain, confident", index, 1).mood.name for index in (1, 2)] == [
        "warm",
        "bold",
    ]
    assert len({compose("Fellside", "", index, 1).mood.name for index in range(1, 6)}) == len(MOODS)


@pytest.mark.parametrize(
    ("name", "count"),
    [("Nike", 1), ("Fellside", 2), ("Kettle & Crow", 3), ("Coca-Cola", 4), ("", 1), ("北京", 1)],
)
def test_the_logo_has_a_note_for_each_syllable_of_the_brand(name: str, count: int) -> None:
    assert syllables(name) == count
    assert len(compose(name, "", 1, 1).logo) == count


@given(st.text(max_size=40), st.sampled_from([mood.name for mood in MOODS]), st.integers(1, 9), st.integers())
def test_every_score_is_in_its_scale_and_in_its_range(brand: str, voice: str, index: int, seed: int) -> None:
    score = compose(brand, voice, index, seed)
    in_key = {(KEYS[score.key] + step) % 12 for step in score.mood.scale}
    for part in (score.lead, score.logo, score.pad, score.bass):
        assert part
        for note in part:
            assert note.pitch % 12 in in_key
            assert 33 <= note.pitch <= 88
            assert 0 <= note.start < score.beats
            assert note.beats > 0
    assert score.logo[-1].start == (BARS - 1) * BEATS
    assert max(note.start for note in score.lead) < min(note.start for note in score.logo)


@pytest.mark.parametrize("campaign", REALISTIC.values(), ids=REALISTIC)
async def test_what_it_says_of_itself_passes_the_review(pool: RenderPool, campaign: Brief) -> None:
    brief = step(campaign, DeliverableType.JINGLE, 1)[0]
    output = await maker(pool).make(brief)
    assert await RuleReviewer().review(brief, output, ()) == Verdict(passed=True, score=1.0)
