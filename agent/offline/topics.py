"""What a campaign is about, told apart from whom it is for, what it is called, and why."""

from __future__ import annotations

import re

PLACEHOLDERS = frozenset(
    (
        *("something", "something new", "something else", "something nice", "anything", "stuff"),
        *("a thing", "a campaign", "campaign", "campaigns", "a new one", "one", "it", "this", "that"),
        *("some stuff", "things", "me", "us", "a launch", "a product launch", "a new product"),
        *("them", "these", "a campaign for it", "a campaign for them", "a campaign for this"),
        *("an event", "a promo", "a promotion", "new campaign", "a new campaign"),
        *("a new campaign please", "new campaign please"),
    )
)
"""What stands for a topic that is still to be told."""
PROMOTING = frozenset(
    (
        *("promote", "promoting", "advertise", "advertising", "market", "marketing", "sell", "selling"),
        *("pitch", "push"),
    )
)
"""Cues after which "… to …" says to whom."""
RESULTS = frozenset(
    (
        *("members", "bookings", "leads", "orders", "sales", "visitors", "signups", "sign-ups", "signup"),
        *("registrations", "customers", "clients", "tickets", "subscribers", "downloads", "enquiries"),
        *("inquiries", "appointments", "reservations", "consultations", "demos", "followers", "guests"),
        *("attendees", "participants", "applications", "applicants", "rsvps", "donors", "donations"),
        *("enrolments", "enrollments", "students", "pupils", "learners", "patients", "covers", "viewings"),
        *("preorders", "pre-orders", "units", "pairs", "bottles", "subscriptions", "trials", "contracts"),
        *("meetings", "calls", "quotes", "installs", "users", "buyers", "sold", "booked", "signed"),
        *("accounts", "volunteers", "players", "nights", "seats", "places", "requests", "policies"),
    )
)
"""What an objective counts; a number of these is no thing to promote."""
_LEADS_TO = frozenset(
    (
        *("guide", "introduction", "ticket", "trip", "route", "way", "gateway", "flight", "access"),
        *("approach", "path", "key", "answer", "alternative", "tour", "intro", "journey", "cruise", "bus"),
        *("train", "close"),
    )
)
_AS_CAMPAIGN = re.compile(
    r"(?P<name>\S.*?),? (?:a|an|our|the) (?:[a-z]+ )?(?:campaign|push|promotion) (?:for|about|on|around) (?P<topic>.+)"
)
_REASON = re.compile(
    r"[,.]? (?:because|cause|cos|'cause|as everyone|since (?:we|it|they|everyone)|"
    r"so (?:we|i) need|(?:we |i )?need it)\b.*",
    re.IGNORECASE,
)
MOST_CROWD = 4
"""Words of a crowd behind "to"; more are a clause."""


def without_reason(topic: str) -> str:
    """Takes "heated gloves because winter's coming" down to the gloves."""
    return _REASON.sub("", topic) or topic


def named_in(topic: str) -> tuple[str, str] | None:
    """The name and the topic of "Solstice, a campaign for our solar panels"."""
    found = _AS_CAMPAIGN.fullmatch(topic)
    if found is None or not found["name"][:1].isupper():
        return None
    return found["name"], found["topic"]


def split_audience(topic: str) -> tuple[str, str] | None:
    """Takes "pet insurance to dog owners" apart; "a guide to Berlin" and "trips to the Alps" stay whole."""
    thing, _, people = topic.rpartition(" to ")
    crowd = people.islower() and people.endswith("s") and not people.startswith(("the ", "our ", "a "))
    leads = bool(thing) and thing.split()[-1].lower().rstrip("s") in _LEADS_TO
    if not (thing and crowd) or leads or len(people.split()) > MOST_CROWD:
        return None
    return thing, people
