"""What a line of the phrase banks can be filled with, taken from one brief. What the brief lacks is left out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from studio.ports import Brief
from studio.text import fragments
from studio.text.data import data
from studio.text.mail import domain
from studio.text.spoken import capital, cleaned, clipped, plain

_WORD = re.compile(r"[a-z-]+")


def words_of(brief: Brief) -> dict[str, str]:
    """The words by name; no value is empty. Agreement ("is", "they", "s") follows the topic."""
    topic = fragments.thing(brief.topic or brief.name)
    brand = brand_name(brief)
    aim = fragments.aim(brief.objective, brand)
    goals = fragments.aim(brief.goals, brand)
    message = fragments.message(brief.messaging)
    products = fragments.products(brief.products)
    products = "" if products.lower() == topic.bare.lower() else products
    audience = fragments.people(brief.audience)
    call = call_of(brief)
    offer = f"{topic.offer} {topic.ours}" if topic.offer else ""
    # "FinTrack, a budgeting app" says what it is; "our shoes, the new trail line" says which.
    which = "" if re.match(r"an? ", topic.detail) else topic.detail
    told = f"{which} in particular" if which else topic.detail
    introduced = f"{topic.ours}, {told}" if told else topic.ours
    found = {
        **_agreement(topic.plural),
        "thing": topic.ours,
        "Thing": capital(topic.ours),
        "thing_short": topic.ours_short,
        "any": topic.any,
        "Any": capital(topic.any),
        "bare": topic.bare,
        "Bare": capital(topic.bare),
        "short": topic.short,
        "Short": capital(topic.short),
        "their_thing": topic.of(brand),
        "Their_thing": capital(topic.of(brand)),
        "introduced": introduced,
        "full": offer or introduced,
        "detail": which,
        "offer": offer,
        "Offer": capital(offer),
        "event": f"the {topic.event}" if topic.event else "",
        "products": products,
        "what": products or topic.ours,
        "audience": audience,
        "Audience": capital(audience),
        "for_audience": f" for {audience}" if audience and " for " not in topic.bare else "",
        "message": message,
        "idea": message,
        "message_low": message[:1].lower() + message[1:] if message[:2] != "I " else message,
        "due": fragments.due(brief.deadline),
        "brand": brand,
        "we": brand or "the brand",
        "tagline": cleaned(brief.brand.tagline),
        "voice": plain(brief.brand.voice),
        "website": brief.brand.website.strip(),
        "domain": domain(brief.brand.website),
        "name": cleaned(brief.name) or capital(topic.short),
        "aim": aim.noun,
        "Aim": capital(aim.noun),
        "to_aim": aim.verb,
        "goals": "" if goals.noun == aim.noun else goals.noun,
        "button": call["button"],
        "act": call["act"],
        "Act": capital(call["act"]),
    }
    # A line that joins an optional part is usable without it.
    return {key: value for key, value in found.items() if value or key in {"for_audience", "s", "es"}}


def call_of(brief: Brief) -> Mapping[str, Any]:
    """The call to action that the objective asks for: the earliest word of it, then of the topic, that one knows."""
    calls: dict[str, Mapping[str, Any]] = data("calls")
    for text in (brief.objective, brief.goals, brief.topic):
        for word in _WORD.findall(text.lower()):
            for call in calls.values():
                if word in call["words"]:
                    return call
    return calls["learn"]


def brand_name(brief: Brief) -> str:
    return clipped(cleaned(brief.brand.name), 60)


def _agreement(plural: bool) -> dict[str, str]:
    names = ("is", "has", "s", "es", "they", "They", "them", "their", "these", "was")
    many = ("are", "have", "", "", "they", "They", "them", "their", "these", "were")
    one = ("is", "has", "s", "es", "it", "It", "it", "its", "this", "was")
    return dict(zip(names, many if plural else one, strict=True))
