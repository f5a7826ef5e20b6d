from __future__ import annotations

import asyncio
import io
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import av
import numpy as np
import pytest
from PIL import Image

from store.words import DeliverableType
from studio.audio.loudness import loudness
from studio.audio.sound import RATE, of_wav
from studio.checks.films import playable_films
from studio.creative.types import Aspect, Direction, Resolution, Scene, Script
from studio.creative.writer import EmbeddedWriter
from studio.ports import Brief, File, MakerError, Output
from studio.render import RenderPool
from studio.review import RuleReviewer
from studio.video.captions import cues, srt, vtt
from studio.video.filmer import EmbeddedFilmer
from studio.video.look import FPS, TAIL, look_of, size_of
from studio.video.maker import VideoMaker, direction_of
from studio.video.music import score_bed
from studio.video.narration import fitted, narrate
from studio.video.rendering import render_scene
from studio.video.stitching import Cut, stitch
from tests.studio.video.filming import BRIEF, LINES, SCRIPT, Tone, clips


@pytest.fixture(scope="module")
def pool() -> Iterator[RenderPool]:
    pool = RenderPool(1)
    yield pool
    pool.close()


@pytest.fixture(scope="module")
def film(pool: RenderPool) -> Output:
    return asyncio.run(made(pool))


async def made(pool: RenderPool) -> Output:
    filmer, direction = EmbeddedFilmer(pool, Tone(), LINES), Direction(aspect=Aspect.PORTRAIT)
    voice = await filmer.voice(BRIEF, direction, SCRIPT)
    shots = [await filmer.clip(BRIEF, direction, scene, 2) for scene in SCRIPT.scenes]
    return await filmer.film(BRIEF, direction, SCRIPT, [clip.data for clip in shots], voice.data)


def file_of(output: Output, ending: str) -> File:
    return next(file for file in output.files if file.name.endswith(ending))


def pictures(data: bytes) -> list[np.ndarray]:
    with av.open(io.BytesIO(data), "r") as file:
        return [frame.to_ndarray(format="rgb24") for frame in file.decode(video=0)]


class TestAFilm:
    def test_it_plays_in_its_size_for_as_long_as_its_script_with_pictures_and_sound(
        self, film: Output
    ) -> None:
        with av.open(io.BytesIO(film.files[0].data), "r") as file:
            video, audio = file.streams.video[0], file.streams.audio[0]
            assert (video.codec_context.name, audio.codec_context.name) == ("h264", "aac")
            assert (video.width, video.height) == (360, 640)
            assert video.average_rate == FPS
            assert float(video.duration * (video.time_base or 0)) == pytest.approx(3.0, abs=0.05)
            assert float(audio.duration * (audio.time_base or 0)) == pytest.approx(3.0, abs=0.1)
            assert "algorithmicMedia" in file.metadata["comment"]
            assert file.metadata["title"] == SCRIPT.title

    def test_a_browser_can_begin_before_it_has_all_of_it(self, film: Output) -> None:
        data = film.files[0].data
        assert data.index(b"moov") < data.index(b"mdat")

    def test_it_is_as_loud_as_the_web_expects(self, film: Output) -> None:
        resampler = av.AudioResampler(format="s16", layout="stereo", rate=RATE)
        with av.open(io.BytesIO(film.files[0].data), "r") as file:
            pieces = [
                each.to_ndarray().reshape(-1, 2)
                for frame in file.decode(file.streams.audio[0])
                for each in resampler.resample(frame)
            ]
        assert loudness(np.concatenate(pieces) / 32768, RATE) == pytest.approx(-16, abs=1)

    def test_it_comes_with_a_poster_captions_and_its_script(self, film: Output) -> None:
        poster = Image.open(io.BytesIO(file_of(film, "-poster.jpg").data))
        assert poster.size == (360, 640)
        frame = pictures(film.files[0].data)[round(1.6 * FPS * 0.75)]
        away = np.abs(np.asarray(poster, np.int16) - frame.astype(np.int16)).mean()
        assert away < 12, "the poster has the colours of the film (it bears no caption)"
        assert b"Grip you can trust." in file_of(film, ".vtt").data
        assert b"Sign up today." in file_of(film, ".srt").data
        assert b"Scene 2" in file_of(film, "-script.txt").data

    async def test_it_passes_the_review_and_says_how_it_was_made(self, film: Output) -> None:
        assert playable_films(BRIEF, film) == []
        brief = replace(BRIEF, type=DeliverableType.VIDEO, products=("trusty grip",))
        assert (await RuleReviewer().review(brief, film, ())).reasons == ()
        assert film.provenance["voice"] == "tone"
        assert film.provenance["size"] == [360, 640]

    def test_the_captions_are_on_the_film_while_the_words_are_spoken(self, film: Output) -> None:
        shown = pictures(film.files[0].data)
        area = np.s_[455:505, 150:210]
        speaking, silent = shown[round(0.5 * FPS)][area], shown[2][area]
        assert speaking.min() < 60
        assert speaking.max() > 200
        assert np.abs(speaking.astype(int) - silent.astype(int)).mean() > 20


