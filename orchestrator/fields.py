"""What each slot of a campaign takes, and how a refusal is worded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any, TypeVar

from orchestrator.errors import InvalidField
from prompts import join
from store.words import AwarenessStage, Channel, SlotName

NAME_LENGTH = 120
TEXT_LENGTH = 2000
MOST_PRODUCTS = 50

EMPTY: Mapping[str, Any] = MappingProxyType(
    {
        SlotName.NAME: "",
        SlotName.TOPIC: "",
        SlotName.OBJECTIVE: "",
        SlotName.CHANNELS: [],
        SlotName.AUDIENCE: "",
        SlotName.MESSAGING: "",
        SlotName.GOALS: "",
        SlotName.AWARENESS_STAGE: None,
        SlotName.PRODUCTS: [],
        SlotName.DEADLINE: "",
    }
)
"""Every slot but the deliverables, with the value that it has while nothing was said."""


def clean(slot: str, value: Any) -> Any:
    """The value as it is stored. Raises `InvalidField`, naming the field and the mend."""
    if slot not in EMPTY:
        raise InvalidField(slot, f"There is no field called {slot}. Use {join(list(EMPTY), word='or')}.")
    if value is None:
        return EMPTY[slot]
    return _CLEANERS[slot](slot, value)


def _text(slot: str, value: Any) -> str:
    return _limited(slot, value, TEXT_LENGTH)


def _limited(slot: str, value: Any, length: int) -> str:
    if not isinstance(value, str):
        raise InvalidField(slot, f"The {_said(slot)} must be text.")
    tidy = "".join(c if c.isprintable() or c in "\n\t" else " " for c in value).strip()
    if len(tidy) > length:
        raise InvalidField(slot, f"The {_said(slot)} has {len(tidy)} characters; {length} is the most.")
    return tidy


def _name(slot: str, value: Any) -> str:
    return " ".join(_limited(slot, value, NAME_LENGTH).split())


Word = TypeVar("Word", bound=StrEnum)


def _word(slot: str, value: Any, words: type[Word]) -> Word:
    try:
        return words(str(value).strip().casefold().replace(" ", "_").replace("-", "_"))
    except ValueError:
        known = join([str(word) for word in words], word="or")
        raise InvalidField(slot, f"{str(value)[:60]} is no {_said(slot)} I know. Use {known}.") from None


def _list(slot: str, value: Any) -> list[Any]:
    if isinstance(value, str) or not isinstance(value, (list, tuple)):
        raise InvalidField(slot, f"The {_said(slot)} must be a list.")
    return list(value)


def _channels(slot: str, value: Any) -> list[str]:
    return list(dict.fromkeys(str(_word(slot, item, Channel)) for item in _list(slot, value)))


def _stage(slot: str, value: Any) -> str | None:
    return str(_word(slot, value, AwarenessStage)) if value != "" else None


def _products(slot: str, value: Any) -> list[str]:
    names = [_name(slot, item) for item in _list(slot, value)]
    if len(names) > MOST_PRODUCTS:
        raise InvalidField(slot, f"That is {len(names)} products; {MOST_PRODUCTS} is the most.")
    return list(dict.fromkeys(name for name in names if name))


def _deadline(slot: str, value: Any) -> str:
    said = _limited(slot, value.isoformat() if isinstance(value, date) else value, 40)
    if not said:
        return ""
    try:
        return date.fromisoformat(said).isoformat()
    except ValueError:
        raise InvalidField(slot, f"{said} is no date. Write it as year-month-day, like 2026-07-31.") from None


def _said(slot: str) -> str:
    return {"messaging": "message", "channels": "channel"}.get(slot, slot.replace("_", " "))


_CLEANERS: Mapping[str, Callable[[str, Any], Any]] = MappingProxyType(
    {
        SlotName.NAME: _name,
        SlotName.TOPIC: _text,
        SlotName.OBJECTIVE: _text,
        SlotName.AUDIENCE: _text,
        SlotName.MESSAGING: _text,
        SlotName.GOALS: _text,
        SlotName.CHANNELS: _channels,
        SlotName.AWARENESS_STAGE: _stage,
        SlotName.PRODUCTS: _products,
        SlotName.DEADLINE: _deadline,
    }
)
