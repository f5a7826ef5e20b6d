"""Tokens of the microphone widget on other sites' pages: short-lived, for one origin, and no key."""

from __future__ import annotations

import base64
import hmac
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from orchestrator.errors import Unauthenticated
from orchestrator.views import Actor
from store.database import Database
from store.models import ApiKey
from store.words import Role

PREFIX = "dbw_"
_LONGEST = 1000
"""Characters; ours have about 300."""


@dataclass(frozen=True, slots=True)
class WidgetToken:
    """`token` opens the voice doors, from pages of one origin, until it expires."""

    token: str
    expires_at: datetime


class Widgets:
    """A token is signed with the digest of the API key that made it: revoking the key ends its tokens."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def mint(self, api_key: str, origin: str, life: timedelta, visitor: str = "") -> WidgetToken:
        """Raises `Unauthenticated` for a key that lets nobody in. `visitor` is the name that talks are kept under."""
        digest = sha256(api_key.encode()).hexdigest()
        async with self._db.read() as uow:
            key = await uow.members.key_by_digest(digest)
            if key is None or key.revoked_at is not None:
                raise Unauthenticated("This key is unknown or was revoked.")
            expires_at = datetime.fromtimestamp(int((uow.now + life).timestamp()), UTC)
            claims = {
                "key": key.id,
                "workspace": key.workspace_id,
                "origin": origin,
                "visitor": visitor,
                "until": int(expires_at.timestamp()),
            }
        body = _encoded(json.dumps(claims, separators=(",", ":")).encode())
        return WidgetToken(f"{PREFIX}{body}.{_signature(key, body)}", expires_at)

    async def visitor(self, token: str, origin: str) -> Actor:
        """Who talks through the widget: a guest of the workspace. Raises `Unauthenticated`."""
        body, _, signature = token.removeprefix(PREFIX).partition(".")
        claims = _claims(body) if len(token) <= _LONGEST else {}
        async with self._db.read() as uow:
            key = await uow.members.key(str(claims.get("workspace")), str(claims.get("key")))
            right = key is not None and hmac.compare_digest(_signature(key, body), signature)
            if key is None or not right or key.revoked_at is not None:
                raise Unauthenticated("This widget token is not one of ours, or its key was revoked.")
            if int(claims["until"]) <= uow.now.timestamp():
                raise Unauthenticated("This widget token has expired. Ask your server for a new one.")
        if claims["origin"] != origin:
            raise Unauthenticated("This widget token was made for pages of another origin.")
        known = f"widget:{claims['visitor']}" if claims["visitor"] else ""
        return Actor(key.workspace_id, None, Role.GUEST, claims["visitor"], "widget", known)


def _signature(key: ApiKey, body: str) -> str:
    return _encoded(hmac.new(key.digest.encode(), f"widget.{body}".encode(), sha256).digest())


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _claims(body: str) -> dict[str, Any]:
    try:
        found = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
