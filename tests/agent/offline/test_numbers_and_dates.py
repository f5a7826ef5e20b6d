"""Spoken numbers and dates as values."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from num2words import num2words

from agent.offline.dates import resolve
from agent.offline.numbers import number

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("twenty five hundred", 2500),
        ("1.5k", 1500),
        ("2,500", 2500),
        ("a couple of", 2),
        ("a few", 3),
        ("half a dozen", 6),
        ("two dozen", 24),
        ("a hundred and fifty", 150),
        ("a thousand", 1000),
        ("half a million", 500_000),
        ("images", None),
    ],
)
def test_ways_to_say_a_number(said: str, value: int | None) -> None:
    assert number(said.split()) == value


@given(st.integers(1, 999_999))
def test_every_number_in_words_is_read_as_itself(value: int) -> None:
    assert number(num2words(value).replace("-", " ").replace(",", "").split()) == value


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("the end of July", "2027-07-31"),
        ("end of next month", "2026-12-31"),
        ("the end of the month", "2026-11-30"),
        ("the end of the year", "2026-12-31"),
        ("the thirty first of July", "2027-07-31"),
        ("december the third", "2026-12-03"),
        ("July 31st", "2027-07-31"),
        ("31 July 2028", "2028-07-31"),
        ("in two weeks", "2026-12-05"),
        ("in three months", "2027-02-21"),
        ("tomorrow", "2026-11-22"),
        ("friday", "2026-11-27"),
        ("christmas", "2026-12-24"),
        ("black friday", "2026-11-27"),
        ("mid february", "2027-02-15"),
        ("the end of february twenty twenty eight", "2028-02-29"),
        ("2026-12-24", "2026-12-24"),
        ("2026-13-45", None),
    ],
)
def test_ways_to_say_a_date(said: str, day: str | None) -> None:
    found = resolve(said.split(), TODAY)
    assert (found.isoformat() if found else None) == day


@given(
    st.dates(date(2026, 1, 1), date(2035, 12, 31)),
    st.sampled_from(["the end of july", "march", "next week", "friday"]),
)
def test_a_date_without_a_year_is_never_past(today: date, said: str) -> None:
    found = resolve(said.split(), today)
    assert found is not None
    assert found >= today
