"""How numbers, lists, deliverables and dates are said."""

from __future__ import annotations

from calendar import month_name
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

_SMALL = (
    *("zero", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
_NOUNS: Mapping[str, tuple[str, str]] = {
    "research": ("research", "research reports"),
    "plan": ("a strategy plan", "strategy plans"),
    "blog_post": ("one blog post", "blog posts"),
    "social_posts": ("one social post", "social posts"),
    "email_nurture": ("one email", "emails"),
    "images": ("one image", "images"),
    "banner": ("one banner", "banners"),
    "flyer": ("one flyer", "flyers"),
    "jingle": ("one jingle", "jingles"),
    "video": ("one video", "videos"),
}
_SLOTS: Mapping[str, str] = {
    "name": "a name",
    "topic": "the topic",
    "objective": "the objective",
    "deliverables": "what to make",
    "channels": "the channels",
    "audience": "the audience",
    "messaging": "the message",
    "goals": "the goals",
    "awareness_stage": "the awareness stage",
    "products": "the products",
    "deadline": "the deadline",
}
_ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"),
    *("eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth"),
    *("eighteenth", "nineteenth", "twentieth", "twenty-first", "twenty-second", "twenty-third"),
    *("twenty-fourth", "twenty-fifth", "twenty-sixth", "twenty-seventh", "twenty-eighth"),
    *("twenty-ninth", "thirtieth", "thirty-first"),
)
_MONTHS = tuple(month_name)[1:]


def number_words(number: int) -> str:
    """In words up to twelve, in digits beyond: what is easily heard and easily read."""
    return _SMALL[number] if 0 <= number < len(_SMALL) else str(number)


def join(items: Iterable[str], word: str = "and", separator: str = ",") -> str:
    """Gives "a", "a and b", "a, b and c". `word` joins the last two, `separator` the others."""
    listed = [str(item) for item in items]
    if len(listed) <= 1:
        return "".join(listed)
    mark = f"{separator.strip()} "
    return f"{mark.join(listed[:-1])} {word} {listed[-1]}"


def deliverable_phrase(type: str, quantity: int) -> str:  # noqa: A002
    """Gives "five images", "one blog post", "four emails". Raises KeyError for another type."""
    one, many = _NOUNS[str(type)]
    return one if quantity == 1 else f"{number_words(quantity)} {many}"


def deliverables_phrase(items: Iterable[Mapping[str, Any]]) -> str:
    """Gives "research, five images and ten social posts", of `[{type, quantity}]`."""
    return join(deliverable_phrase(item["type"], int(item["quantity"])) for item in items)


def slot_list(slots: Iterable[str]) -> str:
    """Gives "the topic and what to make", of slot names."""
    return join(_SLOTS[str(slot)] for slot in slots)


def spoken_date(day: date | str, today: date | None = None) -> str:
    """Gives "the thirty-first of July", with the year when it is not that of `today` (if given)."""
    when = date.fromisoformat(day) if isinstance(day, str) else day
    said = f"the {_ORDINALS[when.day - 1]} of {_MONTHS[when.month - 1]}"
    return said if today is None or today.year == when.year else f"{said} {when.year}"
