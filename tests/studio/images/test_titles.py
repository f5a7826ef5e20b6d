"""Things made side by side can be told apart by their titles."""

from __future__ import annotations

from dataclasses import replace

import pytest

from studio.banner.formats import format_of
from studio.images.words import HEADLINE, SUB, copy, titled
from studio.ports import Brand, Brief
from tests.studio.briefs import COFFEE, RUNNING, WORKSHOP

BARE = replace(COFFEE, messaging="", audience="", goals="", products=(), knowledge=(), brand=Brand())


def same(_: int) -> tuple[int, int]:
    return HEADLINE, SUB


@pytest.mark.parametrize("brief", [RUNNING, COFFEE, WORKSHOP, BARE], ids=lambda brief: brief.topic)
@pytest.mark.parametrize("words", [same, lambda number: format_of(number).words])
def test_each_of_twenty_four_has_a_title_of_its_own_that_begins_with_its_headline(
    brief: Brief, words
) -> None:
    units = [replace(brief, of=24, index=index) for index in range(1, 25)]
    headlines = [copy(unit, *words(unit.index)).headline for unit in units]
    titles = [titled(unit, line, words) for unit, line in zip(units, headlines, strict=True)]
    assert len(set(titles)) == 24
    assert all(title.startswith(line) for title, line in zip(titles, headlines, strict=True))
    assert titles[0] == headlines[0]


def test_one_that_is_made_again_does_not_take_anothers_title() -> None:
    units = [replace(RUNNING, of=24, index=index) for index in range(1, 25)]
    titles = {titled(unit, copy(unit).headline, same) for unit in units}
    again = replace(units[7], notes=("something else",))
    assert titled(again, copy(again).headline, same) not in titles
