"""Twilio Media Streams on the socket."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipecat.frames.frames import CancelFrame, EndFrame, Frame
from pipecat.serializers.twilio import TwilioFrameSerializer

from agent.channels.media import Careful, Start


@dataclass(frozen=True, slots=True)
class TwilioAccount:
    """What is needed to hang up through Twilio's API; without it closing the stream ends the call."""

    account_sid: str
    auth_token: str
    api_url: str = "https://api.twilio.com"


def parse_start(message: Mapping[str, Any]) -> Start:
    start = message["start"]
    return Start(str(start["streamSid"]), str(start.get("callSid", "")))


class TwilioSerialiser(Careful, TwilioFrameSerializer):
    """Twilio's stream; hangs up over its API when the account is known."""

    def __init__(self, start: Start, account: TwilioAccount | None = None) -> None:
        self._released = False
        super().__init__(
            start.stream_sid,
            start.call_sid or None,
            account.account_sid if account else None,
            account.auth_token if account else None,
            base_url=account.api_url if account else None,
            params=TwilioFrameSerializer.InputParams(auto_hang_up=account is not None),
        )

    def release(self) -> None:
        self._released = True

    async def serialize(self, frame: Frame) -> str | bytes | None:
        if self._released and isinstance(frame, (EndFrame, CancelFrame)):
            return None
        return await super().serialize(frame)
