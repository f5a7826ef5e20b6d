"""What a call takes of a typed message: anything, made harmless."""

from __future__ import annotations

from agent.typed import LONGEST_TYPED, typed_words


def test_control_characters_and_halves_of_letters_are_left_out_and_lines_kept() -> None:
    assert (
        typed_words(" Create\x00 a\x1b[1m \ud83dcampaign\r\ncalled Tea\t ")
        == "Create a[1m campaign\ncalled Tea"
    )


def test_what_is_nothing_but_control_characters_is_nothing() -> None:
    assert typed_words("\x00\x07 \x1b") == ""


def test_it_is_cut_where_a_typed_turn_over_http_ends() -> None:
    assert len(typed_words("tea " * LONGEST_TYPED)) <= LONGEST_TYPED
