"""Banners: the sizes that networks take, light, readable, never two alike, with the owner's photo when there is one."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import pytest
from PIL import Image

from store.words import DeliverableType
from studio.banner import maker
from studio.banner.formats import FORMATS, WEIGHT, Family
from studio.banner.maker import order_of
from studio.banner.painter import paint
from studio.banner.recipes import RECIPES
from studio.images.palette import Scheme
from studio.ports import Brand, Brief, Maker, MakerError
from studio.provenance import DigitalSource
from studio.render import RenderPool
from studio.review import objections
from tests.studio.briefs import COFFEE, REALISTIC, RUNNING, WORKSHOP, step
from tests.studio.photographs import BODY, difference, scene, share_of, studio_shot

BANNER = DeliverableType.BANNER
AWKWARD = Brand(name="Grey & Sons", primary_colour="#777777", accent_colour="#7f7f7f", text_colour="#8a8a8a")


@pytest.fixture(scope="module")
def banners() -> Iterator[Maker]:
    pool = RenderPool(1)
    yield maker(pool)
    pool.close()


def opened(data: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


@pytest.mark.parametrize("name", sorted(REALISTIC))
async def test_a_step_of_seven_is_every_iab_size_once_and_passes_review(name: str, banners: Maker) -> None:
    seen: list[str] = []
    sizes = []
    for brief in step(REALISTIC[name], BANNER, 7):
        output = await banners.make(brief)
        assert objections(brief, output, seen) == ()
        seen.append(output.text)
        png, webp = (opened(file.data) for file in output.files)
        assert png.size == webp.size
        assert max(len(file.data) for file in output.files) <= WEIGHT
        sizes.append(png.size)
    assert set(sizes) == {(each.width, each.height) for each in FORMATS}


def test_no_two_banners_of_one_size_look_alike() -> None:
    pictures: dict[str, list[Image.Image]] = {}
    for brief in step(RUNNING, BANNER, 21):
        order = order_of(brief)
        pictures.setdefault(order.format.name, []).append(opened(paint(order).png).convert("RGB"))
    for same_size in pictures.values():
        assert all(difference(one, other) >= 4 for one, other in combinations(same_size, 2))


@pytest.mark.parametrize("kind", RECIPES, ids=lambda kind: kind.name)
@pytest.mark.parametrize("family", list(Family))
def test_every_recipe_can_be_read_in_every_family_and_scheme_even_with_a_grey_brand(
    kind: object, family: Family
) -> None:
    index = next(place for place, each in enumerate(FORMATS, 1) if each.family is family)
    recipe = next(each for each in RECIPES if each is kind)
    for brand, scheme in (
        (RUNNING.brand, Scheme.BOLD),
        (AWKWARD, Scheme.SUN),
        (WORKSHOP.brand, Scheme.PAPER),
    ):
        brief = replace(RUNNING, type=BANNER, index=index, of=9, brand=brand)
        order = order_of(brief)
        motif = recipe.motifs[0] if recipe.motifs else ""
        banner = paint(replace(order, recipe=recipe, scheme=scheme, motif=motif))
        assert min(text["contrast"] for text in banner.texts) >= 4.5
        assert {"headline", "call", "brand"} <= {text["role"] for text in banner.texts}


@pytest.mark.parametrize("photo", [studio_shot(), scene()], ids=["studio shot", "scene"])
async def test_the_owners_photo_is_in_every_size_and_the_file_says_that_it_is_a_composite(
    photo: bytes, banners: Maker
) -> None:
    for brief in step(RUNNING, BANNER, 7, photo=photo):
        output = await banners.make(brief)
        picture = opened(output.files[0].data)
        assert share_of(BODY, picture) > 0.004
        assert objections(brief, output, ()) == ()
        assert DigitalSource.COMPOSITE.value in picture.info["xmp"].decode()


async def test_a_drawn_banner_says_that_an_algorithm_made_it(banners: Maker) -> None:
    output = await banners.make(replace(COFFEE, type=BANNER))
    for file in output.files:
        assert DigitalSource.ALGORITHM.value in opened(file.data).info["xmp"].decode()


async def test_a_photo_that_does_not_open_is_said_with_its_mend(banners: Maker) -> None:
    with pytest.raises(MakerError, match="photo does not open") as error:
        await banners.make(replace(RUNNING, type=BANNER, photo=b"not a picture"))
    assert "PNG, JPEG or WebP" in error.value.mend


def test_the_same_brief_gives_the_same_bytes_and_a_note_another_look() -> None:
    brief = replace(RUNNING, type=BANNER)
    assert paint(order_of(brief)) == paint(order_of(brief))
    again = order_of(replace(brief, notes=("too plain",)))
    assert again.recipe.name != order_of(brief).recipe.name
    assert again.format == order_of(brief).format


def _with_longest_words(brief: Brief) -> Brief:
    return replace(
        brief,
        topic="our internationalisation consultancy for pharmaceutical manufacturers in Scandinavia",
        messaging="documentation that regulators understand the first time that they open it",
        brand=replace(brief.brand, name="Bartholomew Featherstonehaugh"),
    )


async def test_long_words_and_names_are_set_smaller_and_never_cut(banners: Maker) -> None:
    for brief in step(_with_longest_words(RUNNING), BANNER, 7):
        output = await banners.make(brief)
        assert objections(brief, output, ()) == ()
