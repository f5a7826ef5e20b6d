"""Greetings, introductions, small talk, agreement and refusal: answered in kind, and never a slot's value."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date

import pytest

from agent.conversation import Conversation
from agent.offline.reading import Act, Situation
from agent.offline.understand import understand
from agent.speech.ports import Heard

TODAY = date(2026, 11, 21)
BLANK = Situation(TODAY)
Begin = Callable[[], Awaitable[Conversation]]


def _offered(slot: str, suggestion: object) -> Situation:
    draft = {"status": "draft", "topic": "our kilns", "deliverables": [], "missing": [slot]}
    return Situation(TODAY, {"kind": "offer", "slot": slot, "suggestion": suggestion}, draft)


async def _say(talk: Conversation, *turns: str) -> str:
    reply = ""
    for words in turns:
        reply = " ".join([sentence async for sentence in talk.hear(Heard(words, 1.0))])
    return reply


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("hello this is priya from the corner shop", "introduced"),
        ("my name's tunde and i run a barber shop in leeds", "introduced"),
        ("we're a small brewery near york", "introduced"),
        ("hi there it's sergeant oduya calling from the youth club", "introduced"),
        ("i've got a food truck and business is really slow these days", "introduced"),
        ("i have never done one of these before", "novice"),
        ("sorry i'm totally new to all this", "novice"),
        ("we're not very good with computers", "novice"),
        ("i'd prefer to speak if that's all right", "talking"),
        ("hello is anyone there", "hears"),
        ("can you hear me all right", "hears"),
        ("good evening how are you doing today", "how_are_you"),
        ("lovely to meet you", "pleasantry"),
        ("so where do i begin", "starting"),
        ("a friend of mine told me about you", "told"),
        ("hey am i talking to the right place", "whoareyou"),
        ("hiya can you help me out with something", "help"),
        ("can i ask you something", "listening"),
        ("could we do this in polish", "language"),
        ("wait my baby is crying", "hold"),
        ("okay now what", "starting"),
        ("how long does a campaign take", "duration"),
        ("happy easter to you", "wished"),
        ("we spoke last week", "chat"),
        ("sorry i can barely hear you", "repeat"),
        ("are you free of charge", "cost"),
        ("i don't really know what we want yet", "unsure"),
        ("i'm just browsing thanks", "starting"),
    ],
)
def test_what_is_said_before_a_wish_is_a_remark_of_its_kind(said: str, kind: str) -> None:
    reading = understand(said, BLANK)
    assert (reading.acts, reading.slots, reading.create) == ([Act(kind)], {}, False)


@pytest.mark.parametrize(
    ("said", "topic"),
    [
        ("hi i'm a potter and i want to promote my kilns", "my kilns"),
        ("good morning my name is bea we're launching our bread club", "our bread club"),
        ("my cousin told me about you so here goes it's about our choir", "our choir"),
        ("super so it's about our kayaks", "our kayaks"),
        ("right listen we want to promote our saunas", "our saunas"),
    ],
)
def test_the_wish_behind_it_is_heard(said: str, topic: str) -> None:
    assert understand(said, BLANK).slots["topic"] == topic


@pytest.mark.parametrize(
    "said", ["beautiful candles", "evening yoga classes", "sweet potato pies", "morning glory"]
)
def test_a_thing_that_begins_like_praise_or_a_greeting_is_a_thing(said: str) -> None:
    asked = Situation(TODAY, {"kind": "slot", "slot": "topic"}, {"status": "draft", "deliverables": []})
    assert understand(said, asked).slots == {"topic": said}


@pytest.mark.parametrize(
    "said",
    ["oh yes", "ooh lovely", "sounds grand to me let's go", "i really like that one", "not bad", "hm i suppose so",
     "great name", "that's the one", "that one's lovely", "i don't mind", "sounds like a plan",
     "let's keep it", "go on then", "can't think of anything better"],
)  # fmt: skip
def test_agreement_takes_what_is_offered_and_is_no_name(said: str) -> None:
    reading = understand(said, _offered("name", "Kiln Launch"))
    assert reading.slots == {}
    assert reading.flags & {"yes", "take"}


@pytest.mark.parametrize(
    "said",
    ["nah not for me", "i don't really like it", "not too keen on that", "hmm that's a bit dull", "something else",
     "absolutely not", "god no", "naah that's too much for us", "not what i had in mind"],
)  # fmt: skip
def test_refusal_is_a_no_and_no_name(said: str) -> None:
    reading = understand(said, _offered("name", "Kiln Launch"))
    assert (reading.slots, reading.plain_no) == ({}, True)


@pytest.mark.parametrize("slot", ["topic", "objective", "name"])
@pytest.mark.parametrize(
    "said", ["beautiful", "great stuff thanks", "okay go ahead and run that", "sweet yeah start it up"]
)
def test_praise_and_agreement_fill_no_slot(said: str, slot: str) -> None:
    asked = Situation(TODAY, {"kind": "slot", "slot": slot}, {"status": "draft", "deliverables": []})
    assert understand(said, asked).slots == {}


async def test_a_bare_word_for_the_thing_itself_begins_one(begin: Begin) -> None:
    talk = await begin()
    assert "wait" not in (reply := await _say(talk, "campaign"))
    assert reply.endswith("?")
    assert "hirty sign-ups" in await _say(talk, "swimming for seniors", "thirty sign-ups, please")


@pytest.mark.parametrize(
    ("said", "slots"),
    [
        ("i wanna launch hammer time", {"name": "Hammer Time"}),
        ("let me think i want to do cider sunday", {"name": "Cider Sunday"}),
        ("let's do frost fair", {"name": "Frost Fair"}),
        ("could we run a raffle", {"topic": "a raffle"}),
        ("do soup week", {"name": "Soup Week"}),
        ("run a campaign for saunas", {"topic": "saunas"}),
        ("launch steam club for our saunas", {"name": "Steam Club", "topic": "our saunas"}),
    ],
)
def test_to_launch_what_no_campaign_is_called_is_a_wish_for_a_new_one(
    said: str, slots: dict[str, str]
) -> None:
    reading = understand(said, BLANK)
    assert (reading.create, reading.slots, reading.acts) == (True, slots, [])


def test_a_name_near_an_existing_one_is_still_meant() -> None:
    reading = understand("launch summer sail", Situation(TODAY, names=["Summer Sale"]))
    assert reading.acts == [Act("run_campaign", {"campaign": "summer sail"})]


@pytest.mark.parametrize(
    "said", ["cancel hammer time", "delete hammer time", "pause hammer time", "how's hammer time"]
)
async def test_other_acts_on_what_is_not_there_say_so(begin: Begin, said: str) -> None:
    assert "no campaign called hammer time" in await _say(await begin(), said)


def test_a_reference_ends_where_the_next_clause_begins() -> None:
    reading = understand("cancel hammer time because i've changed my mind", BLANK)
    assert reading.acts == [Act("cancel_campaign", {"campaign": "hammer time"})]


def test_a_verb_among_other_words_refers_to_no_campaign() -> None:
    assert not [act for act in understand("harbour open days and kids run free", BLANK).acts if act.arguments]
