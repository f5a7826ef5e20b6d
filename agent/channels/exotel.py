"""Exotel's Voicebot applet: its media stream, 16-bit PCM at 8 kHz. Its requests carry no signature, so a key does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipecat.serializers.exotel import ExotelFrameSerializer

from agent.channels.media import Careful, Start


def parse_start(message: Mapping[str, Any]) -> Start:
    start = message["start"]
    return Start(str(start["stream_sid"]), str(start["call_sid"]))


class ExotelSerialiser(Careful, ExotelFrameSerializer):
    def __init__(self, start: Start) -> None:
        super().__init__(start.stream_sid, start.call_sid)
