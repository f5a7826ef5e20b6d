"""What every carrier's media stream has in common: its first messages, and a serialiser that survives nonsense."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from fastapi import WebSocket, WebSocketDisconnect
from pipecat.frames.frames import Frame, InputDTMFFrame
from pipecat.serializers.base_serializer import FrameSerializer

log = structlog.get_logger()

MOST_MALFORMED = 20
"""Messages that make no sense before the call is ended; a provider sends none."""
START_WITHIN = 5.0
"""Seconds in which the `start` message must come; carriers send it at once."""


@dataclass(frozen=True, slots=True)
class Start:
    """The stream's beginning, as its `start` message tells it."""

    stream_sid: str
    call_sid: str
    encoding: str = "PCMU"
    """Of the caller's audio, where the carrier lets it vary."""


Parse = Callable[[Mapping[str, Any]], Start]


async def read_start(websocket: WebSocket, parse: Parse) -> Start | None:
    """Reads an accepted socket up to its `start` message. None when what comes is no media stream.

    `parse` may raise KeyError, TypeError, ValueError or AttributeError.
    """
    try:
        async with asyncio.timeout(START_WITHIN):
            for _ in range(2):
                message = json.loads(await websocket.receive_text())
                if message["event"] == "start":
                    return parse(message)
    except (ValueError, TypeError, KeyError, AttributeError, TimeoutError, WebSocketDisconnect):
        log.info("a socket did not begin as a media stream")
    return None


class Careful(FrameSerializer):
    """Before pipecat's serialiser of a carrier: what makes no sense is dropped, and too much of it ends the call."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._malformed = 0
        self.hung_up = asyncio.Event()
        """Set when the carrier says that the stream is over."""
        self.on_key: Callable[[str], None] | None = None
        """Given each key of the telephone, where the channel collects them itself."""

    def release(self) -> None:
        """The call goes on without us: the end of our stream must not hang it up."""

    async def deserialize(self, data: str | bytes) -> Frame | None:
        try:
            if json.loads(data)["event"] == "stop":
                self.hung_up.set()
                return None
            frame: Frame | None = await super().deserialize(data)  # type: ignore[safe-super]
        except (ValueError, TypeError, KeyError, AttributeError):
            self._malformed += 1
            if self._malformed == MOST_MALFORMED:
                log.warning("closing a call whose messages make no sense")
                self.hung_up.set()
            return None
        if self.on_key is not None and isinstance(frame, InputDTMFFrame):
            self.on_key(str(frame.button.value))
            return None
        return frame
