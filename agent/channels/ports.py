"""What a channel needs of a conversation. `agent.conversation.Conversation` is one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Mapping
from typing import Protocol

from agent.speech.ports import Expectation, Heard


class Talk(Protocol):
    """One conversation as a channel drives it: one task at a time, words in, sentences out."""

    @property
    def id(self) -> str: ...

    @property
    def ended(self) -> bool: ...

    @property
    def rate(self) -> float:
        """Speaking rate; 1.0 is normal."""

    @property
    def watching(self) -> Collection[str]:
        """Campaigns whose progress this caller waits to hear; empty when silence means absence."""

    @property
    def awaits_yes(self) -> bool:
        """True while a read-back waits for its yes, which news in between would seem to be meant for."""

    def open(self) -> AsyncIterator[str]:
        """The greeting, sentence by sentence."""

    def hear(self, heard: Heard) -> AsyncIterator[str]:
        """One turn of the caller in; the sentences of the reply out as they come."""

    def nudge(self) -> AsyncIterator[str]:
        """A reminder of the open question for a caller who is silent."""

    def say_goodbye_to_silence(self) -> AsyncIterator[str]:
        """The last words to a caller who stays silent; sets `ended`."""

    def expectation(self) -> Expectation:
        """What the open question expects."""

    async def announce(self, sentence: str) -> None:
        """Writes down an announcement that the channel has played to its end."""

    async def spoken(self, text: str) -> None:
        """The sentence has been played to its end."""

    async def interrupted(self) -> None:
        """The caller cut in: what was not reported spoken was not said."""

    async def record_timings(self, timings: Mapping[str, float], outcome: str = "completed") -> None:
        """Milliseconds by stage for the turn just answered."""

    async def close(self, reason: str) -> None:
        """The channel is gone."""
