"""Where a talk is held: on one line at a time, and typed by a few at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from orchestrator.errors import DrumbeatError
from orchestrator.views import ConversationView
from prompts import line
from store.words import ConversationChannel

AT_ONCE = 4
"""Typed turns that are answered side by side: more would keep the loop from the packets of live calls."""
MOST_WAITING = 60
"""Typed turns that wait for those; the last of them for about three seconds on two cores."""
FELL_SILENT = timedelta(seconds=60)
"""A spoken talk of another process in which nothing was said for so long has lost it: silence is nudged after 8 s."""
_ELSEWHERE = (ConversationChannel.PHONE, ConversationChannel.LIVEKIT)


class OnTheLine(DrumbeatError):  # noqa: N818
    """The talk is being held elsewhere."""

    status = 409
    title = "On the line"


class TooManyTyping(DrumbeatError):  # noqa: N818
    status = 503
    title = "Too many at once"
    retry_after = 3


@dataclass(slots=True)
class Presence:
    """The lines of this process that cannot be handed over, and the typed turns that are being answered."""

    _held: set[str] = field(default_factory=set)
    _waiting: int = 0
    _turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    @contextmanager
    def on_line(self, conversation_id: str) -> Iterator[None]:
        """The talk is on the telephone until the block ends."""
        self._held.add(conversation_id)
        try:
            yield
        finally:
            self._held.discard(conversation_id)

    def require_free(
        self, talk: ConversationView, now: datetime, by: ConversationChannel | None = None
    ) -> None:
        """Raises OnTheLine when the talk is on the telephone or in a room: it can be gone on with after that call.

        `by` is the channel that asks for it; whoever lost a room may come back to it in another.
        """
        last = max((turn.created_at for turn in talk.turns), default=talk.started_at)
        called = talk.channel in _ELSEWHERE and talk.external_id != ""
        speaking = called and talk.ended_at is None and now - last < FELL_SILENT
        if talk.id in self._held or (speaking and talk.channel != by):
            raise OnTheLine(line("on_the_line", 0, channel=str(talk.channel)))

    @asynccontextmanager
    async def typing(self, talk: AbstractAsyncContextManager[object]) -> AsyncIterator[None]:
        """Waits for the talk to be free and then for a turn to type. Raises TooManyTyping when too many wait."""
        if self._waiting >= MOST_WAITING:
            raise TooManyTyping(line("too_many_typing", 0))
        async with AsyncExitStack() as held:
            self._waiting += 1
            try:
                await held.enter_async_context(talk)
                await held.enter_async_context(self._turns)
            finally:
                self._waiting -= 1
            yield
