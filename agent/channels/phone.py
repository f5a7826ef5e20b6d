"""The phone: a carrier's media stream through pipecat's transport and serialisers, 8 kHz throughout."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

from fastapi import WebSocket
from pipecat.transports.websocket.fastapi import FastAPIWebsocketParams, FastAPIWebsocketTransport

from agent.channels.call import Call
from agent.channels.floor import Manners
from agent.channels.media import Careful
from agent.channels.models import RATE, warm_up
from agent.channels.ports import Talk
from agent.channels.wire import CHUNK_BYTES
from agent.speech.ports import SpeechKit
from agent.speech.recording import Recording
from agent.telephone.keypad import Keypad, is_menu


async def serve_call(
    websocket: WebSocket,
    talk: Talk,
    speech: SpeechKit,
    serialiser: Careful,
    *,
    announcements: AsyncIterator[str] | None = None,
    recording: Recording | None = None,
    manners: Manners | None = None,
    on_line: Callable[[Callable[[str], None]], None] | None = None,
) -> str:
    """Holds one call and returns why it ended: goodbye, hung_up, dead_line or error.

    The socket is accepted and its `start` message read (`agent.channels.media.read_start`). However it ends, the
    talk and the socket are closed and no task is left running. `announcements` are said at pauses. The recording
    is left open. `on_line` is given what says a sentence at the next pause.
    """
    await asyncio.to_thread(warm_up)
    transport = _transport(websocket, serialiser)
    call = Call(transport, talk, speech, serialiser.hung_up, recording=recording, manners=manners)
    keypad = Keypad(
        is_menu=lambda: is_menu(talk.expectation()),
        take=lambda keys: call.take(keys, "keypad"),
        on_first=call.floor.cut_in,
    )
    serialiser.on_key = keypad.press
    if on_line is not None:
        on_line(call.floor.announce)
    try:
        return await call.hold(announcements)
    finally:
        keypad.close()


def _transport(websocket: WebSocket, serialiser: Careful) -> FastAPIWebsocketTransport:
    return FastAPIWebsocketTransport(
        websocket,
        FastAPIWebsocketParams(
            serializer=serialiser,
            audio_in_enabled=True,
            audio_out_enabled=True,
            audio_in_sample_rate=RATE,
            audio_out_sample_rate=RATE,
            audio_out_10ms_chunks=CHUNK_BYTES * 100 // (RATE * 2),
            audio_out_end_silence_secs=0,
            allowed_origins=[],
        ),
    )
