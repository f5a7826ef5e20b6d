"""The real clock and the real ids; everything that needs them is given them."""

from __future__ import annotations

from datetime import UTC, datetime

import uuid_utils


def utc_now() -> datetime:
    return datetime.now(UTC)


def new_id() -> str:
    """A UUIDv7: unique, and ordered by the time of its making."""
    return str(uuid_utils.uuid7())
