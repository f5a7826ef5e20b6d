"""Written text to words that a voice can say: money, dates, times, addresses, acronyms, numbers."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from num2words import num2words

_MONTHS = [
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
]  # fmt: skip
_CURRENCIES = {
    "$": ("dollar", "dollars", "cent", "cents"),
    "€": ("euro", "euros", "cent", "cents"),
    "£": ("pound", "pounds", "penny", "pence"),
}
_SCALES = {"k": "thousand", "m": "million", "b": "billion", "bn": "billion"}
_ACRONYMS = """
AI API B2B B2C CEO CMO CMS CPC CPM CRM CSV CTA CTR DM DIY EU FAQ GDPR HR HTML ID IT KPI PDF PNG PR QR ROI SEO
SMS TV UK URL US USA USP UTM UX VIP
"""
_SPELLED = frozenset(_ACRONYMS.split())
_SYMBOLS = {"&": " and ", "+": " plus ", "=": " equals ", "@": " at ", "~": " about ", "_": " "}

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"


def spoken_form(text: str) -> str:
    """The text as it is said. Plain sentences come through unchanged."""
    for pattern, say in _RULES:
        text = pattern.sub(say, text)
    for symbol, words in _SYMBOLS.items():
        text = text.replace(symbol, words)
    text = re.sub(r"\s+([,.!?;:])", r"\1", text)
    return re.sub(r"\s+", " ", text).strip()


def number_in_words(digits: str) -> str:
    """`1,250.5` as words, without commas and hyphens that a voice would stumble over."""
    plain = digits.replace(",", "")
    if len(plain) > 15:
        return " ".join(plain.replace(".", ""))
    if "." in plain:
        whole, fraction = plain.split(".", 1)
        return f"{number_in_words(whole)} point {' '.join(number_in_words(digit) for digit in fraction)}"
    if len(plain) > 1 and plain.startswith("0"):
        return " ".join(number_in_words(digit) for digit in plain)
    return _smooth(num2words(int(plain)))


def _smooth(words: str) -> str:
    return words.replace(",", "").replace(" and ", " ")


def _ordinal(number: int) -> str:
    return _smooth(num2words(number, to="ordinal"))


def _year(number: int) -> str:
    return _smooth(num2words(number, to="year"))


def _email(match: re.Match[str]) -> str:
    return _address(match[0])


def _address(text: str) -> str:
    text = (
        text.replace("@", " at ").replace(".", " dot ").replace("/", " slash ").replace("_", " underscore ")
    )
    return text.replace("-", " dash ").replace("?", " question mark ").replace("=", " equals ")


def _url(match: re.Match[str]) -> str:
    address, trailing = match[1].rstrip("/.,!?"), match[1][len(match[1].rstrip("/.,!?")) :]
    return _address(address) + trailing.lstrip("/")


def _identifier(match: re.Match[str]) -> str:
    return match[0].replace("_", " ")


def _money(match: re.Match[str]) -> str:
    one, many, small_one, small_many = _CURRENCIES[match[1]]
    whole, _, cents = match[2].replace(",", "").partition(".")
    if match[3]:
        return f"{number_in_words(match[2])} {_SCALES[match[3].lower()]} {many}"
    words = f"{number_in_words(whole)} {one if int(whole) == 1 else many}"
    if int(cents or 0):
        small = int(cents.ljust(2, "0")[:2])
        words += f" and {number_in_words(str(small))} {small_one if small == 1 else small_many}"
    return words


def _iso_date(match: re.Match[str]) -> str:
    try:
        day = date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return match[0]
    return f"{_MONTHS[day.month - 1]} {_ordinal(day.day)}, {_year(day.year)}"


def _month_day(match: re.Match[str]) -> str:
    year = f", {_year(int(match[3]))}" if match[3] else ""
    return f"{match[1]} {_ordinal(int(match[2]))}{year}"


def _time(match: re.Match[str]) -> str:
    hour, minute = int(match[1]), int(match[2])
    half = (match[3] or "").lower().replace(".", "")
    if not half:
        half = "pm" if hour >= 12 else "am"
    hour = hour % 12 or 12
    minutes = (
        ""
        if minute == 0
        else f" oh {number_in_words(str(minute))}"
        if minute < 10
        else f" {number_in_words(str(minute))}"
    )
    return f"{number_in_words(str(hour))}{minutes} {' '.join(half.upper())}"


def _range(match: re.Match[str]) -> str:
    return f"{number_in_words(match[1])} to {number_in_words(match[2])}"


def _scaled(match: re.Match[str]) -> str:
    return f"{number_in_words(match[1])} {_SCALES[match[2].lower()]}"


def _acronym(match: re.Match[str]) -> str:
    word = match[1]
    if word not in _SPELLED:
        return match[0]
    letters = " ".join(number_in_words(c) if c.isdigit() else c for c in word)
    return letters + (match[2] or "")


_RULES: list[tuple[re.Pattern[str], Callable[[re.Match[str]], str] | str]] = [
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), _email),
    (re.compile(r"(?:https?://(?:www\.)?|www\.)(\S+)", re.IGNORECASE), _url),
    (re.compile(r"\b([a-z0-9-]+\.(?:com|org|net|io|co|ai|dev|eu|de|uk))(?![\w./])", re.IGNORECASE), _url),
    (re.compile(r"\b([a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?:/[^\s,]*)?)(?![\w-])"), _url),
    (re.compile(r"\b[A-Za-z]\w*(?:_\w+)+\b"), _identifier),
    (re.compile(rf"([$€£])\s?({_NUMBER})(k|m|bn|b)?\b", re.IGNORECASE), _money),
    (re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b"), _iso_date),
    (re.compile(rf"\b({'|'.join(_MONTHS)}) (\d{{1,2}})(?:st|nd|rd|th)?(?:,? (\d{{4}}))?\b"), _month_day),
    (re.compile(r"\b([01]?\d|2[0-3]):([0-5]\d)(?:\s?([ap]\.?m\b\.?))?", re.IGNORECASE), _time),
    (re.compile(r"\b24/7\b"), "twenty-four seven"),
    (re.compile(rf"({_NUMBER})\s?%"), lambda m: f"{number_in_words(m[1])} percent"),
    (re.compile(rf"\b({_NUMBER})\s?[-–]\s?({_NUMBER})\b"), _range),
    (re.compile(rf"\b({_NUMBER})(k|m|bn|b)\b", re.IGNORECASE), _scaled),
    (re.compile(r"\b(\d+)(?:st|nd|rd|th)\b"), lambda m: _ordinal(int(m[1]))),
    (re.compile(r"#(\d+)"), lambda m: f"number {number_in_words(m[1])}"),
    (re.compile(r"#(\w+)"), r"hashtag \1"),
    (re.compile(r"\b(?<![\d.,])((?:19|20)\d{2})\b(?![\d,.]\d)(?=\W|$)"), lambda m: _year(int(m[1]))),
    (re.compile(rf"(?<![\w.])({_NUMBER})(?!\w)"), lambda m: number_in_words(m[1])),
    (re.compile(r"\b([A-Z][A-Z0-9]{1,4})(s)?\b"), _acronym),
    (re.compile(r"\s*[—–]\s*"), ", "),
    (re.compile(r"[*`<>\[\]{}|^\"“”]"), " "),
    (re.compile(r"(?<=\w)/(?=\w)"), " or "),
]
