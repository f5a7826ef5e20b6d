"""Twilio Media Streams on the socket: its first messages, and a serialiser that survives nonsense."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass

import structlog
from fastapi import WebSocket, WebSocketDisconnect
from pipecat.frames.frames import Frame
from pipecat.serializers.twilio import TwilioFrameSerializer

log = structlog.get_logger()

MOST_MALFORMED = 20
"""Messages that make no sense before the call is ended; a provider sends none."""
START_WITHIN = 5.0
"""Seconds in which the `start` message must come; Twilio sends it at once."""


@dataclass(frozen=True, slots=True)
class TwilioAccount:
    """What is needed to hang up through Twilio's API; without it closing the stream ends the call."""

    account_sid: str
    auth_token: str


@dataclass(frozen=True, slots=True)
class Start:
    """The stream's beginning, as its `start` message tells it."""

    stream_sid: str
    call_sid: str


async def read_start(websocket: WebSocket) -> Start | None:
    """Reads an accepted socket up to its `start` message. None when what comes is no media stream."""
    try:
        async with asyncio.timeout(START_WITHIN):
            for _ in range(2):
                message = json.loads(await websocket.receive_text())
                if message["event"] == "start":
                    start = message["start"]
                    return Start(str(start["streamSid"]), str(start.get("callSid", "")))
    except (ValueError, TypeError, KeyError, AttributeError, TimeoutError, WebSocketDisconnect):
        log.info("a socket did not begin as a media stream")
    return None


class Serialiser(TwilioFrameSerializer):
    """Twilio's, but a message that makes no sense is dropped, and too many of them end the call."""

    def __init__(self, stream_sid: str, call_sid: str, account: TwilioAccount | None) -> None:
        super().__init__(
            stream_sid,
            call_sid or None,
            account.account_sid if account else None,
            account.auth_token if account else None,
            params=TwilioFrameSerializer.InputParams(auto_hang_up=account is not None),
        )
        self._malformed = 0
        self.hung_up = asyncio.Event()

    async def deserialize(self, data: str | bytes) -> Frame | None:
        try:
            message = json.loads(data)
            if message["event"] == "stop":
                self.hung_up.set()
                return None
            return await super().deserialize(data)
        except (ValueError, TypeError, KeyError, AttributeError):
            self._malformed += 1
            if self._malformed == MOST_MALFORMED:
                log.warning("closing a call whose messages make no sense")
                self.hung_up.set()
            return None
