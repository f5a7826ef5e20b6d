"""Any brand's colours become pictures that can be read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.images.colour import BLACK, TEXT_CONTRAST, WHITE, contrast, mix, parse, readable, to_hex
from studio.images.palette import Scheme, palette
from studio.ports import Brand

colours = st.tuples(*[st.integers(0, 255)] * 3)
hexes = colours.map(to_hex)


def test_contrast_is_as_wcag_has_it() -> None:
    assert contrast(BLACK, WHITE) == pytest.approx(21)
    assert contrast(parse("#767676"), WHITE) == pytest.approx(4.54, abs=0.01)
    assert contrast(parse("#1f6feb"), parse("#1f6feb")) == pytest.approx(1)


@given(colours, colours)
def test_any_ink_can_be_mended_for_any_ground(ink, ground) -> None:
    mended = readable(ink, ground)
    assert contrast(mended, ground) >= TEXT_CONTRAST
    if contrast(ink, ground) >= TEXT_CONTRAST:
        assert mended == ink


@given(hexes, hexes, hexes, hexes, st.sampled_from(list(Scheme)))
def test_every_scheme_of_every_brand_can_be_read(primary, accent, paper, text, scheme) -> None:
    made = palette(Brand("B", "", "", "", primary, accent, paper, text), scheme)
    assert contrast(made.ink, made.ground) >= TEXT_CONTRAST
    assert contrast(made.soft, made.ground) >= TEXT_CONTRAST
    assert contrast(made.button_ink, made.button) >= TEXT_CONTRAST
    assert made.pop != made.ground
    assert made.second != made.ground


def test_a_brand_that_can_be_read_keeps_its_own_colours() -> None:
    made = palette(Brand("B", primary_colour="#14532d", accent_colour="#f97316"), Scheme.BOLD)
    assert to_hex(made.ground) == "#14532d"
    assert to_hex(made.pop) == "#f97316"


OTHER = (1, 2, 3)


@pytest.mark.parametrize(
    ("written", "meant"),
    [("#fff", WHITE), ("000000", BLACK), (" #FF0000 ", (255, 0, 0)), ("red", OTHER), ("", OTHER)],
)
def test_colours_are_read_as_people_write_them(written, meant) -> None:
    assert parse(written, OTHER) == meant


def test_mixing_stays_between() -> None:
    assert mix(BLACK, WHITE, 0.5) == (128, 128, 128)
