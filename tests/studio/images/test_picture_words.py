"""The words on a picture: from the brief, in sentences, and different from picture to picture."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from store.words import AwarenessStage, DeliverableType
from studio.images.words import HEADLINE, SUB, copy
from studio.ports import Brand, Brief
from tests.studio.briefs import BARE, COFFEE, REALISTIC, RUNNING, WORKSHOP, step

D = DeliverableType
RESIDUE = re.compile(
    r"(?i)[{}]|\bNone\b| {2,}|\.\.|,\.| [,.;:]|\b(\w+) \1\b|\b(?:our|the|a) (?:our|the|an?)\b|\ba [aeio]"
)


@pytest.fixture(params=REALISTIC)
def campaign(request: pytest.FixtureRequest) -> Brief:
    return REALISTIC[request.param]


def test_every_picture_of_a_step_says_something_else(campaign: Brief) -> None:
    made = [copy(brief) for brief in step(campaign, D.IMAGES, 12)]
    assert len({(words.headline, words.sub) for words in made}) == 12
    assert len({copy(brief).text for brief in step(campaign, D.IMAGES, 40)}) == 40


def test_headlines_are_short_clean_and_to_the_point(campaign: Brief) -> None:
    for brief in step(campaign, D.IMAGES, 30):
        words = copy(brief)
        assert 0 < len(words.headline) <= HEADLINE
        assert len(words.sub) <= SUB
        assert words.headline[0].isupper()
        assert words.sub[:1].isupper() or not words.sub
        assert not RESIDUE.search(words.text.replace("\n", " | ")), words.text


def test_the_topic_stands_on_every_picture() -> None:
    for campaign, name in (
        (RUNNING, "running shoes"),
        (COFFEE, "coffee subscription"),
        (WORKSHOP, "pottery workshops"),
    ):
        for brief in step(campaign, D.IMAGES, 20):
            assert name in copy(brief).text.lower()


def test_the_message_leads() -> None:
    assert copy(step(RUNNING, D.IMAGES, 1)[0]).headline == "Grip you can trust when the path turns wet"


@pytest.mark.parametrize(
    ("topic", "headline"),
    [
        ("our running shoes, the new trail line", "Meet our running shoes"),
        ("Ridgeline 2", "Meet Ridgeline 2"),
        ("launch of our coffee subscription", "Our coffee subscription is here"),
        ("how to train a puppy", "Did you ever wonder how to train a puppy?"),
        ("saving water at home", "Worth knowing: saving water at home"),
        ("an apple cider", "Looking for an apple cider?"),
    ],
)
def test_spoken_topics_become_headlines(topic: str, headline: str) -> None:
    campaign = Brief(D.IMAGES, 1, 12, 1, "N", topic, "")
    assert headline in [copy(brief).headline for brief in step(campaign, D.IMAGES, 12)]


@pytest.mark.parametrize(
    ("objective", "stage", "call"),
    [
        ("a thousand new leads", None, "Sign up"),
        ("sell more", None, "Shop now"),
        ("fifty bookings before October", None, "Book your place"),
        ("sell more", AwarenessStage.UNAWARE, "Learn more"),
        ("be known", AwarenessStage.SOLUTION_AWARE, "See how it works"),
    ],
)
def test_the_call_follows_the_objective_and_how_far_the_audience_is(objective, stage, call) -> None:
    assert copy(replace(BARE, type=D.IMAGES, objective=objective, awareness_stage=stage)).call == call


def test_banned_words_are_left_out() -> None:
    campaign = replace(COFFEE, brand=Brand(name="K", banned_words=("meet", "hello", "curious", "look")))
    for brief in step(campaign, D.IMAGES, 40):
        words = copy(brief)
        assert not re.search(r"(?i)\b(meet|hello|curious|look)\b", f"{words.headline} {words.sub}")


def test_a_revision_brings_other_words() -> None:
    brief = step(RUNNING, D.IMAGES, 3)[0]
    assert copy(replace(brief, notes=("Another picture of this step has the very same words.",))) != copy(
        brief
    )


def test_emoji_are_left_out() -> None:
    assert (
        "😀"
        not in copy(replace(COFFEE, type=D.IMAGES, topic="our coffee 😀", messaging="good ☕ mornings")).text
    )
