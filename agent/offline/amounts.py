"""Another number for an objective that has been told: "four hundred subscribers, actually six hundred"."""

from __future__ import annotations

import re

_WORD = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|"
    r"seventy|eighty|ninety|hundred|thousand|million|dozen)"
)
_DIGITS = r"[$€£]?\d[\d.,]*[km]?%?"
_VAGUE = r"(?:(?:a (?:couple|few|pair)|several|half|some)(?: of)? )"
_RUN = re.compile(
    rf"(?<![\w])(?:{_DIGITS}(?: (?:hundred|thousand|million))?|"
    rf"{_VAGUE}?(?:a )?{_WORD}(?:[\s-](?:and )?{_WORD})*)(?![\w])",
    re.IGNORECASE,
)


def with_amount(objective: str, amount: str) -> str | None:
    """The objective with its number replaced, and its currency or percent sign kept; None unless it has just one."""
    found = list(_RUN.finditer(objective))
    if len(found) != 1:
        return None
    said, new = found[0].group(), amount.strip()
    if said[:1] in "$€£" and new[:1].isdigit():
        new = said[0] + new
    if said.endswith("%") and new[-1:].isdigit():
        new += "%"
    return objective[: found[0].start()] + new + objective[found[0].end() :]


def amounts_in(text: str) -> list[tuple[int, int]]:
    """Where its numbers stand, [start, end) in characters."""
    return [found.span() for found in _RUN.finditer(text)]


def is_amount(text: str) -> bool:
    """Whether the text is a number and no more."""
    return _RUN.fullmatch(text.strip(" .!,")) is not None
