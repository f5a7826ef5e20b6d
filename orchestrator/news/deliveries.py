"""Sends what webhooks wait for, keeps every attempt, and stops asking those that are gone."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

from orchestrator.news.signing import headers
from orchestrator.outward import Outward, Refused, Unreached
from store.database import Database
from store.models import Webhook, WebhookAttempt, WebhookDelivery
from store.unit_of_work import UnitOfWork

RETRIES = tuple(
    timedelta(seconds=seconds) for seconds in (5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)
)
"""After each failed attempt; the schedule that Standard Webhooks proposes, some three days in all."""
SEND_SECONDS = 10.0
"""Until an answer must be there; a receiver keeps first and works later."""
LEASE = timedelta(seconds=60)
"""After which an attempt whose process died is made again."""
DISABLE_AFTER = timedelta(days=5)
"""Of failures without one success."""
MOST_ANSWER = 1000
"""Bytes of an answer that are kept."""


@dataclass(frozen=True, slots=True)
class _Job:
    delivery_id: str
    webhook_id: str
    attempt: int
    url: str
    secret: str
    body: str


@dataclass(frozen=True, slots=True)
class _Outcome:
    code: int | None
    answer: str
    seconds: float

    @property
    def taken(self) -> bool:
        return self.code is not None and 200 <= self.code < 300

    @property
    def gone(self) -> bool:
        """410 asks never to be called again."""
        return self.code == 410


class Deliveries:
    """An attempt may be made twice when a process dies in it; its `webhook-id` is the same then."""

    def __init__(self, db: Database, outward: Outward, seconds: float = SEND_SECONDS) -> None:
        self._db = db
        self._outward = outward
        self._seconds = seconds

    async def due(self) -> list[str]:
        """The ids of webhooks for which something is to be sent now."""
        async with self._db.read() as uow:
            return list(await uow.webhooks.due(uow.now))

    async def next_at(self) -> datetime | None:
        async with self._db.read() as uow:
            return await uow.webhooks.next_at()

    async def drain(self, webhook_id: str) -> None:
        """Send all that is due to one webhook, one after the other."""
        while (job := await self._claim(webhook_id)) is not None:
            await self._settle(job, await self._send(job))

    async def send_now(self, webhook_id: str, delivery_id: str) -> None:
        """One delivery, whatever its time; nothing when another process has it in hand."""
        job = await self._claim(webhook_id, delivery_id)
        if job is not None:
            await self._settle(job, await self._send(job))

    async def _claim(self, webhook_id: str, delivery_id: str | None = None) -> _Job | None:
        async with self._db.write() as uow:
            webhook = await uow.webhooks.by_id(webhook_id)
            if webhook is None or not (webhook.enabled or delivery_id):
                return None
            row = await uow.webhooks.claim(webhook_id, uow.now, uow.now + LEASE, only=delivery_id)
            if row is None:
                return None
            return _Job(row.id, webhook_id, row.attempts, webhook.url, webhook.secret, row.body)

    async def _send(self, job: _Job) -> _Outcome:
        clock = asyncio.get_running_loop().time
        began = clock()
        signed = headers(job.secret, job.delivery_id, self._db.clock(), job.body)
        try:
            answer = await self._outward.post(
                job.url, job.body.encode(), signed, most=MOST_ANSWER, seconds=self._seconds
            )
        except (Refused, Unreached) as error:
            return _Outcome(None, str(error), clock() - began)
        text = answer.body.decode("utf-8", "replace").replace("\x00", "")
        return _Outcome(answer.code, text, clock() - began)

    async def _settle(self, job: _Job, outcome: _Outcome) -> None:
        async with self._db.write() as uow:
            webhook = await uow.webhooks.by_id(job.webhook_id)
            row = await uow.webhooks.delivery(job.webhook_id, job.delivery_id)
            if webhook is None or row is None:
                return  # deleted while it was asked
            uow.webhooks.add(
                WebhookAttempt(
                    id=uow.new_id(),
                    delivery_id=row.id,
                    code=outcome.code,
                    answer=outcome.answer,
                    seconds=outcome.seconds,
                    created_at=uow.now,
                )
            )
            if outcome.taken:
                webhook.failing_since = None
                row.status, row.next_at, row.finished_at = "delivered", None, uow.now
            elif row.status == "waiting" and row.attempts == job.attempt:
                await _fail(uow, webhook, row, outcome)


async def _fail(uow: UnitOfWork, webhook: Webhook, row: WebhookDelivery, outcome: _Outcome) -> None:
    test = row.event_seq is None
    if test or not webhook.enabled or row.attempts > len(RETRIES):
        row.status, row.next_at, row.finished_at = "failed", None, uow.now
    else:
        row.next_at = uow.now + RETRIES[row.attempts - 1]
    if test or not webhook.enabled:
        return
    webhook.failing_since = webhook.failing_since or uow.now
    if outcome.gone:
        await _disable(uow, webhook, "it answered 410 Gone")
    elif uow.now - webhook.failing_since >= DISABLE_AFTER:
        await _disable(uow, webhook, f"nothing was taken for {DISABLE_AFTER.days} days")


async def _disable(uow: UnitOfWork, webhook: Webhook, reason: str) -> None:
    webhook.enabled, webhook.disabled_reason = False, reason
    await uow.flush()
    await uow.webhooks.give_up(webhook.id, uow.now)
    host = webhook.url.partition("://")[2].partition("/")[0]
    payload = {"webhook_id": webhook.id, "host": host, "reason": reason}
    await uow.emit("webhook.disabled", webhook.workspace_id, None, payload)
