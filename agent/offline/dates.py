"""Spoken dates, resolved against today in the workspace's time zone."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from datetime import date, timedelta

from agent.offline.numbers import number

_MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if name}
_DAYS = {name.lower(): n for n, name in enumerate(calendar.day_name)}
_ORDINALS = {
    word: n
    for n, word in enumerate(
        (
            *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"),
            *("eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth"),
            *("eighteenth", "nineteenth", "twentieth"),
        ),
        1,
    )
} | {"thirtieth": 30}
_FEASTS = {"christmas": (12, 24), "eve": (12, 31), "halloween": (10, 31), "valentine's": (2, 14)}
"""By Christmas is before the day itself; the others are the day."""


def resolve(words: Sequence[str], today: date) -> date | None:
    """The next day that these words name, or None when they name none. Never in the past."""
    try:
        return _resolve(words, today)
    except (ValueError, OverflowError):
        # "in nine million weeks": no calendar has that day.
        return None


def _resolve(words: Sequence[str], today: date) -> date | None:
    plain = [word.lower() for word in words]
    if plain and plain[0][:4].isdigit() and plain[0].count("-") == 2:
        return _iso(plain[0])
    if plain and (written := re.fullmatch(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", plain[0])):
        return _written(*(int(part) for part in written.groups()))
    for read in (_season, _relative, _feast, _month_day):
        found = read(plain, today)
        if found is not None:
            return found
    return next((_next_weekday(word, plain, today) for word in plain if word in _DAYS), None)


def _written(first: int, second: int, year: int) -> date:
    """24/12/2026. The day comes first, as in most of the world, unless only the other order is a date."""
    day, month = (second, first) if second > 12 else (first, second)
    return date(year, month, day)


def _iso(word: str) -> date | None:
    try:
        return date.fromisoformat(word)
    except ValueError:
        return None


_QUARTERS = {"q1": 1, "q2": 2, "q3": 3, "q4": 4, "first": 1, "second": 2, "third": 3, "fourth": 4}
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
"""The month in which a season begins, as weather services count them."""


def _season(words: list[str], today: date) -> date | None:
    """Quarters and seasons: their last day when their end is said, otherwise the day they begin."""
    named = next((word for word in words if word in _SEASONS or word in ("q1", "q2", "q3", "q4")), None)
    if named is None and "quarter" in words:
        named = next((word for word in words if word in _QUARTERS), None)
    if named is None:
        return None
    month = _SEASONS[named] if named in _SEASONS else _QUARTERS[named] * 3 - 2

    def day(year: int) -> date:
        begins = date(year, month, 1)
        return _months_on(begins, 3) - timedelta(1) if "end" in words else begins

    return next(found for found in (day(today.year + n) for n in (-1, 0, 1, 2)) if found >= today)


def _relative(words: list[str], today: date) -> date | None:
    text = " ".join(words)
    if text in ("today", "tonight"):
        return today
    if text == "the day after tomorrow":
        return today + timedelta(2)
    if words[-1] == "fortnight":
        return today + timedelta(14)
    if text == "tomorrow":
        return today + timedelta(1)
    if words[0] in ("in", "within") or words[-2:] == ["from", "now"]:
        return _distance(
            [word for word in words if word not in ("in", "within", "the", "next", "from", "now")], today
        )
    following = "next" in words
    if "week" in words:
        monday = today - timedelta(today.weekday()) + timedelta(7 if following else 0)
        return monday + timedelta(6)
    if "month" in words:
        first = _months_on(today.replace(day=1), 1 if following else 0)
        return _last(first.year, first.month)
    if "quarter" in words:
        third = (today.month - 1) // 3 * 3 + 3
        first = _months_on(date(today.year, third, 1), 3 if following else 0)
        return _last(first.year, first.month)
    if "year" in words:
        return date(today.year + (1 if following else 0), 12, 31)
    return None


def _distance(words: list[str], today: date) -> date | None:
    amount = number(words[:-1])
    if amount is None:
        return None
    unit = words[-1].rstrip("s")
    if unit == "month":
        return _months_on(today, amount)
    return today + timedelta(amount * (7 if unit == "week" else 1))


def _feast(words: list[str], today: date) -> date | None:
    if "black" in words and "friday" in words:
        return _coming(today, _black_friday(today.year), _black_friday(today.year + 1))
    for word in words:
        if word in _FEASTS:
            month, day = _FEASTS[word]
            return _coming(today, date(today.year, month, day), date(today.year + 1, month, day))
    return None


def _month_day(words: list[str], today: date) -> date | None:
    month = next((_MONTHS[word] for word in words if word in _MONTHS), None)
    if month is None:
        return None
    year = _year(words)
    day = _day(words)
    if "end" in words or "late" in words:
        day = 31
    elif "mid" in words or "middle" in words:
        day = 15
    elif day is None:
        day = 1
    this = _clamped(year or today.year, month, day)
    return this if year else _coming(today, this, _clamped(today.year + 1, month, day))


def _day(words: list[str]) -> int | None:
    total = 0
    for at, word in enumerate(words):
        if word in ("twenty", "thirty") and words[at + 1 : at + 2] and words[at + 1] in _ORDINALS:
            return (20 if word == "twenty" else 30) + _ORDINALS[words[at + 1]]
        if word in _ORDINALS:
            return _ORDINALS[word]
        digits = word.rstrip("stndrh")
        if digits.isdigit() and int(digits) <= 31:
            total = total or int(digits)
    return total or None


def _year(words: list[str]) -> int | None:
    last = words[-1]
    if last.isdigit() and len(last) == 4:
        return int(last)
    if len(words) > 3 and words[-3] == "twenty" and words[-2] in ("twenty", "thirty"):
        tens, ones = number(words[-2:-1]), number(words[-1:])
        if tens is not None and ones is not None:
            return 2000 + tens + ones
    return None


def _next_weekday(word: str, words: list[str], today: date) -> date:
    ahead = (_DAYS[word] - today.weekday()) % 7 or 7
    following = "next" in words and ahead + today.weekday() < 7
    return today + timedelta(ahead + (7 if following else 0))


def _black_friday(year: int) -> date:
    first = date(year, 11, 1)
    thursday = (calendar.THURSDAY - first.weekday()) % 7 + 22
    return date(year, 11, thursday + 1)


def _coming(today: date, this_year: date, next_year: date) -> date:
    return this_year if this_year >= today else next_year


def _clamped(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def _last(year: int, month: int) -> date:
    return _clamped(year, month, 31)


def _months_on(day: date, months: int) -> date:
    month = day.month - 1 + months
    return _clamped(day.year + month // 12, month % 12 + 1, day.day)
