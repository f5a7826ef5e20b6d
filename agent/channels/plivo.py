"""Plivo: XML answers, the V3 signature of its webhooks, and its media stream."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape

from pipecat.serializers.plivo import PlivoFrameSerializer

from agent.channels.media import Careful, Start


def connect(url: str) -> str:
    """Plivo XML that hands the call to the media socket, both ways, in mu-law at 8 kHz."""
    options = 'bidirectional="true" keepCallAlive="true" contentType="audio/x-mulaw;rate=8000"'
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Response><Stream {options}>{escape(url)}</Stream></Response>'
    )


def busy(words: str) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Response><Speak>{escape(words)}</Speak><Hangup/></Response>'
    )


def signature(auth_token: str, url: str, form: Mapping[str, str], nonce: str) -> str:
    """What Plivo puts into `X-Plivo-Signature-V3` for a POST: HMAC-SHA256 over URL, sorted form and nonce, in base64.

    The URL must hold no query: the routes here have none.
    """
    joined = "".join(f"{name}{form[name]}" for name in sorted(form))
    signed = f"{url}?{joined}.{nonce}" if form else f"{url}.{nonce}"
    return base64.b64encode(hmac.new(auth_token.encode(), signed.encode(), hashlib.sha256).digest()).decode()


def signature_is_valid(auth_token: str, url: str, form: Mapping[str, str], nonce: str, given: str) -> bool:
    """`given` may be several signatures with commas between: one for each live auth token."""
    expected = signature(auth_token, url, form, nonce).encode()
    return any(hmac.compare_digest(expected, one.strip().encode()) for one in given.split(","))


def parse_start(message: Mapping[str, Any]) -> Start:
    start = message["start"]
    return Start(str(start["streamId"]), str(start["callId"]))


class PlivoSerialiser(Careful, PlivoFrameSerializer):
    """Plivo's stream; hangs up over its API when the account is known."""

    def __init__(self, start: Start, auth_id: str = "", auth_token: str = "") -> None:
        known = bool(auth_id and auth_token)
        super().__init__(
            start.stream_sid,
            start.call_sid or None,
            auth_id or None,
            auth_token or None,
            params=PlivoFrameSerializer.InputParams(auto_hang_up=known),
        )
