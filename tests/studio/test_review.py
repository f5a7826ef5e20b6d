"""The reviewer: passes what is fit to go out, and says in a sentence what is not."""

from __future__ import annotations

import io
import json
import wave
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw

from store.words import DeliverableType
from studio.checks.claims import numbers
from studio.ports import Brief, File, Output, Verdict
from studio.review import RuleReviewer
from tests.studio.briefs import BARE, COFFEE, RUNNING

D = DeliverableType
POST = replace(RUNNING, type=D.SOCIAL_POSTS, of=3)
GOOD = "Wet rock does not wait until you are ready. Our running shoes hold on. Have a look at the trail line today."


def text_output(text: str, **provenance: Any) -> Output:
    return Output(
        "Our running shoes", text, [File("post.txt", "text", "text/plain", text.encode())], provenance
    )


async def verdict(brief: Brief, text: str, *siblings: str, **provenance: Any) -> Verdict:
    return await RuleReviewer().review(brief, text_output(text, **provenance), siblings)


async def test_good_copy_passes_without_a_word() -> None:
    passed = await verdict(POST, GOOD, "Something else altogether about our running shoes and mud.")
    assert passed == Verdict(passed=True, score=1.0, reasons=(), reviewer="rules")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (f"{GOOD} Hello {{{{ first_name }}}}!", "unfilled variable"),
        (f"{GOOD} Made for {{audience}}.", "unfilled variable"),
        (f"{GOOD} It costs None.", "empty value"),
        (f"{GOOD} [insert link here]", "placeholder"),
        (f"{GOOD}  And more.", "gap"),
        (f"{GOOD} And more..", "stray punctuation"),
        (f"{GOOD} And mud , too.", "stray punctuation"),
        (f"{GOOD} A revolutionary sole.", "revolutionary"),
        (f"{GOOD} They grip 37% better.", "37%"),
        (f"{GOOD} Only $99 this week.", "$99"),
        (f"{GOOD} Loved by 4,000 runners.", "4,000"),
        (f"{GOOD} Trusted by 80 customers.", "80 customers"),
        (f"{GOOD} The world's best shoes.", "world's best"),
        (f"{GOOD} Award-winning, too.", "Award-winning"),
        ("Short.", "words"),
    ],
)
async def test_what_may_not_go_out_is_named(text: str, complaint: str) -> None:
    turned_down = await verdict(POST, text)
    assert not turned_down.passed
    assert turned_down.score < 1
    assert any(complaint in reason for reason in turned_down.reasons), turned_down.reasons
    assert all(reason[0].isupper() for reason in turned_down.reasons)


@pytest.mark.parametrize(
    "claim",
    [
        "It costs 139 euros.",
        "In our wear test 41 of 50 runners said so.",
        "You have 60 days.",
        "Until 31 July 2026.",
        "We look for 1,000 people.",
        "Nothing is guaranteed.",
        "None of it is magic.",
    ],
)
async def test_what_brief_or_knowledge_say_may_be_said(claim: str) -> None:
    assert (await verdict(POST, f"{GOOD} {claim}")).reasons == ()


async def test_copy_about_something_else_is_turned_down() -> None:
    turned_down = await RuleReviewer().review(
        replace(COFFEE, type=D.SOCIAL_POSTS),
        text_output("Buy these wonderful garden chairs right now, friends."),
        (),
    )
    assert "It does not name the topic, launch of our coffee subscription." in turned_down.reasons


async def test_a_unit_that_says_what_another_said_is_turned_down() -> None:
    turned_down = await verdict(POST, GOOD, GOOD)
    assert any("Wet rock does not wait" in reason for reason in turned_down.reasons)


async def test_an_invitation_may_come_again_and_so_may_the_message() -> None:
    close = "Have a look at the trail line whenever you like."
    message = RUNNING.messaging.capitalize()
    sibling = f"Another beginning altogether. {message}. {close}"
    own = f"Mornings are dark and paths are slick for everybody. Our shoes hold. {message}. {close}"
    assert (await verdict(POST, own, sibling)).passed


async def test_a_post_must_fit_its_network() -> None:
    long = f"{GOOD} " + "Mud and rain and roots and rock are what our shoes are for on every morning. " * 3
    assert (await verdict(POST, long, network="facebook")).passed
    assert any("x takes 280" in reason for reason in (await verdict(POST, long, network="X")).reasons)


async def test_an_email_needs_a_subject_that_fits_and_a_way_out() -> None:
    brief = replace(RUNNING, type=D.EMAIL_NURTURE)
    body = f"{GOOD} " + "We wrote down what we learned about grip on wet mornings. " * 3

    def email(subject: str, page: str) -> Output:
        details = json.dumps({"subject": subject, "preheader": "What grip is"}).encode()
        files = [
            File("mail.html", "email", "text/html", page.encode()),
            File("mail.json", "email", "application/json", details),
        ]
        return Output("Grip", body, files, {})

    page = '<p>Our <b>running shoes</b>, {{ customer.firstName }}.</p><a href="{{ unsubscribe_url }}">Unsubscribe</a>'
    assert (await RuleReviewer().review(brief, email("Grip", page), ())).reasons == ()
    mended = (await RuleReviewer().review(brief, email("G" * 61, "<p>Hello {{ nickname }}</p>"), ())).reasons
    assert {"The subject has 61 characters; at most 60 are shown.", "There is no way to unsubscribe."} <= set(
        mended
    )
    assert any("nickname" in reason for reason in mended)


