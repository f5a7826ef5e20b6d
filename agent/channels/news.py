"""News that a call's floor is told of; losing them is said in the log and ends no call."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import structlog

log = structlog.get_logger()


async def tell(announcements: AsyncIterator[str], say: Callable[[str], None]) -> None:
    """Hands every sentence on, until they end or break off."""
    try:
        async for sentence in announcements:
            say(sentence)
    except Exception:
        # Nobody awaits this task's result while the call goes on.
        log.exception("a call hears no more news")
