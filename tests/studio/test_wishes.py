"""A remake's note is followed where the embedded makers know how, and told where they do not."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from store.words import DeliverableType
from studio import banner, flyer, images
from studio.creative.writer import EmbeddedWriter
from studio.following import followed, notes_for
from studio.images.maker import order_of
from studio.images.painter import paint
from studio.jingle.moods import MAJOR, MINOR
from studio.jingle.score import Score, compose
from studio.ports import Brief, File, Maker, Output
from studio.render import RenderPool
from studio.review import objections
from studio.video.maker import VideoMaker
from studio.wishes import wishes_of
from tests.studio.briefs import COFFEE, RUNNING

D = DeliverableType
PICTURE = replace(RUNNING, type=D.IMAGES, of=12)


@pytest.fixture(scope="module")
def pool() -> Iterator[RenderPool]:
    pool = RenderPool(1)
    yield pool
    pool.close()


def again(brief: Brief, *notes: str) -> Brief:
    """The same unit as a remake has it: with notes and another seed."""
    return replace(brief, notes=notes, seed=brief.seed + 4_711)


def pixels(brief: Brief) -> np.ndarray:
    png = paint(order_of(brief)[0]).png
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(float)


def light(picture: np.ndarray) -> float:
    return float(picture.mean())


def warmth(picture: np.ndarray) -> float:
    return float((picture[..., 0] - picture[..., 2]).mean())


class TestANoteIsRead:
    @pytest.mark.parametrize(
        ("note", "way", "level"),
        [
            ("darker", "light", -1),
            ("could you make it a bit darker please", "light", -1),
            ("it's too dark", "light", 1),
            ("it isn't dark enough", "light", -1),
            ("not so bright", "light", -1),
            ("less text", "text", -1),
            ("there are too many words on it", "text", -1),
            ("cut the copy down", "text", -1),
            ("less busy", "weight", -1),
            ("make it bolder, I can hardly see it", "weight", 1),
            ("tone it down", "weight", -1),
            ("warmer colours", "warmth", 1),
            ("I like it but the blue is too cold", "warmth", 1),
            ("bigger letters", "size", 1),
        ],
    )
    def test_of_a_picture(self, note: str, way: str, level: int) -> None:
        wishes, strange = wishes_of([note], "pictures")
        assert np.sign(wishes.level(way)) == level
        assert not strange

    @pytest.mark.parametrize(
        ("note", "way", "level"),
        [
            ("slower", "tempo", -1),
            ("speed it up a little", "tempo", 1),
            ("happier", "cheer", 1),
            ("that is way too cheerful", "cheer", -1),
            ("in minor, please", "mode", -1),
            ("softer", "force", -1),
        ],
    )
    def test_of_a_jingle(self, note: str, way: str, level: int) -> None:
        wishes, strange = wishes_of([note], "sounds")
        assert (wishes.level(way), strange) == (level, ())

    def test_two_at_once_and_one_after_the_other(self) -> None:
        wishes, _ = wishes_of(["darker and less text", "even darker, but warmer"], "pictures")
        assert (wishes.level("light"), wishes.level("text"), wishes.level("warmth")) == (-2, -1, 1)

    @pytest.mark.parametrize("note", ["add a purple elephant", "dark enough", "more of Tuscany", ""])
    def test_what_is_not_understood_is_known_to_be(self, note: str) -> None:
        assert wishes_of([note], "pictures")[1] == (note,)

    def test_every_note_that_is_offered_is_followed(self) -> None:
        assert all(followed(kind, note) for kind in D for note in notes_for(kind))
        assert not any(followed(kind, "in the manner of Proust") for kind in D)


class TestAPicture:
    @pytest.mark.parametrize("index", [1, 4, 8, 11])
    def test_is_darker_lighter_warmer_or_cooler_than_the_one_before_and_can_be_read(self, index: int) -> None:
        brief = replace(PICTURE, index=index)
        before = pixels(brief)
        dark = pixels(again(brief, "darker"))
        assert light(dark) < light(before) < light(pixels(again(brief, "lighter")))
        assert (
            warmth(pixels(again(brief, "cooler"))) < warmth(before) < warmth(pixels(again(brief, "warmer")))
        )
        for note in ("darker", "lighter", "warmer", "cooler", "bolder"):
            told = paint(order_of(again(brief, note))[0]).texts
            assert min(text["contrast"] for text in told) >= 4.5

    def test_grows_darker_still_when_asked_again(self) -> None:
        once, twice = again(PICTURE, "darker"), again(PICTURE, "darker", "even darker")
        assert light(pixels(twice)) < light(pixels(once))

    def test_keeps_its_layout_when_only_its_look_is_spoken_of(self) -> None:
        before, _ = order_of(PICTURE)
        look, _ = order_of(again(PICTURE, "darker"))
        other, _ = order_of(again(PICTURE, "something else"))
        assert (look.recipe.name, look.copy) == (before.recipe.name, before.copy)
        assert other.recipe.name != before.recipe.name


@pytest.mark.parametrize(("kind", "module"), [(D.IMAGES, images), (D.BANNER, banner), (D.FLYER, flyer)])
@pytest.mark.parametrize("base", [RUNNING, COFFEE])
async def test_less_text_is_less_text_and_still_names_the_topic(
    kind: DeliverableType, module, base: Brief, pool: RenderPool
) -> None:
    maker: Maker = module.maker(pool)
    brief = replace(base, type=kind)
    before, after = await maker.make(brief), await maker.make(again(brief, "less text"))
    assert len(after.text.split()) < len(before.text.split())
    assert objections(brief, after, ()) == ()


@pytest.mark.parametrize(("kind", "module"), [(D.BANNER, banner), (D.FLYER, flyer)])
async def test_banners_and_flyers_grow_darker_too(kind: DeliverableType, module, pool: RenderPool) -> None:
    maker: Maker = module.maker(pool)
    brief = replace(RUNNING, type=kind, index=3)

    def shade(output: Output) -> float:
        return light(np.asarray(Image.open(io.BytesIO(output.files[0].data)).convert("RGB")).astype(float))

    after = await maker.make(again(brief, "a bit darker"))
    assert shade(after) < shade(await maker.make(brief))
    assert objections(brief, after, ()) == ()


def jingle(*notes: str, index: int = 1, voice: str = "", seed: int = 5) -> Score:
    return compose("Fellside", voice, index, seed, wishes_of(notes, "sounds")[0])


class TestAJingle:
    @pytest.mark.parametrize("index", range(1, 6))
    def test_is_slower_or_faster_whatever_the_dice_say(self, index: int) -> None:
        before = jingle(index=index)
        for seed in range(5):
            assert jingle("slower", index=index, seed=seed).bpm < before.bpm
            assert jingle("faster", index=index, seed=seed).bpm > before.bpm
            assert jingle("slower", index=index, seed=seed).mood.name == before.mood.name

    @pytest.mark.parametrize("index", range(1, 6))
    def test_is_in_minor_or_in_major_and_happy_or_sad(self, index: int) -> None:
        assert jingle("in minor", index=index).mood.scale == MINOR
        assert jingle("major instead", index=index).mood.scale != MINOR
        happy, sad = jingle("happier", index=index), jingle("sadder", index=index)
        assert (happy.mood.name, happy.mood.scale) == ("bright", MAJOR)
        assert sad.mood.scale == MINOR
        assert sad.bpm < happy.bpm

    def test_is_bold_or_soft_or_what_it_is_called(self) -> None:
        names = [
            jingle(note).mood.name for note in ("bolder", "softer", "more elegant", "happy but in minor")
        ]
        assert names == ["bold", "warm", "elegant", "bright"]
        assert jingle("happy but in minor").tonality.endswith("minor")


class Camera:
    """Films nothing, and tells what it was to film."""

    name = "camera"
    film_file = File("a.mp4", "video", "video/mp4", b"a")

    async def clip(self, brief, direction, scene, of):
        return self.film_file

    async def voice(self, brief, direction, script):
        return self.film_file

    async def film(self, brief, direction, script, clips, voice):
        return Output(brief.brand.primary_colour, str(script.seconds), (self.film_file,), {})


async def test_a_film_takes_the_colours_and_the_length_that_its_note_asks_for() -> None:
    maker = VideoMaker(EmbeddedWriter(), Camera())
    brief = replace(RUNNING, type=D.VIDEO)
    before, after = await maker.make(brief), await maker.make(replace(brief, notes=("shorter and darker",)))
    assert float(after.text) < float(before.text)
    assert after.title != before.title
