"""Standard Webhooks: what is sent and how it is signed (https://www.standardwebhooks.com)."""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

PREFIX = "whsec_"
SECRET_BYTES = 32
"""The standard asks for 24 to 64."""


def new_secret(random: Callable[[int], bytes]) -> str:
    return PREFIX + b64encode(random(SECRET_BYTES)).decode()


def body_of(type_: str, at: datetime, data: Mapping[str, Any]) -> str:
    """Compact JSON, whose bytes are kept: a signature is over bytes and not over meaning."""
    told = {"type": type_, "timestamp": at.isoformat().replace("+00:00", "Z"), "data": dict(data)}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def headers(secret: str, delivery_id: str, at: datetime, body: str) -> dict[str, str]:
    """The three headers, and what kind of body it is."""
    stamp = str(int(at.timestamp()))
    signed = f"{delivery_id}.{stamp}.{body}".encode()
    digest = hmac.new(b64decode(secret.removeprefix(PREFIX)), signed, hashlib.sha256).digest()
    return {
        "Content-Type": "application/json",
        "webhook-id": delivery_id,
        "webhook-timestamp": stamp,
        "webhook-signature": "v1," + b64encode(digest).decode(),
    }


def wanted(patterns: Sequence[str], type_: str) -> bool:
    """`campaign.completed` by its name, by `campaign.*`, or by `*`."""
    subject = type_.partition(".")[0]
    return any(pattern in ("*", type_, f"{subject}.*") for pattern in patterns)
