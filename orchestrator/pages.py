"""Cursors of paged lists: opaque outside, the id of the last item seen inside."""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from orchestrator.errors import InvalidField
from orchestrator.views import Page
from store.clock import is_id

_MARK = "after:"
Row = TypeVar("Row")


def id_after(cursor: str | None) -> str | None:
    """Raises `InvalidField` for a cursor that was never given out."""
    if cursor is None:
        return None
    try:
        plain = urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4)).decode("ascii")
    except (UnicodeError, binascii.Error):
        plain = ""
    if not (plain.startswith(_MARK) and is_id(plain.removeprefix(_MARK))):
        raise InvalidField(
            "cursor", "This cursor is not one that a list gave out. Leave it out to start over."
        )
    return plain.removeprefix(_MARK)


def page_of(
    rows: Sequence[Row],
    limit: int,
    id_of: Callable[[Row], str],
    items: Sequence[Any],
    total: int | None = None,
) -> Page:
    """A page from up to `limit` + 1 rows and the views of the first `limit` of them."""
    more = len(rows) > limit
    last = id_of(rows[limit - 1]) if more else ""
    cursor = urlsafe_b64encode(f"{_MARK}{last}".encode()).decode().rstrip("=") if more else None
    return Page(items, cursor, total)


def part_of(items: Sequence[Row], limit: int, cursor: str | None, id_of: Callable[[Row], str]) -> Page:
    """A page of a list that was read whole, in whatever order. Raises `InvalidField` for an item that left it."""
    after = id_after(cursor)
    ids = [id_of(item) for item in items]
    if after is not None and after not in ids:
        raise InvalidField("cursor", "The list has changed since. Leave the cursor out to start over.")
    rest = items[ids.index(after) + 1 :] if after is not None else items
    return page_of(rest, limit, id_of, rest[:limit])
