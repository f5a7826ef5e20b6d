"""Telnyx: TeXML answers, the Ed25519 signature of its webhooks, and its media stream."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import quoteattr

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pipecat.serializers.telnyx import TelnyxFrameSerializer

from agent.channels.media import Careful, Start

FRESH = 300
"""Seconds for which a signed webhook is taken; Telnyx's own libraries allow as much."""
ENCODINGS = frozenset({"PCMU", "PCMA"})


def connect(url: str) -> str:
    """TeXML that hands the call to the media socket, both ways, in mu-law."""
    stream = f'<Stream url={quoteattr(url)} bidirectionalMode="rtp" bidirectionalCodec="PCMU"/>'
    return f'<?xml version="1.0" encoding="UTF-8"?><Response><Connect>{stream}</Connect></Response>'


def signature_is_valid(public_key: str, timestamp: str, body: bytes, given: str, now: float) -> bool:
    """True when `given` (base64) signs `timestamp|body` with the account's key (base64), not too long ago."""
    try:
        if abs(now - int(timestamp)) > FRESH:
            return False
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key, validate=True))
        key.verify(base64.b64decode(given, validate=True), timestamp.encode() + b"|" + body)
    except (InvalidSignature, ValueError, binascii.Error):
        return False
    return True


def parse_start(message: Mapping[str, Any]) -> Start:
    start = message["start"]
    encoding = str(start.get("media_format", {}).get("encoding", "PCMU"))
    if encoding not in ENCODINGS:
        raise ValueError(f"{encoding} cannot be decoded")
    return Start(str(message["stream_id"]), str(start["call_control_id"]), encoding)


class TelnyxSerialiser(Careful, TelnyxFrameSerializer):
    """Telnyx's stream; hangs up over its API when there is a key."""

    def __init__(self, start: Start, api_key: str = "") -> None:
        super().__init__(
            start.stream_sid,
            start.encoding,
            "PCMU",
            call_control_id=start.call_sid or None,
            api_key=api_key or None,
            params=TelnyxFrameSerializer.InputParams(auto_hang_up=bool(api_key)),
        )
