"""Telephone numbers, as people say them and as carriers want them."""

from __future__ import annotations

import re

from orchestrator.errors import InvalidField

FEWEST, MOST = 7, 15
"""Digits of a number that can be called: ITU-T E.164 allows 15, and no national plan has fewer than 7 with its
country code."""


def plain_digits(number: str) -> str:
    """As members' numbers are kept: international, without plus or 00; "" for what is no number."""
    plain = re.sub(r"\(0\)|[\s().\-/]", "", number).removeprefix("+").removeprefix("00")
    return plain if plain.isascii() and plain.isdigit() else ""


def dialable(said: str, country: str) -> str:
    """The number as E.164, `+` and digits; one without a country code gets `country`. Raises `InvalidField`."""
    plain = said.replace("(0)", "").strip()
    digits = re.sub(r"\D", "", plain)
    if plain.startswith("+"):
        whole = digits
    elif digits.startswith("00"):
        whole = digits[2:]
    else:
        # A trunk prefix is said at home only; North America's "1" is its country code at once.
        whole = country + digits.removeprefix(country if country == "1" and len(digits) > 10 else "0")
    if not FEWEST <= len(whole) <= MOST:
        raise InvalidField("number", f"{said.strip()[:40] or 'That'} is no telephone number that I can call.")
    return f"+{whole}"


def said(number: str, country: str) -> str:
    """An E.164 number digit by digit, to be read aloud; at home without its country code: "5 5 5, 0 1 0 0"."""
    digits = re.sub(r"\D", "", number)
    home = digits.startswith(country)
    rest = digits.removeprefix(country) if home else digits
    groups = [rest[at : at + 3] for at in range(0, len(rest), 3)]
    if len(groups) > 1 and len(groups[-1]) == 1:
        groups[-2:] = [groups[-2] + groups[-1]]
    spelled = ", ".join(" ".join(group) for group in groups)
    return spelled if home else f"plus {spelled}"