class TestTheReview:
    @pytest.mark.parametrize(
        ("change", "complaint"),
        [
            ({"seconds": 5.0}, "lasts"),
            ({"size": [720, 1280]}, "is 360 by 640"),
            ({"says": ["Something else altogether."]}, "not what is said"),
        ],
    )
    def test_a_film_that_is_not_what_it_says_is_turned_down(
        self, film: Output, change: dict[str, object], complaint: str
    ) -> None:
        changed = replace(film, provenance={**film.provenance, **change})
        assert any(complaint in reason for reason in playable_films(BRIEF, changed))

    def test_a_broken_file_is_turned_down(self, film: Output) -> None:
        files = (replace(film.files[0], data=film.files[0].data[:5000]), *film.files[1:])
        assert playable_films(BRIEF, replace(film, files=files)) == ["video-01.mp4 does not play."]

    def test_black_still_and_silent_films_are_turned_down(self, film: Output) -> None:
        buffer = io.BytesIO()
        with av.open(buffer, "w", format="mp4") as file:
            video = file.add_stream("libx264", rate=10)
            video.width, video.height, video.pix_fmt = 64, 64, "yuv420p"
            audio = file.add_stream("aac", rate=RATE)
            black = av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), format="rgb24")
            for number in range(60):
                black.pts, black.time_base = number, Fraction(1, 10)
                file.mux(video.encode(black))
            quiet = av.AudioFrame.from_ndarray(
                np.zeros((1, 2 * 6 * RATE), np.int16), format="s16", layout="stereo"
            )
            quiet.sample_rate = RATE
            for stream, frames in ((audio, [quiet, None]), (video, [None])):
                for frame in frames:
                    file.mux(stream.encode(frame))  # type: ignore[arg-type]
        files = (replace(film.files[0], data=buffer.getvalue()), *film.files[1:])
        told = {"seconds": 6.0, "says": film.provenance["says"]}
        reasons = " ".join(playable_films(BRIEF, replace(film, files=files, provenance=told)))
        for complaint in ("is black", "stands still", "too quiet"):
            assert complaint in reasons


class TestAScene:
    @pytest.mark.parametrize("aspect", Aspect)
    def test_it_moves_from_its_first_frame_to_its_last_in_every_shape(self, aspect: Aspect) -> None:
        first = clips(aspect)[0]
        shown = pictures(first)
        width, height = size_of(aspect, Resolution.HD, LINES)
        assert shown[0].shape == (height, width, 3)
        assert len(shown) == round((1.6 + TAIL) * FPS)
        assert all(
            np.abs(one.astype(int) - other.astype(int)).max() > 8 for one, other in pairwise(shown[::10])
        )

    def test_the_same_seed_is_the_same_file_and_another_is_another_picture(self) -> None:
        scene = SCRIPT.scenes[0]
        look = look_of(BRIEF, Direction(), scene, 2)

        def made(seed: int) -> bytes:
            return render_scene(scene, look, Aspect.SQUARE, Resolution.HD, seed, LINES)

        assert made(1) == made(1)
        assert made(1) != made(2)

    async def test_a_word_too_long_for_the_frame_is_said(self, pool: RenderPool) -> None:
        scene = replace(SCRIPT.scenes[0], shows="x" * 90)
        with pytest.raises(MakerError, match="too long") as raised:
            await EmbeddedFilmer(pool, Tone(), LINES).clip(BRIEF, Direction(), scene, 2)
        assert raised.value.mend == "shorten the headline"

    def test_full_hd_and_hd_have_the_sizes_of_the_networks(self) -> None:
        assert size_of(Aspect.PORTRAIT, Resolution.HD) == (720, 1280)
        assert size_of(Aspect.LANDSCAPE, Resolution.FULL_HD) == (1920, 1080)
        assert size_of(Aspect.SQUARE, Resolution.FULL_HD) == (1080, 1080)


