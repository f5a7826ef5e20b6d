"""Mail out, by SMTP."""

from __future__ import annotations

from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Literal, Protocol
from urllib.parse import parse_qs, unquote, urlsplit

import aiosmtplib

from settings import Settings

SECONDS = 30.0
"""For the whole of one letter; a server that greylists or scans may take its time."""
Tls = Literal["implicit", "required", "auto", "no"]


class MailRefused(Exception):  # noqa: N818
    """It was not sent. `final` when it never will be; the message is what the server said."""

    def __init__(self, said: str, *, final: bool) -> None:
        super().__init__(said)
        self.final = final


class BadMailUrl(ValueError):  # noqa: N818
    """The setting names no mail server; the message says what it must look like."""


class Mailer(Protocol):
    async def send(self, message: EmailMessage) -> str:
        """What the server said. Raises `MailRefused`."""
        ...


@dataclass(frozen=True, slots=True)
class SmtpMailer:
    """One connection a letter: news is rare, and a kept connection is mostly a broken one."""

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    tls: Tls = "required"
    ca: str | None = None
    """A file of certificates to trust besides the system's."""

    async def send(self, message: EmailMessage) -> str:
        try:
            _, said = await aiosmtplib.send(
                message,
                hostname=self.host,
                port=self.port,
                username=self.user or None,
                password=self.password or None,
                use_tls=self.tls == "implicit",
                start_tls={"implicit": False, "required": True, "auto": None, "no": False}[self.tls],
                cert_bundle=self.ca,
                timeout=SECONDS,
            )
        except aiosmtplib.SMTPRecipientsRefused as error:
            first = error.recipients[0]
            raise MailRefused(f"{first.code} {first.message}", final=first.code >= 500) from error
        except aiosmtplib.SMTPAuthenticationError as error:
            # A wrong password is the operator's to mend, and no reason to lose letters.
            raise MailRefused(f"{error.code} {error.message}", final=False) from error
        except aiosmtplib.SMTPResponseException as error:
            raise MailRefused(f"{error.code} {error.message}", final=error.code >= 500) from error
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            raise MailRefused(f"{type(error).__name__}: {error}", final=False) from error
        return said


def mailer(settings: Settings) -> SmtpMailer | None:
    """None without `smtp_url`. Raises `BadMailUrl`."""
    if settings.smtp_url is None:
        return None
    parts = urlsplit(settings.smtp_url.get_secret_value())
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise BadMailUrl("DRUMBEAT_SMTP_URL must be smtp://user:password@host:587 or smtps://…")
    try:
        port = parts.port
    except ValueError as error:
        raise BadMailUrl(f"DRUMBEAT_SMTP_URL: {error}") from None
    asked = parse_qs(parts.query)
    mode = asked.get("starttls", ["required"])[0]
    if mode not in ("required", "auto", "no"):
        raise BadMailUrl("starttls in DRUMBEAT_SMTP_URL is required, auto or no")
    implicit = parts.scheme == "smtps"
    starttls: Tls = "no" if mode == "no" else "auto" if mode == "auto" else "required"
    return SmtpMailer(
        host=parts.hostname,
        port=port or (465 if implicit else 587),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        tls="implicit" if implicit else starttls,
        ca=asked.get("ca", [None])[0],
    )
