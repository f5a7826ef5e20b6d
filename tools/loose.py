"""What models write where a vocabulary is closed, brought to the one word meant, where no doubt is left."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any

_ALSO: Mapping[str, str] = MappingProxyType(
    {
        "email": "email_nurture",
        "newsletter": "email_nurture",
        "nurture_email": "email_nurture",
        "email_sequence": "email_nurture",
        "post": "social_posts",
        "social_post": "social_posts",
        "social_media_post": "social_posts",
        "article": "blog_post",
        "blog": "blog_post",
        "image": "images",
        "picture": "images",
        "photo": "images",
        "strategy": "plan",
        "strategy_plan": "plan",
        "research_report": "research",
        "social_media": "social",
        "twitter": "x",
        "text_message": "sms",
        "website": "web",
    }
)
"""Other names of deliverables and channels, in the singular; a name that the vocabulary has itself always wins."""
_NUMBERS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve"),
)


def member(vocabulary: type[StrEnum], value: Any) -> Any:
    """The member that is meant by a name in any case, number or joining; another value as it came."""
    if not isinstance(value, str):
        return value
    known = {str(item) for item in vocabulary}
    plain = re.sub(r"[\s\-]+", "_", value.strip().casefold())
    singular = re.sub(r"(?:(?<=ch)es|s)$", "", plain)
    for name in (plain, singular, f"{plain}s", _ALSO.get(plain, ""), _ALSO.get(singular, "")):
        if name in known:
            return name
    return value


def number(value: Any) -> Any:
    """A number written as a word up to twelve, or as 5.0; another value as it came."""
    if isinstance(value, str) and value.strip().casefold() in _NUMBERS:
        return _NUMBERS.index(value.strip().casefold())
    return value


def listed(value: Any) -> Any:
    """A single thing where a list belongs, as a list of it; several in one string are separated by commas."""
    if isinstance(value, str):
        return [part.strip() for part in re.split(r",|\band\b", value) if part.strip()]
    return value


def alone(value: Any) -> Any:
    """One text where a list of texts belongs, as the list of it. Nothing is split: "salt and pepper" is one thing."""
    return [value] if isinstance(value, str) and value.strip() else value


def deliverables(value: Any) -> Any:
    """Deliverables written as {"images": 5}, or as bare names, in the shape [{type, quantity}]."""
    if isinstance(value, Mapping) and "type" in value:
        return [value]
    if isinstance(value, Mapping):
        return [{"type": name, "quantity": amount} for name, amount in value.items()]
    items = listed(value)
    if isinstance(items, list):
        return [{"type": item} if isinstance(item, str) else item for item in items]
    return items


def without_nulls(value: Any) -> Any:
    """An object without the fields that were sent as null: servers that ask for every field get them so."""
    if isinstance(value, Mapping):
        return {name: item for name, item in value.items() if item is not None}
    return value
