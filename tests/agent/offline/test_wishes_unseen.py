"""Wishes about things to make that nobody wrote down before: classes of phrasing, each by a few of its members."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from agent.offline.agreement import agrees, postpones
from agent.offline.dialogue import Dialogue
from agent.offline.policy import _move
from agent.offline.reading import Situation
from agent.offline.understand import understand

TODAY = date(2026, 11, 21)
HELD = {"images": 4, "video": 1, "email_nurture": 2, "banner": 1}
TOLD = {"name": "Low Tide", "topic": "oyster evenings", "objective": "win 40 guests"}
SUGGESTED = [{"type": "research", "quantity": 1}, {"type": "images", "quantity": 3}]


def _moves(said: str, *, pending: bool = True, question: dict[str, Any] | None = None) -> list[str]:
    """The names of the calls, where the draft is whole."""
    return [call.name for call in _dialogue_move(said, pending, question)]


def _dialogue_move(said: str, pending: bool, question: dict[str, Any] | None, *, empty: bool = False) -> Any:
    listed = [] if empty else [{"type": kind, "quantity": count} for kind, count in HELD.items()]
    state: dict[str, Any] = {
        "campaign": {"id": "c1", "status": "draft", "missing": [], "deliverables": listed, **TOLD},
        "open_question": question or {"kind": "anything", "text": "Anything else?"},
        "now": "2026-11-21T12:00:00+00:00",
        "seed": 1,
    }
    if pending:
        state["pending"] = {"action": "run"}
    return _move(Dialogue(said, state, (), "Shall I run it?", ())).calls


def _left(said: str, *, offered: bool = False) -> dict[str, int]:
    """What is asked for after it was said to a read-back, or to an offer."""
    offer = {"kind": "offer", "slot": "deliverables", "suggestion": SUGGESTED, "text": "Those?"}
    question = offer if offered else None
    left = {} if offered else dict(HELD)
    for call in _dialogue_move(said, not offered, question, empty=offered):
        assert call.name == "update_campaign", call
        assert not call.arguments.keys() - {"deliverables", "evidence"}
        for change in call.arguments["deliverables"]:
            kind, count = change["type"], change.get("quantity") or 0
            if change["change"] == "remove":
                left[kind] -= count or left[kind]
            else:
                left[kind] = count + (left.get(kind, 0) if change["change"] == "add" else 0)
    return {kind: count for kind, count in left.items() if count > 0}


@pytest.mark.parametrize(
    ("said", "changed"),
    [
        ("Please to include a jingle also.", {"jingle": 1}),
        ("Kindly to add two flyers", {"flyer": 2}),
        ("it still needs a jingle", {"jingle": 1}),
        ("add to that two flyers", {"flyer": 2}),
        ("a flyer is missing", {"flyer": 1}),
        ("two flyers wouldn't hurt", {"flyer": 2}),
        ("have we got room for two more emails?", {"email_nurture": 4}),
        ("Would it be possible to fit in a jingle?", {"jingle": 1}),
        ("one last thing, a jingle please", {"jingle": 1}),
        ("emails +2", {"email_nurture": 4}),
        ("and a second video", {"video": 2}),
        ("add one to everything", {"images": 5, "video": 2, "email_nurture": 3, "banner": 2}),
    ],
)
def test_something_more_is_asked_for_in_the_words_of_many(said: str, changed: dict[str, int]) -> None:
    assert _left(said) == {**HELD, **changed}


@pytest.mark.parametrize(
    ("said", "changed"),
    [
        ("In place of 4 images I would prefer 7", {"images": 7}),
        ("rather than two emails let's have five", {"email_nurture": 5}),
        ("Images — three of those. Video — none.", {"images": 3, "video": 0}),
        ("emails five, images two, banner none", {"email_nurture": 5, "images": 2, "banner": 0}),
        ("as for the banner, zero", {"banner": 0}),
        ("Emails: 0", {"email_nurture": 0}),
        ("the banner isn't necessary", {"banner": 0}),
        ("video's over the top, drop it", {"video": 0}),
        ("let's not bother with a banner", {"banner": 0}),
        ("we'll manage without the video and the banner", {"video": 0, "banner": 0}),
        ("neither the banner nor the video", {"video": 0, "banner": 0}),
        ("no video, no banner please", {"video": 0, "banner": 0}),
        ("the banner can go and so can the video", {"video": 0, "banner": 0}),
        ("I'd sooner have a jingle than the video", {"video": 0, "jingle": 1}),
        ("the banner should be a flyer instead", {"banner": 0, "flyer": 1}),
        ("i said video but i meant jingle", {"video": 0, "jingle": 1}),
        ("video -> jingle", {"video": 0, "jingle": 1}),
        ("swap the video and the banner for three flyers", {"video": 0, "banner": 0, "flyer": 3}),
        ("too many images two's plenty", {"images": 2}),
        ("that's a bit much isn't it, let's do three images", {"images": 3}),
        ("images i suppose six", {"images": 6}),
        ("when it comes to emails, four", {"email_nurture": 4}),
        ("emails is wrong, should be three", {"email_nurture": 3}),
        ("four images feels like a lot, call it two", {"images": 2}),
        ("the images, can we halve them", {"images": 2}),
        ("get rid of an image", {"images": 3}),
        ("remove all images", {"images": 0}),
        ("images from 4 to 6", {"images": 6}),
        ("not a banner, a flyer", {"banner": 0, "flyer": 1}),
        ("i asked for six images", {"images": 6}),
        ("we've no use for the banner", {"banner": 0}),
    ],
)
def test_numbers_are_changed_and_things_dropped_in_the_words_of_many(
    said: str, changed: dict[str, int]
) -> None:
    assert _left(said) == {kind: n for kind, n in {**HELD, **changed}.items() if n}


@pytest.mark.parametrize(
    ("said", "items"),
    [
        ("blog posts: 3. social posts: 9.", {"blog_post": 3, "social_posts": 9}),
        ("blog posts 3 social posts 9", {"blog_post": 3, "social_posts": 9}),
        ("flyers i reckon four and a jingle", {"flyer": 4, "jingle": 1}),
        ("banner for sure and what else, six posts", {"banner": 1, "social_posts": 6}),
        ("two flyers or no three flyers and a banner yeah three and one", {"flyer": 3, "banner": 1}),
        ("definitely a video and then maybe four emails", {"video": 1, "email_nurture": 4}),
        ("flyers (2), jingle (1)", {"flyer": 2, "jingle": 1}),
        ("three of each, emails and flyers", {"email_nurture": 3, "flyer": 3}),
        ("what you said but eight images", {"research": 1, "images": 8}),
        ("as suggested please", {"research": 1, "images": 3}),
        ("your mix sounds lovely", {"research": 1, "images": 3}),
    ],
)
def test_a_list_is_counted_as_it_is_said(said: str, items: dict[str, int]) -> None:
    assert _left(said, offered=True) == items


@pytest.mark.parametrize(
    ("said", "slot", "value"),
    [
        ("to add three hundred members", "objective", "add three hundred members"),
        ("sell ninety posters", "objective", "sell ninety posters"),
        ("definitely two hundred sales", "objective", "two hundred sales"),
        ("our banner printing", "topic", "our banner printing"),
        ("zero waste weddings", "topic", "zero waste weddings"),
        ("One More Thing", "name", "One More Thing"),
        ("The Whole Picture", "name", "The Whole Picture"),
        ("A Second Wind", "name", "A Second Wind"),
        ("our summary service for judges", "topic", "our summary service for judges"),
    ],
)
def test_what_is_told_is_no_wish_for_things(said: str, slot: str, value: str) -> None:
    draft = {"status": "draft", "deliverables": []}
    reading = understand(said, Situation(TODAY, {"kind": "slot", "slot": slot}, draft))
    assert (reading.slots, reading.items) == ({slot: value}, [])


@pytest.mark.parametrize(
    "said",
    [
        "does it have a banner?",
        "what happened to the jingle",
        "where's the flyer?",
        "is there room for improvement?",
        "how many emails is that?",
        "none",
        "one more thing",
    ],
)
def test_what_asks_or_says_nothing_changes_nothing(said: str) -> None:
    assert "update_campaign" not in _moves(said)


@pytest.mark.parametrize(
    "said",
    [
        "keep it as a draft for now please",
        "let's park this",
        "I'll run it later, thanks",
        "no rush, save it for another day",
        "let's not",
        "hold off on it for a bit",
    ],
)
def test_what_is_put_off_is_not_run(said: str) -> None:
    assert postpones(said)
    assert _moves(said) == ["decline"]


@pytest.mark.parametrize("said", ["leave it as it is", "run it now", "keep the emails", "hold the banner"])
def test_nothing_else_puts_off(said: str) -> None:
    assert not postpones(said)


@pytest.mark.parametrize(
    "said",
    [
        "Read that back to me once more, please.",
        "could you read that back one more time for me",
        "what's on the list now",
        "give me a quick recap",
        "where have we got to",
        "show me what we've got so far",
        "remind me what we said",
        "how does it look now?",
    ],
)
def test_what_there_is_so_far_is_asked_for_in_many_words(said: str) -> None:
    assert _moves(said, pending=False) == ["read_back"]


def test_a_brief_that_quotes_a_goodbye_does_not_end_the_talk() -> None:
    said = (
        "Name: Safe Hands. Topic: our fraud line. Messaging: hang up and ring us. Objective: 90 enrolments."
    )
    reading = understand(said, Situation(TODAY))
    assert reading.slots["messaging"] == "hang up and ring us"
    assert not reading.acts


@pytest.mark.parametrize("said", ["mais oui", "all three sound good", "as you propose", "YESSS"])
def test_a_proposal_is_welcomed_in_many_words(said: str) -> None:
    assert agrees(said)