async def test_research_may_cite_what_it_found_elsewhere() -> None:
    brief = replace(BARE, type=D.RESEARCH)
    found = "The summer sale is watched. " * 20 + "\n- 37% of shoppers wait for a summer sale [1].\n"
    assert (await verdict(brief, found, sources=[{"url": "https://study.example"}])).passed
    assert not (await verdict(brief, found.replace("[1]", ""), sources=[])).passed


async def test_an_empty_output_is_turned_down() -> None:
    assert not (await RuleReviewer().review(POST, Output("t", GOOD, [], {}), ())).passed


def picture(ink: str, ground: str, stated: float = 21.0, **changes: Any) -> Output:
    """A picture of one line of blocks in the place of letters."""
    image = Image.new("RGB", (400, 200), ground)
    draw = ImageDraw.Draw(image)
    for letter in range(12):
        draw.rectangle((60 + letter * 22, 80, 70 + letter * 22, 120), fill=ink)
        draw.rectangle((letter, 0, letter, 3), fill=(letter * 20, 0, 90))
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    text = {"text": "Summer sale", "box": [50, 70, 350, 130], "ink": ink, "contrast": stated}
    file = File("a.png", "image", "image/png", changes.pop("data", buffer.getvalue()))
    return Output("Summer sale", "The summer sale", [file], {"size": [400, 200], "texts": [text], **changes})


GONE = {"text": "Gone", "box": [0, 140, 300, 190], "ink": "#000000", "contrast": 9}


@pytest.mark.parametrize(
    ("output", "complaint"),
    [
        (picture("#999999", "#ffffff", 2.8), "hard to read"),
        (picture("#555555", "#ffffff", 12.0), "hard to read"),
        (picture("#000000", "#ffffff", size=[500, 200]), "400 by 200, not 500 by 200"),
        (picture("#000000", "#ffffff", data=b"not an image"), "does not open"),
        (picture("#000000", "#ffffff", texts=[GONE]), "Gone"),
    ],
    ids=["faint", "fainter than stated", "another size", "broken", "no text there"],
)
async def test_a_picture_that_cannot_be_read_is_turned_down(output: Output, complaint: str) -> None:
    turned_down = await RuleReviewer().review(replace(BARE, type=D.IMAGES), output, ())
    assert any(complaint in reason for reason in turned_down.reasons), turned_down.reasons


async def test_a_picture_that_can_be_read_passes_but_once() -> None:
    brief, output = replace(BARE, type=D.IMAGES), picture("#000000", "#ffffff")
    assert (await RuleReviewer().review(brief, output, ())).reasons == ()
    assert not (await RuleReviewer().review(brief, output, (output.text,))).passed


@pytest.mark.parametrize(
    ("told", "number"),
    [
        ("a thousand new leads", "1000"),
        ("five hundred", "500"),
        ("two hundred and fifty", "250"),
        ("forty two", "42"),
        ("1,200", "1200"),
        ("12.5 per cent", "12.5"),
        ("2026-07-31", "31"),
        ("a dozen", "12"),
    ],
)
def test_numbers_are_heard_as_people_say_them(told: str, number: str) -> None:
    assert number in numbers(told)


@pytest.mark.parametrize("topic", ["AI", "our EV", "5G"])
async def test_a_topic_of_short_words_is_covered_when_it_is_named(topic: str) -> None:
    brief = replace(BARE, type=DeliverableType.SOCIAL_POSTS, topic=topic, products=())
    name = topic.removeprefix("our ")
    named = text_output(f"A few words about {name}, and how to have a look at it this week.")
    unnamed = text_output("A few words about something else, and how to have a look at it this week.")
    reviewer = RuleReviewer()
    assert not any("topic" in reason for reason in (await reviewer.review(brief, named, ())).reasons)
    assert any("topic" in reason for reason in (await reviewer.review(brief, unnamed, ())).reasons)


def sound(samples: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes((samples * 32767).astype("<i2").tobytes())
    return buffer.getvalue()


TONE = 0.24 * np.sin(np.arange(8000 * 5) / 5)


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (sound(TONE), ""),
        (sound(TONE)[:30], "does not play"),
        (b"RIFF", "does not play"),
        (sound(TONE[:8000]), "seconds"),
        (sound(TONE * 0.01), "too quiet"),
        (sound(np.sign(TONE)), "clipped"),
    ],
)
async def test_a_jingle_must_be_worth_listening_to(data: bytes, complaint: str) -> None:
    brief = replace(RUNNING, type=D.JINGLE)
    output = Output("Jingle", GOOD, [File("jingle.wav", "audio", "audio/wav", data)], {})
    reasons = (await RuleReviewer().review(brief, output, ())).reasons
    assert any(complaint in reason for reason in reasons) if complaint else not reasons
