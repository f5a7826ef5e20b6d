"""What people say that nobody wrote down before: classes of phrasing, each by a few of its members."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from agent.offline.reading import Situation
from agent.offline.understand import understand

TODAY = date(2026, 11, 21)


def _asked(slot: str, **draft: Any) -> Situation:
    return Situation(TODAY, {"kind": "slot", "slot": slot}, {"status": "draft", "deliverables": [], **draft})


@pytest.mark.parametrize(
    ("said", "name", "topic"),
    [
        ("start something called Tidal for surf lessons", "Tidal", "surf lessons"),
        ("new campaign Lighthouse for our boat tours", "Lighthouse", "our boat tours"),
        ("create Berry Bash, it's about our strawberry festival", "Berry Bash", "our strawberry festival"),
        ("We're launching Solstice, a campaign for our solar panels", "Solstice", "our solar panels"),
        ("Campaign: Velvet Nights\nTopic: silk pyjamas", "Velvet Nights", "silk pyjamas"),
        ("new one then: Fleet Week, all about our vans", "Fleet Week", "our vans"),
        ("a campaign called Gear Up for Summer about our bikes", "Gear Up for Summer", "our bikes"),
    ],
)
def test_a_name_that_was_typed_ends_where_its_subject_begins(said: str, name: str, topic: str) -> None:
    slots = understand(said, Situation(TODAY)).slots
    assert (slots["name"], slots["topic"]) == (name, topic)


@pytest.mark.parametrize(
    ("said", "items"),
    [
        ("bump the emails up to four", [("email_nurture", "set", 4)]),
        ("too much, knock the posts down to six", [("social_posts", "set", 6)]),
        ("blog x2, 3x images", [("blog_post", "set", 2), ("images", "set", 3)]),
        ("some pictures would be nice, maybe six", [("images", "set", 6)]),
        ("some pictures, maybe six posts", [("images", "set", None), ("social_posts", "set", 6)]),
        ("ditch the images", [("images", "remove", None)]),
        ("nothing with video please", [("video", "remove", None)]),
        ("we shall require two articles and a newsletter series of five",
         [("blog_post", "set", 2), ("email_nurture", "set", 5)]),
    ],
)  # fmt: skip
def test_things_are_counted_and_dropped_in_many_words(
    said: str, items: list[tuple[str, str, int | None]]
) -> None:
    held = [{"type": kind, "quantity": 1} for kind, *_ in items]
    reading = understand(said, _asked("deliverables", deliverables=held))
    assert [(item.type, item.change, item.quantity) for item in reading.items] == items


def test_as_names_a_copy_only_where_one_is_made() -> None:
    reading = understand("the tagline is crisp as a mountain morning", _asked("topic"))
    assert reading.slots == {"messaging": "crisp as a mountain morning"}


def test_launching_a_thing_of_ones_own_runs_no_campaign() -> None:
    reading = understand("launch our new riesling with three emails", Situation(TODAY))
    assert (reading.slots["topic"], reading.acts) == ("our new riesling", [])


@pytest.mark.parametrize(
    ("said", "objective"),
    [
        ("we want 400 new subscribers, well actually 600", "600 new subscribers"),
        ("uh let me think like twenty five hundred visits", "twenty five hundred visits"),
        ("alright, fill forty places then", "fill forty places"),
    ],
)
def test_an_objective_holds_no_talk_and_the_last_number(said: str, objective: str) -> None:
    assert understand(said, _asked("objective")).slots["objective"] == objective


def test_another_number_alone_changes_the_objective_that_was_told() -> None:
    told = _asked("deliverables", objective="60 sign-ups")
    assert understand("the objective should've been 160", told).slots["objective"] == "160 sign-ups"


@pytest.mark.parametrize(
    "said",
    [
        "whats it gonna cost me",
        "and how much do i have left to spend",
        "whatever you'd recommend sounds good to me",
        "what exactly are you able to make for me",
        "can you read me back what you've got",
        "no name in mind, you pick",
    ],
)
def test_what_is_asked_or_left_to_the_agent_is_no_name(said: str) -> None:
    assert understand(said, _asked("name")).slots == {}


@pytest.mark.parametrize(
    ("said", "topic"),
    [
        ("our bike shop needs a campaign", "our bike shop"),
        ("our museum could use some publicity for the night openings", "the night openings"),
        ("my lamps arrived and I'd like a campaign for them", "my lamps"),
        ("for our piano lessons we need a campaign", "our piano lessons"),
        ("high time to promote our vet practice", "our vet practice"),
        ("this campaign should be about our rental skis", "our rental skis"),
        ("Hello, we have a choir and want a campaign for it", "a choir"),
        ("roof gardens are what I'd like to shout about", "roof gardens"),
        ("express keys are our bread and butter", "express keys"),
        ("the subject matter is beekeeping", "beekeeping"),
        ("it's for our day courses no sorry our evening courses", "our evening courses"),
        ("OK so: our budgeting app for students", "our budgeting app for students"),
        ("let me think of an example say a florist's autumn bouquets", "a florist's autumn bouquets"),
        ("there's this surf school and they want to fill their weekend camps", "their weekend camps"),
        ("so i teach pottery and that's what it should be about", "pottery"),
        ("it should tell people about our open studio", "our open studio"),
        ("that one's for our boat rental", "our boat rental"),
    ],
)
def test_a_subject_is_found_in_what_is_said_around_it(said: str, topic: str) -> None:
    slots = understand(said, Situation(TODAY)).slots
    assert (slots["topic"], slots.get("audience"), slots.get("objective")) == (topic, None, None)


@pytest.mark.parametrize(
    ("said", "slots"),
    [
        ("First things first, the name: Warm, Not Hot.", {"name": "Warm, Not Hot"}),
        ("topic=our meetup, name=Zero Hour", {"topic": "our meetup", "name": "Zero Hour"}),
        ("the audience? Night nurses", {"audience": "Night nurses"}),
        ("Campaign title: North Star", {"name": "North Star"}),
        ("Further goals: repeat visits", {"goals": "repeat visits"}),
        ("Open House is the name, with an exclamation mark", {"name": "Open House"}),
        ("Campaign 'Yes We Can' for cooking classes", {"name": "Yes We Can", "topic": "cooking classes"}),
    ],
)
def test_labels_and_titles_are_read_as_they_are_typed(said: str, slots: dict[str, str]) -> None:
    assert understand(said, Situation(TODAY)).slots == slots


@pytest.mark.parametrize(
    ("said", "slot"),
    [
        ("ninety members by the end of May", "objective"),
        ("twenty two bookings", "objective"),
        ("three new yoga classes", "topic"),
        ("fifty percent off garden chairs", "topic"),
    ],
)
def test_asked_for_the_subject_a_number_of_results_is_what_to_win(said: str, slot: str) -> None:
    assert slot in understand(said, _asked("topic")).slots


def test_a_wish_without_a_number_leaves_the_objective_as_it_is() -> None:
    held = {
        "topic": "roofs",
        "objective": "20 inspections",
        "deliverables": [{"type": "flyer", "quantity": 1}],
    }
    situation = Situation(TODAY, {"kind": "anything"}, {"status": "draft", **held})
    assert understand("hold on, I need to ask my partner first", situation).slots == {}
    assert understand("I want to win 40 inspections", situation).slots == {"objective": "win 40 inspections"}


def test_channels_kept_and_dropped_in_one_breath() -> None:
    situation = Situation(TODAY, {"kind": "anything"}, {"status": "draft", "channels": ["sms", "radio"]})
    reading = understand("sms only sorry no radio", situation)
    assert (reading.slots["channels"], reading.channels_change) == (["sms"], "set")


def test_a_name_behind_its_label_is_one_whatever_its_words() -> None:
    situation = Situation(TODAY, {"kind": "anything"}, {"status": "draft", "name": "Old", "topic": "gym"})
    reading = understand("Name: New Year New You", situation)
    assert (reading.create, reading.slots) == (False, {"name": "New Year New You"})


def test_a_title_in_quotes_leads_to_the_subject() -> None:
    slots = understand(
        "Let's launch 'Plug In' for our wall chargers. Objective: 90 installs.", Situation(TODAY)
    ).slots
    assert slots == {"name": "Plug In", "topic": "our wall chargers", "objective": "90 installs"}


def test_a_deadline_that_moved_leaves_the_objective() -> None:
    held = {"objective": "500 trees sponsored", "deadline": "2027-03-20"}
    situation = Situation(TODAY, {"kind": "anything"}, {"status": "draft", **held})
    assert understand("the deadline has moved to 27 March 2027", situation).slots == {
        "deadline": "2027-03-27"
    }


@pytest.mark.parametrize(
    ("said", "objective"),
    [
        ("one thousand five hundred subscribers", "one thousand five hundred subscribers"),
        ("we are opening a gym and would like 100 new members", "100 new members"),
        ("my cousin bakes bread and she wants ninety regulars", "ninety regulars"),
        ("sixty new readers that's what we're after", "sixty new readers"),
        ("it should achieve a listing in ten supermarkets", "a listing in ten supermarkets"),
        ("we wish to arrange forty free hearing tests", "arrange forty free hearing tests"),
    ],
)
def test_what_is_to_be_won_is_found_however_it_is_led_to(said: str, objective: str) -> None:
    assert understand(said, Situation(TODAY)).slots["objective"] == objective


def test_one_text_is_switched_for_another() -> None:
    situation = Situation(TODAY, {"kind": "anything"}, {"status": "draft", "audience": "landlords"})
    assert understand("switch landlords to hotel managers", situation).slots == {"audience": "hotel managers"}
