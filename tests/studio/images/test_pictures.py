"""The pictures themselves: they open, are the same for the same brief, and can be read by eye and machine."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from PIL import Image

from store.words import DeliverableType
from studio.checks.pictures import readable_pictures
from studio.images import headline_of, maker, size_of
from studio.images.formats import FORMATS, Shape, place
from studio.images.maker import order_of
from studio.images.painter import Painting, paint
from studio.images.palette import Scheme
from studio.images.recipes import RECIPES, Recipe
from studio.ports import Brand, Brief, File, Maker, MakerError, Output
from studio.render import RenderPool
from tests.studio.briefs import COFFEE, RUNNING, WORKSHOP, step
from tests.studio.photographs import BODY, scene, share_of, studio_shot

D = DeliverableType
BRIEF = replace(RUNNING, type=D.IMAGES, of=5)


@pytest.fixture(scope="module")
def painter() -> Iterator[Maker]:
    pool = RenderPool(1)
    yield maker(pool)
    pool.close()


def opened(file: File) -> Image.Image:
    picture = Image.open(io.BytesIO(file.data))
    picture.load()
    return picture


def judged(brief: Brief, painting: Painting) -> list[str]:
    files = (
        File("a.png", "image", "image/png", painting.png),
        File("a.webp", "image", "image/webp", painting.webp),
    )
    return readable_pictures(brief, Output("t", "t", files, {"texts": painting.texts}))


async def test_a_unit_is_a_png_and_a_webp_in_its_networks_size(painter: Maker) -> None:
    output = await painter.make(BRIEF)
    png, webp = output.files
    assert (opened(png).format, opened(webp).format) == ("PNG", "WEBP")
    assert opened(png).size == opened(webp).size == size_of(BRIEF)[1:] == tuple(output.provenance["size"])
    assert output.title == headline_of(BRIEF)
    assert headline_of(BRIEF) in output.text
    assert BRIEF.brand.name in output.text


async def test_the_same_brief_gives_the_same_bytes_and_another_seed_others(painter: Maker) -> None:
    first, again, other = await asyncio.gather(
        painter.make(BRIEF), painter.make(BRIEF), painter.make(replace(BRIEF, seed=BRIEF.seed + 1))
    )
    assert first == again
    assert first.files[0].data != other.files[0].data


async def test_machines_can_tell_that_no_camera_made_it(painter: Maker) -> None:
    output = await painter.make(BRIEF)
    for file in output.files:
        packet = opened(file).info["xmp"]
        root = ET.fromstring(packet.strip(b"\x00").split(b"?>", 1)[1].rsplit(b"<?", 1)[0])
        values = [value for node in root.iter() for value in node.attrib.values()]
        assert "http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia" in values
    assert output.provenance["maker"] == "embedded-painter"
    assert output.provenance["seed"] == BRIEF.seed


async def test_letters_that_no_font_has_are_refused_with_a_way_out(painter: Maker) -> None:
    with pytest.raises(MakerError) as caught:
        await painter.make(replace(BRIEF, topic="日本語の靴", messaging=""))
    assert "日" in caught.value.cause
    assert not caught.value.transient


@pytest.mark.parametrize("kind", RECIPES, ids=lambda kind: kind.name)
def test_every_recipe_can_be_read_in_every_shape(kind: Recipe) -> None:
    order, _ = order_of(BRIEF)
    for turn, size in enumerate(("link", "square", "story")):
        scheme, motif = kind.schemes[turn % len(kind.schemes)], kind.motifs[turn % len(kind.motifs)]
        painting = paint(replace(order, recipe=kind, format=FORMATS[size], scheme=scheme, motif=motif))
        assert judged(BRIEF, painting) == []
        roles = {text["role"] for text in painting.texts}
        assert {"headline", "sub", "call", "brand"} <= roles, f"{kind.name} in {size} leaves out words"


def test_words_keep_clear_of_each_other_of_the_edges_and_of_what_apps_cover() -> None:
    for number, brief in enumerate(step(COFFEE, D.IMAGES, 12)):
        order, _ = order_of(brief)
        size = list(FORMATS.values())[number % len(FORMATS)]
        painting = paint(replace(order, format=size))
        boxes = sorted((text["box"] for text in painting.texts), key=lambda box: box[1])
        assert all(above[3] <= below[1] for above, below in pairwise(boxes))
        for left, top, right, bottom in boxes:
            assert min(left, size.width - right) >= size.width * 0.05
            assert top >= size.height * max(0.04, size.clear_top - 0.01)
            assert bottom <= size.height * min(0.965, 1 - size.clear_bottom + 0.01)


@pytest.mark.parametrize("colour", ["#000000", "#ffffff", "#777777", "#ffff00"])
def test_a_brand_of_one_colour_can_still_be_read(colour: str) -> None:
    brand = Brand("Mono", "", "", "", colour, colour, colour, colour)
    for brief in step(replace(RUNNING, brand=brand), D.IMAGES, 4):
        order, _ = order_of(brief)
        assert judged(brief, paint(order)) == []


def test_the_pictures_of_a_step_look_unlike() -> None:
    orders = [order_of(brief)[0] for brief in step(WORKSHOP, D.IMAGES, len(RECIPES))]
    assert {order.recipe.name for order in orders} == {recipe.name for recipe in RECIPES}
    assert len({order.pairing.name for order in orders}) == 1, "a campaign keeps its type"
    painted = [Image.open(io.BytesIO(paint(order).webp)) for order in orders[:6]]
    small = [np.asarray(picture.convert("L").resize((24, 24)), np.float32) for picture in painted]
    apart = [float(np.abs(one - other).mean()) for i, one in enumerate(small) for other in small[:i]]
    assert min(apart) > 8


def test_networks_take_turns_in_the_sizes_they_show() -> None:
    chosen = [place(("instagram", "x"), index) for index in range(1, 7)]
    assert [network for network, _ in chosen] == ["instagram", "x"] * 3
    assert [size.name for _, size in chosen] == ["portrait", "header", "story", "square", "square", "header"]
    assert place((), 1)[0] == "social"
    assert place(("radio", "sms"), 2)[0] == "social"
    assert {place(("social",), index)[1].shape for index in range(1, 6)} == set(Shape)


def test_all_schemes_are_used() -> None:
    assert {scheme for recipe in RECIPES for scheme in recipe.schemes} == set(Scheme)


@pytest.mark.parametrize("photo", [studio_shot(), scene()], ids=["studio shot", "scene"])
async def test_the_owners_photo_is_in_every_picture_and_leaves_the_words_readable(
    photo: bytes, painter: Maker
) -> None:
    for brief in step(RUNNING, D.IMAGES, 7, photo=photo):
        output = await painter.make(brief)
        assert share_of(BODY, opened(output.files[0])) > 0.004
        assert readable_pictures(brief, output) == []
        assert output.provenance["digital_source_type"].endswith("/composite")


async def test_a_photo_that_does_not_open_is_said(painter: Maker) -> None:
    with pytest.raises(MakerError, match="photo does not open"):
        await painter.make(replace(BRIEF, photo=b"no picture"))
