"""Talk without punctuation: where one clause ends and the next begins, and what in each is a value."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from agent.offline.reading import Reading, Situation
from agent.offline.understand import understand

TODAY = date(2026, 11, 21)


def asked(slot: str, said: str, **draft: Any) -> Reading:
    held = {"status": "draft", "deliverables": [], **draft}
    return understand(said, Situation(TODAY, {"kind": "slot", "slot": slot}, held))


@pytest.mark.parametrize(
    ("said", "slots"),
    [
        ("make me a campaign titled first light it's a sunrise yoga thing",
         {"name": "First Light", "topic": "a sunrise yoga thing"}),
        ("can you help me sell my handmade soaps i'd like eighty orders",
         {"topic": "my handmade soaps", "objective": "eighty orders"}),
        ("our new dog food that's what it's about and big bowl is the name",
         {"topic": "our new dog food", "name": "Big Bowl"}),
        ("i'd like to start a campaign its name will be gold rush and the topic is vintage jewellery",
         {"name": "Gold Rush", "topic": "vintage jewellery"}),
        ("a cousin of mine uses you so here we go it's about my flower stall and the goal is fifty sales",
         {"topic": "my flower stall", "objective": "fifty sales"}),
        ("the campaign is blue monday it's for our winter coats", {"name": "Blue Monday", "topic": "our winter coats"}),
    ],
)  # fmt: skip
def test_clauses_that_run_into_each_other_are_told_apart(said: str, slots: dict[str, str]) -> None:
    assert understand(said, Situation(TODAY)).slots == slots


@pytest.mark.parametrize(
    ("said", "objective"),
    [
        ("success for us means forty tables a night", "forty tables a night"),
        ("three hundred no hang on four hundred visits", "four hundred visits"),
        ("sixty new members would make us very happy", "sixty new members"),
        ("the people upstairs promised two hundred crates", "two hundred crates"),
        ("if we could get ninety readers that'd be great", "get ninety readers"),
        ("get people to book fifty rooms", "get people to book fifty rooms"),
        ("a couple of hundred pledges is what we're after", "a couple of hundred pledges"),
        ("double our followers to ten thousand", "double our followers to ten thousand"),
        ("win thirty clients who are in retail", "win thirty clients who are in retail"),
    ],
)
def test_an_objective_is_its_number_and_what_belongs_to_it(said: str, objective: str) -> None:
    assert asked("objective", said).slots == {"objective": objective}


@pytest.mark.parametrize(
    ("said", "topic"),
    [
        ("we repair old clocks", "old clocks"),
        ("i'm selling second hand prams", "second hand prams"),
        ("folks should know about our night classes", "our night classes"),
        ("something to do with rain barrels", "rain barrels"),
        ("people who hate mondays", "people who hate mondays"),
        ("the bread we bake at night", "the bread we bake at night"),
    ],
)
def test_a_topic_is_without_the_way_there(said: str, topic: str) -> None:
    assert asked("topic", said).slots == {"topic": topic}


@pytest.mark.parametrize(
    ("said", "slot", "value"),
    [
        ("paper moon is its name", "name", "Paper Moon"),
        ("paper moon is what we'd call it", "name", "Paper Moon"),
        ("put down paper moon as the title", "name", "Paper Moon"),
        ("garden sheds that's the topic", "topic", "garden sheds"),
        ("seventy visits that's the target", "objective", "seventy visits"),
        ("new parents are the audience", "audience", "new parents"),
    ],
)
@pytest.mark.parametrize("question", ["topic", "objective", "name"])
def test_a_cue_behind_says_what_the_words_before_it_are(
    question: str, said: str, slot: str, value: str
) -> None:
    assert asked(question, said).slots == {slot: value}


@pytest.mark.parametrize(
    ("said", "slots"),
    [
        ("wait not students young parents", {"audience": "young parents"}),
        ("it's for pensioners not students", {"audience": "pensioners"}),
        ("call it owl club instead of night owls", {"name": "Owl Club"}),
    ],
)
def test_what_it_is_not_says_which_text_is_put_right(said: str, slots: dict[str, str]) -> None:
    draft = {
        "status": "draft",
        "name": "Night Owls",
        "topic": "our bar",
        "audience": "students",
        "deliverables": [],
    }
    assert understand(said, Situation(TODAY, {"kind": "confirm"}, draft)).slots == slots


@pytest.mark.parametrize("said", ["for you", "go get it", "as you like it", "love is blind", "here we go"])
def test_names_may_be_made_of_small_words(said: str) -> None:
    assert asked("name", f"call it {said}").slots["name"].casefold() == said
