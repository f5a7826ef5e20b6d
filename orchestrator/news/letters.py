"""Sends the letters that wait, once each, and keeps what the mail server said."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from typing import Any

import mrml

from orchestrator.news.smtp import Mailer, MailRefused
from prompts.letters import letter
from store.database import Database

RETRIES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 720))
"""After each failed attempt; a greylisting server takes the second or third, and news is stale after a day."""
LEASE = timedelta(minutes=2)
"""After which a letter whose process died in sending is tried again."""
AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class _Job:
    letter_id: str
    attempt: int
    to: str
    template: str
    values: Mapping[str, Any]
    created_at: datetime


class Letters:
    """A process that dies between the server's yes and our note of it sends again, under the same Message-ID."""

    def __init__(self, db: Database, mailer: Mailer, sender: str) -> None:
        self._db = db
        self._mailer = mailer
        self._sender = sender

    async def next_at(self) -> datetime | None:
        async with self._db.read() as uow:
            return await uow.news.next_letter_at()

    async def due(self) -> bool:
        """Whether there is something to be sent now."""
        async with self._db.read() as uow:
            return bool(await uow.news.due_letters(uow.now, 1))

    async def drain(self) -> None:
        """Send all that is due."""
        while True:
            async with self._db.read() as uow:
                due = await uow.news.due_letters(uow.now, AT_ONCE)
            if not due:
                return
            for letter_id in due:
                job = await self._claim(letter_id)
                if job is not None:
                    await self._send(job)

    async def _claim(self, letter_id: str) -> _Job | None:
        async with self._db.write() as uow:
            row = await uow.news.claim_letter(letter_id, uow.now, uow.now + LEASE)
            if row is None:
                return None
            return _Job(row.id, row.attempts, row.to, row.template, row.values, row.created_at)

    async def _send(self, job: _Job) -> None:
        try:
            message = await asyncio.to_thread(self._message, job)
            said, final, sent = await self._mailer.send(message), True, True
        except MailRefused as error:
            said, final, sent = str(error), error.final, False
        except (ValueError, MessageError) as error:
            # An address that cannot stand in a header.
            said, final, sent = f"{type(error).__name__}: {error}", True, False
        async with self._db.write() as uow:
            row = await uow.news.letter(job.letter_id)
            if row is None or row.status != "waiting" or (row.attempts != job.attempt and not sent):
                return
            row.answer = said.replace("\x00", "")[:1000]
            if sent:
                row.status, row.sent_at, row.next_at = "sent", uow.now, None
            elif final or job.attempt > len(RETRIES):
                row.status, row.next_at = "failed", None
            else:
                row.next_at = uow.now + RETRIES[job.attempt - 1]

    def _message(self, job: _Job) -> EmailMessage:
        words = letter(job.template, **job.values)
        message = EmailMessage()
        message["From"] = self._sender
        message["To"] = job.to
        message["Subject"] = words.subject
        message["Date"] = format_datetime(job.created_at)
        domain = parseaddr(self._sender)[1].rpartition("@")[2] or "localhost"
        message["Message-ID"] = f"<{job.letter_id}@{domain}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(words.text)
        message.add_alternative(str(mrml.to_html(words.mjml).content), subtype="html")
        return message
