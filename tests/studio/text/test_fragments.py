from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.text.fragments import aim, due, message, people, products, thing
from studio.text.spoken import capital, clipped


@pytest.mark.parametrize(
    ("said", "ours", "plural"),
    [
        ("our running shoes, the new trail line", "our running shoes", True),
        ("launch of our coffee subscription", "our coffee subscription", False),
        ("um so it's about my bakery", "our bakery", False),
        (
            "I want to promote our pottery workshops for beginners",
            "our pottery workshops for beginners",
            True,
        ),
        ("we're opening a bakery in berlin", "our bakery in Berlin", False),
        ("Running Shoes", "our running Shoes", True),
        ("Summer Sale", "our summer sale", False),
        ("SUMMER SALE", "our summer sale", False),
        ("TrailFit X2", "TrailFit X2", False),
        ("children's books", "our children's books", True),
        ("our tennis lessons", "our tennis lessons", True),
        ("a fitness app", "our fitness app", False),
        ("my yoga mats, my blocks and my straps", "our yoga mats, blocks and straps", True),
        ("how to train your dog", "our take on how to train your dog", False),
        ("getting people to vote", "our part in getting people to vote", False),
        ("help families heat their homes", "our part in helping families heat their homes", False),
        ("we want to save the old cinema", "our part in saving the old cinema", False),
        ("help desk software", "our help desk software", False),
        ("our shop because we are moving", "our shop", False),
        ("", "our news", False),
    ],
)
def test_a_topic_becomes_something_the_brand_can_call_its_own(said: str, ours: str, plural: bool) -> None:
    told = thing(said)
    assert told.ours.lower() == ours.lower()
    assert told.plural is plural


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("our running shoes", "running shoes"),
        ("our coffee", "coffee"),
        ("skin care", "skin care"),
        ("our new app", "an app"),
        ("the European tour", "a European tour"),
        ("an SMS service", "an SMS service"),
        ("our uniform", "a uniform"),
        ("our umbrella", "an umbrella"),
        ("our hourly tours", "hourly tours"),
        ("our second store", "a store"),
    ],
)
def test_the_kind_of_thing_has_the_article_it_needs(said: str, kind: str) -> None:
    assert thing(said).any == kind


def test_an_event_and_an_apposition_are_kept_apart_from_the_thing() -> None:
    assert thing("the grand opening of our second store").event == "grand opening"
    assert thing("launching our app").event == "launch"
    assert thing("our running shoes, the new trail line").detail == "the new trail line"


@pytest.mark.parametrize(
    ("said", "noun", "verb"),
    [
        (
            "a thousand new leads by the end of July",
            "a thousand new leads by the end of July",
            "win a thousand new leads",
        ),
        ("we need forty bookings before October", "forty bookings before October", "win forty bookings"),
        ("to get people to try the first bag", "getting people to try the first bag", "get people to try"),
        ("more people to know about us", "getting more people to know about Fellside", "get more people"),
        ("increase sales by ten percent", "increasing sales by ten percent", "increase sales"),
        ("growing our reach", "growing Fellside's reach", "grow Fellside's reach"),
        ("double my subscribers", "doubling Fellside's subscribers", "double Fellside's subscribers"),
        ("brand awareness", "brand awareness", "build brand awareness"),
        ("we want to sell more", "selling more", "sell more"),
    ],
)
def test_an_objective_can_be_said_as_a_noun_and_as_a_verb(said: str, noun: str, verb: str) -> None:
    told = aim(said, "Fellside")
    assert told.noun == noun
    assert told.verb.startswith(verb)


def test_without_a_brand_name_the_first_person_becomes_an_article() -> None:
    assert aim("double our subscribers").verb == "double the subscribers"
    assert thing("my bakery").of("") == "the bakery"
    assert thing("my bakery").of("Jess") == "Jess' bakery"


def test_audience_message_products_and_deadline_lose_their_lead_ins() -> None:
    assert people("it's for runners mainly") == "runners"
    assert people("our existing customers") == "existing customers"
    assert message("the message is that good bread takes time") == "Good bread takes time"
    assert products(("the Saturday class", "a gift voucher")) == "the Saturday class and a gift voucher"
    assert due("2026-07-31") == "31 July 2026"
    assert due("by the end of july") == "the end of July"
    assert due("") == ""


SPOKEN = (
    *(
        "our",
        "my",
        "the",
        "a",
        "new",
        "launch",
        "of",
        "for",
        "and",
        "to",
        "we",
        "want",
        "sell",
        "shoes",
        "coffee",
    ),
    *("app", "people", "in", "berlin", ",", ".", "'", "-", "&", "i", "who", "get", "increase", "500", "july"),
    *("it's", "about", "i'm", "promote", "how"),
)
WORDS = st.lists(st.sampled_from(SPOKEN), max_size=14).map(" ".join)


@given(st.one_of(WORDS, st.text(max_size=80)))
def test_whatever_is_said_the_phrases_hold_no_residue(said: str) -> None:
    told = thing(said)
    phrases = (told.ours, told.ours_short, told.any, told.of("Fellside"), aim(said, "Fellside").noun)
    for phrase in (*phrases, people(said), message(said), due(said), products((said,))):
        assert not re.search(r"[{}<>|*_#\[\]`\n]|  | [,.;:!?]", phrase)
        assert phrase == phrase.strip()
    assert told.bare
    assert not re.match(r"(?i)our (?:our|my|the|an?) ", told.ours)


@given(st.text(max_size=80), st.integers(1, 60))
def test_clipping_keeps_to_the_limit_and_capitals_change_nothing_else(text: str, limit: int) -> None:
    assert len(clipped(text, limit)) <= limit
    assert capital(text)[1:] == text[1:] or len(text[:1].upper()) > 1


@pytest.mark.parametrize(
    ("said", "ours", "offer"),
    [
        ("twenty percent off annual memberships", "our annual memberships", "twenty percent off"),
        ("up to 30% off our garden furniture", "our garden furniture", "up to 30% off"),
        ("a 15 percent discount on winter boots", "our winter boots", "15 percent off"),
        ("half price on sunglasses", "our sunglasses", "half price on"),
        ("two for one pizzas", "our pizzas", "two for one on"),
        ("the ten percent off sale", "our ten percent off sale", ""),
        ("20 percent", "our 20 percent", ""),
    ],
)
def test_what_is_taken_off_a_price_is_no_part_of_the_things_name(said: str, ours: str, offer: str) -> None:
    assert (thing(said).ours, thing(said).offer) == (ours, offer)


def test_our_is_said_once() -> None:
    told = thing("free check-ups at our practice")
    assert told.ours == "free check-ups at our practice"
    assert told.of("Linden Dental") == "Linden Dental's free check-ups at its practice"
    assert thing("a tour of our brewery").ours == "a tour of our brewery"


def test_a_common_product_has_its_article_and_a_name_has_none() -> None:
    assert (
        products(("tasting menu", "Ridgeline 2", "gift cards"))
        == "the tasting menu, Ridgeline 2 and gift cards"
    )
