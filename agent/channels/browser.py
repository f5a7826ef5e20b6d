"""The browser's microphone: WebRTC through pipecat's SmallWebRTC, the talk's text on its data channel.

To the browser: `{type: partial, text}` (what is heard so far), `{type: heard, text}`, `{type: said, text}`,
`{type: draft, draft}` as the draft fills, and `{type: turn, ended}` when a turn's acts are done. From it:
`{type: text, text}`, words typed in the middle of a call.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from typing import Any

from pipecat.transports.base_transport import TransportParams
from pipecat.transports.smallwebrtc.connection import SmallWebRTCConnection
from pipecat.transports.smallwebrtc.transport import SmallWebRTCTransport

from agent.channels.call import Call
from agent.channels.echo import EchoGuard
from agent.channels.floor import Manners
from agent.channels.models import RATE, warm_up
from agent.channels.ports import Talk
from agent.channels.wire import CHUNK_BYTES
from agent.speech.ports import Expectation, Heard, SpeechKit
from agent.typed import typed_words

Tell = Callable[[Mapping[str, Any]], None]
Draft = Callable[[], Awaitable[Mapping[str, Any] | None]]
"""The draft that the talk is about, as JSON; None while there is none."""


class ShownTalk:
    """A talk whose words are also shown: implements `agent.channels.ports.Talk`."""

    def __init__(self, talk: Talk, tell: Tell, draft: Draft | None = None) -> None:
        self._talk = talk
        self._tell = tell
        self._draft = draft
        self._shown_draft: Mapping[str, Any] | None = None

    @property
    def id(self) -> str:
        return self._talk.id

    @property
    def ended(self) -> bool:
        return self._talk.ended

    @property
    def rate(self) -> float:
        return self._talk.rate

    @property
    def watching(self) -> Collection[str]:
        return self._talk.watching

    @property
    def awaits_yes(self) -> bool:
        return self._talk.awaits_yes

    def open(self) -> AsyncIterator[str]:
        return self._shown(self._talk.open())

    async def hear(self, heard: Heard) -> AsyncIterator[str]:
        self._tell({"type": "heard", "text": heard.text})
        async for sentence in self._shown(self._talk.hear(heard)):
            yield sentence
        await self._show_draft()
        self._tell({"type": "turn", "ended": self._talk.ended})

    def nudge(self) -> AsyncIterator[str]:
        return self._shown(self._talk.nudge())

    async def say_goodbye_to_silence(self) -> AsyncIterator[str]:
        async for sentence in self._shown(self._talk.say_goodbye_to_silence()):
            yield sentence
        self._tell({"type": "turn", "ended": True})

    def expectation(self) -> Expectation:
        return self._talk.expectation()

    async def announce(self, sentence: str) -> None:
        self._tell({"type": "said", "text": sentence})
        await self._talk.announce(sentence)

    async def spoken(self, text: str) -> None:
        await self._talk.spoken(text)

    async def interrupted(self) -> None:
        await self._talk.interrupted()

    async def record_timings(self, timings: Mapping[str, float], outcome: str = "completed") -> None:
        await self._talk.record_timings(timings, outcome)

    async def close(self, reason: str) -> None:
        await self._talk.close(reason)

    async def _shown(self, sentences: AsyncIterator[str]) -> AsyncIterator[str]:
        async for sentence in sentences:
            self._tell({"type": "said", "text": sentence})
            yield sentence
            await self._show_draft()

    async def _show_draft(self) -> None:
        draft = await self._draft() if self._draft is not None else None
        if draft != self._shown_draft:
            self._shown_draft = draft
            self._tell({"type": "draft", "draft": draft})


async def serve_browser(
    connection: SmallWebRTCConnection,
    talk: Talk,
    speech: SpeechKit,
    *,
    announcements: AsyncIterator[str] | None = None,
    manners: Manners | None = None,
    draft: Draft | None = None,
) -> str:
    """Holds one call over an answered peer connection and returns why it ended: goodbye, hung_up, dead_line or error.

    However it ends, the talk and the connection are closed and no task is left running.
    """
    await asyncio.to_thread(warm_up)
    hung_up, picked_up = asyncio.Event(), asyncio.Event()
    transport = SmallWebRTCTransport(
        connection,
        TransportParams(
            audio_in_enabled=True,
            audio_out_enabled=True,
            audio_in_sample_rate=RATE,
            audio_out_sample_rate=RATE,
            audio_out_10ms_chunks=CHUNK_BYTES * 100 // (RATE * 2),
            audio_out_end_silence_secs=0,
        ),
    )
    shown = ShownTalk(talk, connection.send_app_message, draft)
    call = Call(
        transport,
        shown,
        speech,
        hung_up,
        recording=None,
        manners=manners,
        picked_up=picked_up,
        guard=EchoGuard(asyncio.get_running_loop().time),
        on_words=lambda words: connection.send_app_message({"type": "partial", "text": words}),
    )

    async def connected(*_: object) -> None:
        picked_up.set()

    async def typed(_transport: object, message: Any, _sender: object) -> None:
        words = message.get("text") if isinstance(message, dict) and message.get("type") == "text" else None
        if isinstance(words, str) and (taken := typed_words(words)):
            call.take(taken, "typed")

    transport.add_event_handler("on_client_connected", connected)
    transport.add_event_handler("on_app_message", typed)
    try:
        return await call.hold(announcements)
    finally:
        await connection.disconnect()  # type: ignore[no-untyped-call]
