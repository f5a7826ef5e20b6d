"""Text fits its box, is as large as it can be there, and breaks where a typesetter would."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.images.fonts import EDITORIAL, FRIENDLY, MODERN, POSTER, pairing
from studio.images.typesetting import SMALLEST, DoesNotFit, fit, measure

FACES = [each.display for each in (MODERN, EDITORIAL, POSTER, FRIENDLY)]
words = st.lists(st.text("abcdefghijklmno", min_size=1, max_size=12), min_size=1, max_size=10).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(words, st.sampled_from(FACES), st.integers(300, 1500), st.integers(150, 900))
def test_a_block_stays_within_its_box_and_loses_no_word(text, face, width, height) -> None:
    try:
        block = fit(text, face, width, height, 200)
    except DoesNotFit:
        assert measure(text.upper() if face.capitals else text, face, SMALLEST) > width
        return
    assert block.width <= width
    assert block.height <= height
    assert " ".join(block.lines).lower() == text


def test_more_room_never_makes_smaller_type() -> None:
    text = "Comfort that lasts mile after mile"
    sizes = [fit(text, MODERN.display, 900, high, 300).size for high in (80, 160, 320, 640)]
    assert sizes == sorted(sizes)
    assert sizes[-1] > sizes[0]


def test_lines_are_even_and_no_word_is_left_alone() -> None:
    lines = fit("Make room for our coffee subscription today", MODERN.display, 700, 700, 64).lines
    assert len(lines) == 3
    assert all(len(line.split()) > 1 for line in lines)


def test_a_number_stays_with_its_name() -> None:
    for width in range(300, 900, 60):
        lines = fit("Curious about Ridgeline 2?", MODERN.display, width, 600, 120).lines
        assert not any(line.startswith("2") for line in lines)


def test_what_cannot_be_set_is_said() -> None:
    with pytest.raises(DoesNotFit):
        fit("Donaudampfschifffahrtsgesellschaft", MODERN.display, 100, 100, 90)


VOICES = [("warm, friendly", "friendly"), ("bold", "poster"), ("Elegant.", "editorial")]


@pytest.mark.parametrize(("voice", "name"), VOICES)
def test_the_brand_voice_chooses_the_type(voice, name) -> None:
    chosen = pairing(voice, "Meet our shoes", 0)
    assert chosen is not None
    assert chosen.name == name


def test_a_face_without_the_letters_is_passed_over() -> None:
    chosen = pairing("bold", "Новая обувь", 0)
    assert chosen is not None
    assert chosen.display.writes("Новая обувь".upper())
    assert pairing("bold", "日本語", 0) is None
