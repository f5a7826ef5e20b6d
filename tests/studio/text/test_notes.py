"""A text that is written again heeds the note, and is still one that passes its review."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from store.words import DeliverableType as D
from studio.ports import Brand, Brief, Output
from studio.review import RuleReviewer
from studio.text import makers
from studio.text.notes import Wishes, wishes_of

WRITTEN = (D.SOCIAL_POSTS, D.EMAIL_NURTURE, D.BLOG_POST, D.PLAN, D.RESEARCH)
BRIEF = Brief(
    D.SOCIAL_POSTS,
    1,
    3,
    7,
    "Summer Sale",
    "our new trail running shoes",
    "a thousand new leads",
    channels=("email", "social"),
    audience="people who run every day",
    brand=Brand(name="Acme", website="acme.example"),
)


@pytest.mark.parametrize(
    ("note", "wanted"),
    [
        ("less formal", Wishes(tone="informal")),
        ("it's too formal for us", Wishes(tone="informal")),
        ("Could you make it friendlier?", Wishes(tone="informal")),
        ("more professional, please", Wishes(tone="formal")),
        ("a bit more playful", Wishes(tone="playful")),
        ("add some humour", Wishes(tone="playful")),
        ("shorter", Wishes(length=-1)),
        ("that's too long", Wishes(length=-1)),
        ("cut it down", Wishes(length=-1)),
        ("with more detail", Wishes(length=1)),
        ("too short", Wishes(length=1)),
        ("mention the free delivery", Wishes(mention=("the free delivery",))),
        ("please say that we open on Sunday", Wishes(mention=("we open on Sunday",))),
        ("include my bakery and our cakes", Wishes(mention=("our bakery and our cakes",))),
        ("don't mention the discount", Wishes(avoid=("discount",))),
        ("leave out the bit about prices", Wishes(avoid=("prices",))),
        (
            "less formal, shorter, and mention free returns",
            Wishes(tone="informal", length=-1, mention=("free returns",)),
        ),
        ("bring in the neighbours' cat", Wishes()),
    ],
)
def test_a_note_is_taken_for_what_it_asks(note: str, wanted: Wishes) -> None:
    assert wishes_of(replace(BRIEF, notes=(note,))) == wanted


def test_of_two_notes_that_contradict_each_other_the_later_counts() -> None:
    assert wishes_of(replace(BRIEF, notes=("more formal", "less formal"))).tone == "informal"


@pytest.mark.parametrize(
    "reason",
    [
        'It says "40%", for which there is no source.',
        "It has 20 words; at least 30 are wanted.",
        'It uses "cheap", which the brand does not want.',
    ],
)
def test_what_a_reviewer_objects_to_is_no_wish(reason: str) -> None:
    assert wishes_of(replace(BRIEF, notes=(reason,))) == Wishes()


async def written(kind: D, *notes: str, index: int = 1) -> Output:
    brief = replace(BRIEF, type=kind, notes=notes, index=index)
    output = await makers()[kind].make(brief)
    verdict = await RuleReviewer().review(brief, output, ())
    assert verdict.passed, verdict.reasons
    return output


@pytest.mark.parametrize("index", [1, 2, 3])
@pytest.mark.parametrize("kind", WRITTEN)
class TestEveryText:
    async def test_is_shorter_when_that_is_asked(self, kind: D, index: int) -> None:
        plain, short = await written(kind, index=index), await written(kind, "shorter", index=index)
        assert len(short.text.split()) < 0.95 * len(plain.text.split())

    async def test_mentions_what_it_shall(self, kind: D, index: int) -> None:
        told = await written(kind, "mention the free delivery from 50 euros", index=index)
        assert "the free delivery from 50 euros." in told.text

    async def test_is_another_one_in_another_tone(self, kind: D, index: int) -> None:
        formal = await written(kind, "more formal", index=index)
        relaxed = await written(kind, "less formal", index=index)
        assert relaxed.text != formal.text
        assert not re.search(r"\b(?:don't|we'll|isn't|can't)\b", formal.text)


async def test_what_is_to_be_left_out_is_in_no_sentence() -> None:
    plain = await written(D.EMAIL_NURTURE)
    word = "options"
    assert word in plain.text
    assert word not in (await written(D.EMAIL_NURTURE, f"leave out the {word}")).text


async def test_a_post_without_hashtags_has_none() -> None:
    assert "#" in (await written(D.SOCIAL_POSTS)).text
    assert "#" not in (await written(D.SOCIAL_POSTS, "no hashtags")).text


async def test_an_email_greets_in_the_tone_that_is_asked() -> None:
    greetings = [(await written(D.EMAIL_NURTURE, note)).text for note in ("less formal", "more formal")]
    assert "Hey {{ customer.firstName }}" in greetings[0]
    assert "Dear {{ customer.firstName }}" in greetings[1]
