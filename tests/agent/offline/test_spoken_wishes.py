"""Wishes for things to make as people speak them: lists in one breath, and changes of what was asked for."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from agent.offline.policy import answer
from agent.offline.reading import Situation
from agent.offline.understand import understand

TODAY = date(2026, 11, 21)
HELD = {"social_posts": 9, "flyer": 1, "video": 2, "images": 8}
TOLD = ("nine posts a flyer two videos and eight images",)
Items = list[tuple[str, str, int | None]]


def _asked(slot: str) -> Situation:
    draft = {"status": "draft", "deliverables": []}
    return Situation(TODAY, {"kind": "slot", "slot": slot}, draft)


def _draft() -> dict[str, Any]:
    held = [{"type": kind, "quantity": count} for kind, count in HELD.items()]
    return {"status": "draft", "topic": "axes", "objective": "60 sales", "deliverables": held}


def _name_offered() -> Situation:
    return Situation(
        TODAY, {"kind": "offer", "slot": "name", "suggestion": "Axe Launch"}, _draft(), before=TOLD
    )


def _items(said: str, situation: Situation) -> Items:
    return [(item.type, item.change, item.quantity) for item in understand(said, situation).items]


@pytest.mark.parametrize(
    ("said", "objective", "items"),
    [
        ("ninety covers and it needs a plan two flyers and six posts", "ninety covers",
         [("plan", "set", 1), ("flyer", "set", 2), ("social_posts", "set", 6)]),
        ("eighty leads so yeah chuck us four posts and a couple of flyers", "eighty leads",
         [("social_posts", "set", 4), ("flyer", "set", 2)]),
        ("fill sixty seats what we're after is a jingle and five images", "fill sixty seats",
         [("jingle", "set", 1), ("images", "set", 5)]),
        ("seventy orders three emails nine posts", "seventy orders",
         [("email_nurture", "set", 3), ("social_posts", "set", 9)]),
        ("forty bookings and would you knock me up a dozen posts", "forty bookings", [("social_posts", "set", 12)]),
        ("ninety covers sort me out with a video and four images", "ninety covers",
         [("video", "set", 1), ("images", "set", 4)]),
        ("ninety covers so basically we could do six posts", "ninety covers", [("social_posts", "set", 6)]),
        ("ninety covers two flyers if that's okay", "ninety covers", [("flyer", "set", 2)]),
        ("sell two hundred tickets", "sell two hundred tickets", []),
        ("a hundred email sign ups", "a hundred email sign ups", []),
        ("two thousand views on our three videos", "two thousand views on our three videos", []),
        ("sell eighty banners and fifty flyers", "sell eighty banners and fifty flyers", []),
        ("forty posters sold", "forty posters sold", []),
    ],
)  # fmt: skip
def test_a_list_ends_the_objective_it_was_said_behind_but_what_is_won_is_none(
    said: str, objective: str, items: Items
) -> None:
    assert _items(said, _asked("objective")) == items
    assert understand(said, _asked("objective")).slots["objective"] == objective


@pytest.mark.parametrize("said", ["our three video courses", "a book of forty photos", "our poster shop"])
def test_what_one_has_is_a_topic_and_no_wish(said: str) -> None:
    reading = understand(said, _asked("topic"))
    assert (reading.slots, reading.items) == ({"topic": said}, [])


@pytest.mark.parametrize(
    ("said", "items"),
    [
        ("as for banners three would do", [("banner", "set", 3)]),
        ("pictures i want four of those", [("images", "set", 4)]),
        ("emails three and flyers two", [("email_nurture", "set", 3), ("flyer", "set", 2)]),
        ("a banner or three make that three", [("banner", "set", 3)]),
        ("some emails four or so let's say four", [("email_nurture", "set", 4)]),
        ("six posts for social", [("social_posts", "set", 6)]),
        ("keep it simple just the one video", [("video", "set", 1)]),
        ("my order is two images a jingle and that's it", [("images", "set", 2), ("jingle", "set", 1)]),
    ],
)
def test_a_number_is_found_wherever_it_stands(said: str, items: Items) -> None:
    assert _items(said, _asked("deliverables")) == items


CHANGES = [
    ("knock three off the posts", [("social_posts", "remove", 3)]),
    ("put the images at six", [("images", "set", 6)]),
    ("and now three flyers", [("flyer", "set", 3)]),
    ("nine is daft make it four", [("social_posts", "set", 4)]),
    ("too dear no videos", [("video", "remove", None)]),
    ("no videos actually they cost too much", [("video", "remove", None)]),
    ("the images are fine but drop the video", [("video", "remove", None)]),
    ("leave the flyer out after all", [("flyer", "remove", None)]),
    ("the video is way too expensive", [("video", "remove", None)]),
    ("lop two off the images", [("images", "remove", 2)]),
    ("posts i'd go five", [("social_posts", "set", 5)]),
    ("half that", [("images", "set", 4)]),
    ("three instead of nine posts", [("social_posts", "set", 3)]),
    ("swap the images for banners", [("images", "remove", None), ("banner", "set", 8)]),
    ("not flyers banners", [("flyer", "remove", None), ("banner", "set", 1)]),
    ("how about another flyer", [("flyer", "add", 1)]),
    ("and a jingle too", [("jingle", "set", 1)]),
    ("lose one of the videos", [("video", "remove", 1)]),
    ("bring the emails back on second thoughts", [("email_nurture", "set", None)]),
    ("trade two of the posts for a banner", [("social_posts", "remove", 2), ("banner", "add", 1)]),
    ("three flyers would be nicer", [("flyer", "set", 3)]),
    ("love it but take one off the videos", [("video", "remove", 1)]),
    ("make the flyers match the videos", [("flyer", "set", 2)]),
    ("set everything to two",
     [("social_posts", "set", 2), ("flyer", "set", 2), ("video", "set", 2), ("images", "set", 2)]),
    ("one more of each",
     [("social_posts", "set", 10), ("flyer", "set", 2), ("video", "set", 3), ("images", "set", 9)]),
]  # fmt: skip


@pytest.mark.parametrize(("said", "items"), CHANGES)
def test_while_a_name_is_offered_a_change_of_the_list_is_that_and_no_name(said: str, items: Items) -> None:
    reading = understand(said, _name_offered())
    assert [(item.type, item.change, item.quantity) for item in reading.items] == items
    assert reading.slots == {}


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("drop everything but the posts", {"social_posts": 9}),
        ("keep the posts and the flyer lose the rest", {"social_posts": None, "flyer": None}),
        ("forget the lot just do two banners", {"banner": 2}),
        ("ditch it all apart from the images", {"images": 8}),
    ],
)
def test_the_rest_can_be_dropped_at_once(said: str, kept: dict[str, int | None]) -> None:
    reading = understand(said, _name_offered())
    assert (reading.only, {item.type: item.quantity for item in reading.items}) == (True, kept)
    assert (reading.slots, reading.acts) == ({}, [])


@pytest.mark.parametrize(
    "said",
    [
        *("Nine Lives", "double trouble", "leave no trace", "video killed the radio star", "keep it simple"),
        *("plan nine", "everything must go", "one more for the road", "take two", "two is better than one"),
    ],
)
def test_a_name_with_a_number_or_a_thing_in_it_stays_one(said: str) -> None:
    assert "name" in understand(said, _name_offered()).slots


OFFERED = [{"type": "research", "quantity": 1}, {"type": "images", "quantity": 3}]


def _reply(said: str) -> dict[str, tuple[str, int | None]]:
    question = {"kind": "offer", "slot": "deliverables", "suggestion": OFFERED}
    campaign = {"id": "1", "status": "draft", "topic": "axes", "objective": "60 sales", "deliverables": []}
    state = {"open_question": question, "campaign": campaign, "now": "2026-11-21T10:00:00+00:00"}
    calls = answer(_messages(state, said)).calls
    return {
        change["type"]: (change["change"], change.get("quantity"))
        for change in calls[0].arguments["deliverables"]
    }


def _messages(state: dict[str, Any], said: str) -> list[dict[str, str]]:
    import json

    return [{"role": "system", "content": f"STATE\n{json.dumps(state)}"}, {"role": "user", "content": said}]


@pytest.mark.parametrize(
    ("said", "changes"),
    [
        ("i would love it if you made five flyers and one video", {"flyer": ("set", 5), "video": ("set", 1)}),
        ("it'd be lovely to have two banners", {"banner": ("set", 2)}),
        ("twice as many images", {"research": ("set", 1), "images": ("set", 6)}),
        ("take one off the images", {"research": ("set", 1), "images": ("set", 2)}),
        ("swap the research for a video", {"images": ("set", 3), "video": ("set", 1)}),
        ("and a jingle", {"research": ("set", 1), "images": ("set", 3), "jingle": ("set", 1)}),
    ],
)
def test_a_list_of_ones_own_replaces_the_offered_one_and_a_change_of_it_keeps_the_rest(
    said: str, changes: dict[str, tuple[str, int | None]]
) -> None:
    assert _reply(said) == changes


def test_a_number_that_is_doubted_without_another_is_asked_for() -> None:
    reading = understand("nine is too many", _name_offered())
    assert (reading.last_type, reading.flags, reading.slots) == ("social_posts", {"more_of"}, {})


def test_only_fewer_of_one_thing_leaves_the_others() -> None:
    state = {"open_question": None, "campaign": {"id": "1", **_draft()}, "now": "2026-11-21T10:00:00+00:00"}
    calls = answer(_messages(state, "i only want one video")).calls
    assert calls[0].arguments["deliverables"] == [{"type": "video", "change": "set", "quantity": 1}]


def test_a_yes_to_an_offered_name_may_come_with_a_change() -> None:
    state = {
        "open_question": {"kind": "offer", "slot": "name", "suggestion": "Axe Launch"},
        "campaign": {"id": "1", **_draft()},
        "now": "2026-11-21T10:00:00+00:00",
    }
    arguments = answer(_messages(state, "yes but lose the flyer")).calls[0].arguments
    assert arguments["name"] == "Axe Launch"
    assert arguments["deliverables"] == [{"type": "flyer", "change": "remove"}]


@pytest.mark.parametrize(
    ("said", "slot", "value"),
    [
        ("wait not students young professionals", "audience", "young professionals"),
        ("no not students but their parents", "audience", "their parents"),
        ("Sorry, not Axe Week, Timber Days.", "name", "Timber Days"),
        ("not axes i meant saws", "topic", "saws"),
    ],
)
def test_a_text_that_is_said_again_behind_not_gives_way_to_what_follows(
    said: str, slot: str, value: str
) -> None:
    draft = {**_draft(), "audience": "students", "name": "Axe Week"}
    assert understand(said, Situation(TODAY, campaign=draft)).slots == {slot: value}
