"""The real clock and the real ids; everything that needs them is given them."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import uuid_utils

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def is_id(text: str) -> bool:
    """Whether it can be an id at all; what cannot is not asked of the database (PostgreSQL fails on a NUL)."""
    return _ID.fullmatch(text) is not None


def utc_now() -> datetime:
    return datetime.now(UTC)


def new_id() -> str:
    """A UUIDv7: unique, and ordered by the time of its making."""
    return str(uuid_utils.uuid7())
