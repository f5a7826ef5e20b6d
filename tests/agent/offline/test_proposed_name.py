"""A campaign that lacks nothing but a name gets one with the read-back, and every way to have another."""

from __future__ import annotations

import pytest

from tests.agent.offline.imagined import Imagined

TOLD = "I'd like a campaign for our dog grooming salon to win sixty bookings with five images"


def proposed() -> Imagined:
    talk = Imagined()
    said = talk.say(TOLD)
    assert "Dog Grooming Launch" in said.split("So:")[0]
    assert said.endswith("Shall I run it?")
    return talk


def test_one_yes_runs_it_under_the_name_that_was_read_back() -> None:
    talk = proposed()
    assert talk.say("yes please") == "It's running."
    assert talk.focus is not None
    assert (talk.focus["name"], talk.focus["status"]) == ("Dog Grooming Launch", "running")


@pytest.mark.parametrize(
    "answer",
    [
        "no, Shiny Dogs",
        "Shiny Dogs",
        "call it shiny dogs",
        "no i'd rather name it shiny dogs",
        "yes but call it Shiny Dogs",
    ],
)
def test_another_name_is_read_back_before_anything_runs(answer: str) -> None:
    talk = proposed()
    assert talk.say(answer).endswith("Shall I run it?")
    assert talk.focus is not None
    assert (talk.focus["name"], talk.focus["status"]) == ("Shiny Dogs", "draft")


@pytest.mark.parametrize(
    "answer",
    ["not that name please", "a different name please", "I don't like the name", "yes but another name"],
)
def test_a_name_that_is_not_liked_is_asked_for(answer: str) -> None:
    talk = proposed()
    assert talk.say(answer) in ("What shall we call it?", "What's the campaign's name?")
    talk.say("Two for the Road and Five Images of You")
    assert talk.focus is not None
    assert talk.focus["name"] == "Two for the Road and Five Images of You"
    assert talk.focus["status"] == "draft"


@pytest.mark.parametrize("answer", ["no", "No Thanks", "not now"])
def test_a_no_runs_nothing(answer: str) -> None:
    talk = proposed()
    talk.say(answer)
    assert talk.focus is not None
    assert talk.focus["status"] == "draft"


def test_what_completed_the_draft_is_undone_with_the_name() -> None:
    talk = Imagined()
    talk.say("I'd like a campaign for our dog grooming salon to win sixty bookings")
    talk.say("five images")
    talk.say("undo that")
    assert talk.focus is not None
    assert (talk.focus["name"], talk.owed) == ("", {})
