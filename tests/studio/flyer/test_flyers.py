"""Flyers: one layout as a picture and as a PDF that printers take and readers can search."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
import segno
from PIL import Image
from pypdf import PdfReader

from store.words import DeliverableType
from studio.flyer import maker
from studio.flyer.formats import A4, A5, LETTER, SOCIAL, sheet
from studio.flyer.maker import order_of
from studio.flyer.painter import compose, paint
from studio.flyer.recipes import RECIPES
from studio.images.palette import Scheme
from studio.ports import Brand, Maker, MakerError
from studio.provenance import DigitalSource
from studio.render import RenderPool
from studio.review import objections
from tests.studio.briefs import REALISTIC, RUNNING, step
from tests.studio.photographs import BODY, difference, scene, share_of, studio_shot

FLYER = DeliverableType.FLYER
BRIEF = replace(RUNNING, type=FLYER, of=4, channels=("print",))
AWKWARD = Brand(name="Grey & Sons", primary_colour="#777777", accent_colour="#7f7f7f", text_colour="#8a8a8a")
MILLIMETRE = 72 / 25.4


@pytest.fixture(scope="module")
def flyers() -> Iterator[Maker]:
    pool = RenderPool(1)
    yield maker(pool)
    pool.close()


def opened(data: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


def read(data: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(data))


@pytest.mark.parametrize("name", sorted(REALISTIC))
async def test_a_step_of_four_is_every_sheet_once_and_passes_review(name: str, flyers: Maker) -> None:
    seen: list[str] = []
    sheets = set()
    for brief in step(REALISTIC[name], FLYER, 4):
        output = await flyers.make(brief)
        assert objections(brief, output, seen) == ()
        assert [file.mime for file in output.files] == ["image/png", "application/pdf"]
        seen.append(output.text)
        sheets.add(output.provenance["format"])
    assert sheets == {"a5", "a4", "letter", "social"}


def test_handouts_come_first_unless_the_campaign_is_on_screens_only() -> None:
    assert [sheet(("print", "email"), index) for index in range(1, 5)] == [A5, A4, SOCIAL, LETTER]
    assert sheet(("instagram", "tiktok"), 1) == SOCIAL


async def test_the_pdf_is_trimmed_to_a5_with_three_millimetres_of_bleed_and_marks_beyond(
    flyers: Maker,
) -> None:
    page = read((await flyers.make(BRIEF)).files[1].data).pages[0]
    assert float(page.trimbox.width) == pytest.approx(148 * MILLIMETRE, abs=0.5)
    assert float(page.trimbox.height) == pytest.approx(210 * MILLIMETRE, abs=0.5)
    assert float(page.trimbox.left - page.bleedbox.left) == pytest.approx(3 * MILLIMETRE, abs=0.2)
    assert page.mediabox.width > page.bleedbox.width


async def test_the_pdfs_words_are_text_in_embedded_fonts_and_tell_the_briefs_facts(flyers: Maker) -> None:
    output = await flyers.make(replace(BRIEF, index=2))
    page = read(output.files[1].data).pages[0]
    said = " ".join(page.extract_text().split())
    assert "The Ridgeline 2 costs 139 euros" in said
    assert "running shoes" in said
    assert "fellside.example" in said
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]
    assert all("/FontFile2" in font["/FontDescriptor"] for font in fonts)
    assert output.provenance["sources"] == ["prices.md", "wear-test.pdf"]


def test_the_code_in_the_picture_is_the_websites_module_by_module() -> None:
    flyer = paint(order_of(BRIEF))
    picture = np.asarray(opened(flyer.png).convert("L"))
    matrix = np.array([list(row) for row in segno.make(RUNNING.brand.website, error="m", micro=False).matrix])
    dark = [plate for plate in compose(order_of(BRIEF)).items if getattr(plate, "colour", None) == (0, 0, 0)]
    left, top = min(plate.box[0] for plate in dark), min(plate.box[1] for plate in dark)
    module = dark[0].box[3] - dark[0].box[1]
    steps = np.arange(len(matrix)) * module + module // 2
    seen = picture[np.ix_(top + steps, left + steps)] < 128
    assert (seen == matrix.astype(bool)).all()
    quiet = picture[top - 4 * module : top, left : left + module]
    assert quiet.min() == 255


async def test_without_a_website_there_is_no_code_and_nothing_is_said_of_one(flyers: Maker) -> None:
    output = await flyers.make(replace(BRIEF, brand=replace(RUNNING.brand, website="")))
    assert "Scan" not in output.text
    assert output.provenance["url"] == ""


@pytest.mark.parametrize("kind", RECIPES, ids=lambda kind: kind.name)
def test_every_recipe_can_be_read_in_three_brands_even_a_grey_one(kind: object) -> None:
    recipe = next(each for each in RECIPES if each is kind)
    for brand, scheme, index in (
        (RUNNING.brand, Scheme.BOLD, 1),
        (AWKWARD, Scheme.SUN, 3),
        (REALISTIC["workshop"].brand, Scheme.NIGHT, 4),
    ):
        brief = replace(BRIEF, brand=brand, index=index)
        order = replace(order_of(brief), recipe=recipe, scheme=scheme, motif=recipe.motifs[0])
        assert min(text["contrast"] for text in compose(order).placed) >= 4.5


def test_no_two_flyers_of_a_step_look_alike() -> None:
    pictures = [compose(order_of(brief)).trimmed() for brief in step(RUNNING, FLYER, 8)]
    assert all(difference(one, other) >= 4 for one, other in combinations(pictures, 2))


@pytest.mark.parametrize("photo", [studio_shot(), scene()], ids=["studio shot", "scene"])
async def test_the_owners_photo_is_on_every_flyer(photo: bytes, flyers: Maker) -> None:
    for brief in step(RUNNING, FLYER, 4, photo=photo):
        output = await flyers.make(brief)
        assert share_of(BODY, opened(output.files[0].data)) > 0.01
        assert objections(brief, output, ()) == ()
        about = read(output.files[1].data).metadata
        assert about is not None
        assert DigitalSource.COMPOSITE.value in (about.subject or "")


async def test_a_photo_that_does_not_open_is_said_with_its_mend(flyers: Maker) -> None:
    with pytest.raises(MakerError, match="photo does not open"):
        await flyers.make(replace(BRIEF, photo=b"not a picture"))


def test_the_same_brief_gives_the_same_bytes() -> None:
    assert paint(order_of(BRIEF)) == paint(order_of(BRIEF))


async def test_review_finds_a_pdf_that_lacks_its_words(flyers: Maker) -> None:
    output = await flyers.make(BRIEF)
    other = await flyers.make(replace(BRIEF, index=5))
    mixed = replace(output, files=(output.files[0], other.files[1]))
    assert any("is missing from the words" in reason for reason in objections(BRIEF, mixed, ()))
    assert "There is no PDF to print." in objections(BRIEF, replace(output, files=output.files[:1]), ())
