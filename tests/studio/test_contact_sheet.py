"""The sheet of a campaign's pictures, and the bench of the makers."""

from __future__ import annotations

import io

from PIL import Image

from store.words import DeliverableType
from studio.bench import JOBS, make_unit, measured
from studio.contact_sheet import GROUND, packed, sheet

LARGE = [Image.new("RGB", size, (200, 0, 0)) for size in ((1080, 1080), (1600, 900), (1080, 1920))]
SMALL = [Image.new("RGB", size, (0, 0, 200)) for size in ((300, 250), (728, 90), (160, 600), (970, 250))]


def area(colour: tuple[int, int, int], picture: Image.Image) -> int:
    counted = picture.getcolors(1 << 24) or []
    return sum(count for count, found in counted if found == colour)


def test_every_picture_hangs_whole_and_clear_of_the_others() -> None:
    wall = sheet([LARGE, SMALL], width=1400)
    small = sum(round(each.width * 0.9) * round(each.height * 0.9) for each in SMALL)
    assert area((0, 0, 200), wall) == small
    assert area((200, 0, 0), wall) > 3 * 200 * 200
    assert wall.getpixel((2, 2)) == GROUND


def test_it_is_packed_to_the_bytes_that_a_page_bears() -> None:
    noise = Image.effect_noise((900, 900), 80).convert("RGB")
    small = packed(noise, most=400_000)
    assert len(small) <= 400_000
    assert Image.open(io.BytesIO(small)).format == "PNG"


def test_the_bench_measures_a_maker_in_a_process_of_its_own() -> None:
    job = next(each for each in JOBS if each.name == DeliverableType.BANNER)
    cost = measured(job, rounds=1)
    assert 0 < cost.bare_seconds < cost.seconds < 60
    assert cost.peak >= cost.bare_peak > 10


def test_the_bench_makes_real_units() -> None:
    assert make_unit(DeliverableType.FLYER, 1).files[1].data.startswith(b"%PDF")
