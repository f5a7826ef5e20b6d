"""How long a silence lasts before it ends the turn."""

from __future__ import annotations

import pytest

from agent.channels.turn_end import (
    LIKELY,
    SURE,
    UNFINISHED,
    UNSURE,
    WORDLESS,
    Evidence,
    is_backchannel,
    patience,
)
from agent.speech.ports import Expectation


@pytest.mark.parametrize(
    ("kind", "words", "done", "expected"),
    [
        ("yes_no", "yes", 0.1, SURE),
        ("yes_no", "yes please", 0.1, SURE),
        ("yes_no", "no thanks", 0.1, SURE),
        ("yes_no", "yes but make it", 0.9, UNFINISHED),
        ("anything", "create a campaign called", 0.99, UNFINISHED),
        ("anything", "create a campaign called summer sale and", 0.99, UNFINISHED),
        ("list", "research and five", 0.99, UNFINISHED),
        ("list", "no wait make that four", 0.95, LIKELY),
        ("list", "research and five images", 0.95, LIKELY),
        ("list", "research five images", 0.2, UNSURE),
        ("number", "four one five", 0.99, UNFINISHED),
        ("name", "summer sale", 0.95, SURE),
        ("free", "our new running shoes for winter", 0.7, LIKELY),
        ("free", "our running shoes", 0.98, UNSURE),
        ("list", "three emails", 0.98, UNSURE),
        ("anything", "i would like to launch", 0.9, UNFINISHED),
        ("free", "our running shoes", 0.1, UNSURE),
        ("free", "a thousand leads by the end of july", 0.1, LIKELY),
        ("anything", "how far are we", 0.1, LIKELY),
        ("anything", "what have we got so far", 0.1, LIKELY),
        ("anything", "run it please", 0.1, LIKELY),
        ("anything", "no wait make that four", 0.1, LIKELY),
        ("anything", "create a campaign", 0.1, UNSURE),
        ("list", "five images and ten social posts", 0.1, LIKELY),
        ("list", "five images", 0.1, UNSURE),
        ("free", "our running shoes um", 0.99, UNFINISHED),
        ("free", "", 0.99, WORDLESS),
    ],
)
def test_the_wait_follows_the_words_and_the_question(
    kind: str, words: str, done: float, expected: float
) -> None:
    assert patience(Expectation(kind), Evidence(words, done)) == expected


def test_a_name_that_was_asked_for_ends_the_turn_early() -> None:
    which = Expectation("name", ("Summer Sale", "Autumn Launch"))
    assert patience(which, Evidence("autumn launch", 0.1)) == SURE
    assert patience(which, Evidence("autumn", 0.1)) == UNSURE


@pytest.mark.parametrize("words", ["", "mm hm", "uh-huh", "okay", "yeah right", "got it"])
def test_murmurs_are_known(words: str) -> None:
    assert is_backchannel(words)


@pytest.mark.parametrize("words", ["stop", "okay make it four", "no", "yes run it"])
def test_words_that_mean_something_are_no_murmurs(words: str) -> None:
    assert not is_backchannel(words)
