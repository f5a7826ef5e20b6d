"""The workspace's brand kit."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from orchestrator.errors import Forbidden, InvalidField
from orchestrator.views import Actor
from store.database import Database
from store.words import Role
from studio.ports import Brand

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_FIELDS = tuple(field.name for field in fields(Brand))
TEXT_LENGTH = 500
MOST_BANNED = 200


class BrandKit:
    def __init__(self, db: Database) -> None:
        self._db = db

    async def get(self, actor: Actor) -> dict[str, Any]:
        """Every field of `studio.ports.Brand`, with the defaults of what is not set."""
        async with self._db.read() as uow:
            stored = (await uow.workspaces.get(actor.workspace_id)).brand
        return _whole(stored)

    async def put(self, actor: Actor, brand: Mapping[str, Any]) -> dict[str, Any]:
        """Replace the kit; what is left out goes back to its default. Raises `InvalidField`, `Forbidden`."""
        if actor.role not in (Role.OWNER, Role.ADMIN):
            raise Forbidden("Only an owner or admin may change the brand kit.")
        cleaned = {name: _clean(name, value) for name, value in brand.items() if value is not None}
        async with self._db.write() as uow:
            await uow.workspaces.set_brand(actor.workspace_id, cleaned)
        return _whole(cleaned)


def _whole(stored: Mapping[str, Any]) -> dict[str, Any]:
    return {**asdict(Brand()), **stored, "banned_words": list(stored.get("banned_words", ()))}


def _clean(name: str, value: Any) -> Any:
    if name not in _FIELDS:
        raise InvalidField(name, f"The brand kit has no {name}. It has {', '.join(_FIELDS)}.")
    if name == "banned_words":
        return _words(value)
    if not isinstance(value, str):
        raise InvalidField(name, f"{name} must be text.")
    text = value.strip()
    if name.endswith("_colour") and not _COLOUR.fullmatch(text):
        raise InvalidField(name, f"{text[:40]} is no colour. Write it as # and six hex digits, like #1f6feb.")
    if len(text) > TEXT_LENGTH:
        raise InvalidField(name, f"{name} has {len(text)} characters; {TEXT_LENGTH} is the most.")
    return text.lower() if name.endswith("_colour") else text


def _words(value: Any) -> list[str]:
    if not isinstance(value, (list, tuple)) or not all(isinstance(word, str) for word in value):
        raise InvalidField("banned_words", "banned_words must be a list of words.")
    words = list(dict.fromkeys(word.strip() for word in value if word.strip()))
    if len(words) > MOST_BANNED or any(len(word) > 80 for word in words):
        raise InvalidField("banned_words", f"At most {MOST_BANNED} words of 80 characters each.")
    return words
