"""A campaign is found by its name as it is said."""

from __future__ import annotations

import pytest

from orchestrator.naming import score
from tools.resolve import LIKELY, SURE


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("autumn launch", "Autumn Launch"),
        ("the autumn launch campaign", "Autumn Launch"),
        ("summer sail", "Summer Sale"),
        ("sumer sale", "Summer Sale"),
        ("sale summer", "Summer Sale"),
        ("launch two", "Launch 2"),
        ("q4 push", "Q4 Push"),
        ("mothers day", "Mother’s Day"),
        ("The Draft", "The Draft"),
        ("nite run", "Night Run"),
    ],
)
def test_a_slip_of_tongue_or_ear_is_taken_unasked(said: str, name: str) -> None:
    assert score(said, name) >= SURE


@pytest.mark.parametrize(("said", "name"), [("autumn", "Autumn Launch"), ("sale", "Summer Sale")])
def test_a_part_of_a_name_is_only_offered(said: str, name: str) -> None:
    assert LIKELY <= score(said, name) < SURE


@pytest.mark.parametrize(
    ("said", "name"),
    [("winter launch", "Summer Sale"), ("cat", "Kite Day"), ("", "Summer Sale"), ("!!", "Summer Sale")],
)
def test_another_name_is_not(said: str, name: str) -> None:
    assert score(said, name) < LIKELY


def test_the_exact_name_beats_one_that_sounds_alike() -> None:
    assert score("summer sail", "Summer Sail") > score("summer sail", "Summer Sale")
