"""What a worker's process is given to do: one room, one caller, one call."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

from livekit import rtc
from livekit.agents import AutoSubscribe, JobContext

from agent.channels.ports import Talk
from agent.channels.rooms.call import RoomCall
from agent.channels.rooms.callers import RoomCaller, caller_of
from agent.channels.rooms.refusal import Refusal
from agent.speech.ports import SpeechKit

CALLERS = [
    rtc.ParticipantKind.PARTICIPANT_KIND_STANDARD,
    rtc.ParticipantKind.PARTICIPANT_KIND_SIP,
]
BUSY = "drumbeat.busy"
"""The attribute of an agent that is in a room only to say that all lines are busy."""
NOBODY_CAME = 60.0
"""Seconds that the agent waits in a room for a caller."""


class RoomJob:
    """One room. `prepared` is what the process made ready before there was a call."""

    def __init__(self, context: JobContext) -> None:
        self._context = context
        self._participant: rtc.RemoteParticipant | None = None
        self.prepared: dict[str, Any] = context.proc.userdata

    async def caller(self) -> RoomCaller | None:
        """Enters the room and waits for somebody who is no agent; None when nobody comes."""
        await self._context.connect(auto_subscribe=AutoSubscribe.AUDIO_ONLY)
        try:
            async with asyncio.timeout(NOBODY_CAME):
                found = self._participant = await self._context.wait_for_participant(kind=CALLERS)
        except (TimeoutError, RuntimeError):
            return None
        telephone = found.kind == rtc.ParticipantKind.PARTICIPANT_KIND_SIP
        return caller_of(
            found.identity, found.attributes, self._context.room.metadata, by_telephone=telephone
        )

    @property
    def busy(self) -> bool:
        """True when the caller is to be told that all lines are busy; known once `caller` has returned."""
        return BUSY in self._context.room.local_participant.attributes

    async def hold(
        self,
        talk: Talk,
        speech: SpeechKit,
        announcements: AsyncIterator[str] | None,
        on_line: Callable[[Callable[[str], None]], None] | None = None,
    ) -> str:
        """The call, from the greeting to its end; returns why it ended. Closes the talk, leaves the room open.

        `on_line` is given what says a sentence at the next pause.
        """
        assert self._participant is not None, "there is no call before there is a caller"
        call = RoomCall(self._context, self._participant, talk, speech)
        if on_line is not None:
            on_line(call.announce)
        return await call.hold(announcements)

    async def refuse(self, words: str, speech: SpeechKit) -> None:
        """Says why there is no call."""
        await self.hold(Refusal(words), speech, None)

    async def leave(self) -> None:
        """Ends the room for everybody in it, which hangs up telephones, and the job."""
        await self._context.delete_room()
        self._context.shutdown("the call is over")
