"""Twilio's voice webhook: its answers, the check of its signature, and the tokens of the media socket."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from xml.sax.saxutils import escape, quoteattr

TOKEN_LIFE = timedelta(seconds=60)
"""Twilio opens the stream within a second or two of the answer; a minute covers a slow one."""


def media_url(public_url: str, carrier: str, token: str) -> str:
    """The media socket's address for one call. The token is in the path: carriers drop query strings."""
    return f"{public_url.rstrip('/').replace('http', 'ws', 1)}/phone/{carrier}/media/{token}"


def connect(url: str) -> str:
    """TwiML that hands the call to the media socket."""
    return _response(f"<Connect><Stream url={quoteattr(url)}/></Connect>")


def busy(words: str) -> str:
    """TwiML that says `words` (that all lines are busy) and hangs up."""
    return _response(f"<Say>{escape(words)}</Say><Hangup/>")


def leave_message(words: str) -> str:
    """TwiML for a voicemail: `words` and no more."""
    return busy(words)


def dial(number: str, action: str, seconds: int = 25) -> str:
    """TwiML that puts the caller through; what came of it is asked for at `action`."""
    return _response(
        f'<Dial timeout="{seconds}" action={quoteattr(action)}><Number>{escape(number)}</Number></Dial>'
    )


def hang_up() -> str:
    return _response("<Hangup/>")


def _response(body: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><Response>{body}</Response>'


def signature(auth_token: str, url: str, form: Mapping[str, str]) -> str:
    """What Twilio puts into `X-Twilio-Signature`: HMAC-SHA1 over the URL and the sorted form, in base64."""
    signed = url + "".join(f"{name}{form[name]}" for name in sorted(form))
    digest = hmac.new(auth_token.encode(), signed.encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()


def signature_is_valid(
    auth_token: str, public_url: str, path: str, form: Mapping[str, str], given: str
) -> bool:
    """True when `given` signs this form at this path of the public address. Compared in constant time."""
    expected = signature(auth_token, public_url.rstrip("/") + path, form)
    return hmac.compare_digest(expected.encode(), given.encode())


@dataclass(frozen=True, slots=True)
class Admitted:
    """Whom a media token was minted for."""

    call_sid: str
    caller: str = ""
    called: str = ""
    call_back_id: str = ""
    """On a call that we placed: why."""
    opening: str = ""
    """What there is to tell on it."""


@dataclass(slots=True)
class MediaTokens:
    """One-time tokens of the media socket: minted by the voice webhook, for one call, used once."""

    clock: Callable[[], datetime]
    new_token: Callable[[], str] = field(default=lambda: secrets.token_urlsafe(24))
    _minted: dict[str, tuple[datetime, Admitted]] = field(default_factory=dict)

    @property
    def pending(self) -> int:
        """Callers who were answered but whose media has not come yet; they count against the lines."""
        self._forget_expired()
        return len(self._minted)

    def mint(self, admitted: Admitted) -> str:
        self._forget_expired()
        token = self.new_token()
        self._minted[token] = (self.clock() + TOKEN_LIFE, admitted)
        return token

    def redeem(self, token: str) -> Admitted | None:
        """The caller of this token, or None when it is unknown, used or too old."""
        self._forget_expired()
        found = self._minted.pop(token, None)
        return found[1] if found else None

    def _forget_expired(self) -> None:
        now = self.clock()
        for token in [token for token, (until, _) in self._minted.items() if until <= now]:
            del self._minted[token]