class TestCuttingScenesTogether:
    @pytest.mark.parametrize("kind", ["cut", "fade", "slide", "wipe"])
    def test_a_scene_gives_way_as_the_script_says(self, kind: str) -> None:
        script = replace(SCRIPT, scenes=(SCRIPT.scenes[0], replace(SCRIPT.scenes[1], transition=kind)))
        made = clips(Aspect.SQUARE)
        cut = Cut("film", Aspect.SQUARE, Resolution.HD, captions=False, lines=LINES)
        shown = pictures(stitch(made, script, b"", b"", cut)[0].data)
        old, new = pictures(made[0]), pictures(made[1])
        border = round(1.6 * FPS)
        middle = shown[border + 5].astype(int)
        from_old = np.abs(middle - old[border + 5]).mean()
        from_new = np.abs(middle - new[5]).mean()
        assert len(shown) == 90
        assert (from_new < 4) == (kind == "cut")
        assert kind == "cut" or from_old > 2

    def test_a_clip_that_does_not_open_is_named(self) -> None:
        made = clips(Aspect.SQUARE)
        cut = Cut("film", Aspect.SQUARE, Resolution.HD, lines=LINES)
        with pytest.raises(MakerError, match="scene 2 does not open"):
            stitch([made[0], b"no film"], SCRIPT, b"", b"", cut)


class TestTheVoice:
    async def test_each_scene_is_spoken_where_it_stands(self) -> None:
        voice = of_wav(await narrate(SCRIPT, Tone(0.02)))
        assert len(voice) == 3 * RATE
        loud = np.abs(voice[:, 0]) > 0.05
        assert not loud[: round(0.1 * RATE)].any()
        assert loud[round(0.3 * RATE)]
        assert not loud[round(0.9 * RATE) : round(1.6 * RATE)].any()
        assert loud[round(1.85 * RATE)]

    async def test_words_too_long_are_spoken_faster_and_far_too_long_ones_refused(self) -> None:
        voice = of_wav(await narrate(SCRIPT, Tone(0.09)))
        spoken = np.flatnonzero(np.abs(voice[: round(1.6 * RATE), 0]) > 0.02)
        assert spoken[-1] - spoken[0] < 1.4 * RATE
        with pytest.raises(MakerError, match="scene 1"):
            await narrate(SCRIPT, Tone(0.2))

    async def test_a_script_can_be_made_to_fit_its_voice(self) -> None:
        longer = await fitted(SCRIPT, Tone(0.2))
        assert longer.scenes[0].seconds > 4
        await narrate(longer, Tone(0.2))


class TestCaptions:
    async def test_long_words_are_cut_into_cues_that_follow_each_other(self) -> None:
        says = (
            "When the path turns wet & steep, you want a sole that holds, again and again, to the very top."
        )
        script = Script("t", (Scene(1, 6.0, says, "Grip", "wide"),))
        found = cues(script, of_wav(await narrate(script, Tone())))
        assert " ".join(cue.text for cue in found) == says
        assert all(len(cue.text) <= 42 for cue in found)
        assert all(one.end <= other.start for one, other in pairwise(found))
        assert 0.25 < found[0].start < 0.4
        assert vtt(found).startswith("WEBVTT\n\n00:00:00.")
        assert "wet &amp; steep" in vtt(found)
        assert "1\n00:00:00," in srt(found)


class TestTheMusic:
    def test_it_is_as_long_as_the_film_and_ends_in_silence(self) -> None:
        script = replace(SCRIPT, scenes=(replace(SCRIPT.scenes[0], seconds=9.3),))
        bed = of_wav(score_bed(script, BRIEF.brand, 3))
        assert len(bed) == round(9.3 * RATE)
        assert loudness(bed, RATE) == pytest.approx(-16, abs=0.5)
        assert np.abs(bed[-200:]).max() < 0.01


class TestWholeVideos:
    async def test_the_units_of_a_step_tell_it_in_different_ways(self, pool: RenderPool) -> None:
        class Writing(EmbeddedWriter):
            told: list[str] = []  # noqa: RUF012

            async def script(self, brief: Brief, direction: Direction, concept: object) -> Script:
                self.told.append(concept.hook)  # type: ignore[attr-defined]
                return replace(SCRIPT, title=f"{brief.index}")

        maker = VideoMaker(Writing(), EmbeddedFilmer(pool, Tone(), LINES))
        first = await maker.make(replace(BRIEF, type=DeliverableType.VIDEO, index=1, of=2))
        second = await maker.make(replace(BRIEF, type=DeliverableType.VIDEO, index=2, of=2))
        assert Writing.told[0] != Writing.told[1]
        assert first.files[0].data != second.files[0].data

    def test_the_network_decides_the_shape(self) -> None:
        shapes = {
            network: direction_of(replace(BRIEF, channels=(network,))).aspect
            for network in ("tiktok", "youtube", "instagram")
        }
        assert shapes["tiktok"] is Aspect.PORTRAIT
        assert shapes["youtube"] is Aspect.LANDSCAPE
        assert direction_of(replace(BRIEF, channels=())).aspect is Aspect.PORTRAIT
