"""The workspace's outgoing webhooks: who hears of which events, and what became of each delivery."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from orchestrator.errors import Forbidden, InvalidField, NotFound
from orchestrator.news.deliveries import Deliveries
from orchestrator.news.signing import body_of, new_secret
from orchestrator.outward import Outward, Refused
from orchestrator.pages import id_after, page_of
from orchestrator.views import Actor, Page
from store.database import Database
from store.models import Webhook, WebhookAttempt, WebhookDelivery
from store.unit_of_work import UnitOfWork
from store.words import Role

MOST_WEBHOOKS = 20
_EVENT = re.compile(r"\*|[a-z_]{1,40}\.(\*|[a-z_]{1,40})")
TEST = "webhook.test"


@dataclass(frozen=True, slots=True)
class WebhookView:
    id: str
    url: str
    events: Sequence[str]
    enabled: bool
    disabled_reason: str
    failing_since: datetime | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class AttemptView:
    """`code` is None when there was no answer; `answer` is its first kilobyte, or why there was none."""

    at: datetime
    code: int | None
    answer: str
    seconds: float


@dataclass(frozen=True, slots=True)
class DeliveryView:
    """`id` is the `webhook-id` header of every attempt; `status` is waiting, delivered or failed."""

    id: str
    type: str
    event_seq: int | None
    status: str
    next_at: datetime | None
    created_at: datetime
    finished_at: datetime | None
    attempts: Sequence[AttemptView]


class Webhooks:
    """Only owners and admins: what is sent there leaves the house. Others raise `Forbidden`."""

    def __init__(
        self, db: Database, outward: Outward, random: Callable[[int], bytes] = secrets.token_bytes
    ) -> None:
        self._db = db
        self._outward = outward
        self._random = random
        self._deliveries = Deliveries(db, outward)

    async def create(self, actor: Actor, url: str, events: Sequence[str]) -> tuple[WebhookView, str]:
        """The webhook, and its secret, which is shown this once. Raises `InvalidField`."""
        _keeper(actor)
        tidy, kinds, secret = self._url(url), _events(events), new_secret(self._random)
        async with self._db.write() as uow:
            if len(await uow.webhooks.of(actor.workspace_id)) >= MOST_WEBHOOKS:
                raise InvalidField("url", f"There are {MOST_WEBHOOKS} webhooks; delete one first.")
            row = Webhook(
                id=uow.new_id(),
                workspace_id=actor.workspace_id,
                url=tidy,
                events=kinds,
                secret=secret,
                enabled=True,
                disabled_reason="",
                created_by=actor.member_id or "",
                created_at=uow.now,
            )
            uow.webhooks.add(row)
            return _view(row), secret

    async def list(self, actor: Actor, limit: int = 50, cursor: str | None = None) -> Page:
        """`WebhookView`s, the oldest first."""
        _keeper(actor)
        after = id_after(cursor)
        async with self._db.read() as uow:
            rows = await uow.webhooks.of(actor.workspace_id, limit + 1, after)
        return page_of(rows, limit, lambda row: row.id, [_view(row) for row in rows[:limit]])

    async def get(self, actor: Actor, webhook_id: str) -> WebhookView:
        _keeper(actor)
        async with self._db.read() as uow:
            return _view(await _of(uow, actor, webhook_id))

    async def change(
        self,
        actor: Actor,
        webhook_id: str,
        *,
        url: str | None = None,
        events: Sequence[str] | None = None,
        enabled: bool | None = None,
    ) -> WebhookView:
        """What is None stays. Turned off, it hears nothing, and nothing of it is sent after."""
        _keeper(actor)
        tidy = None if url is None else self._url(url)
        kinds = None if events is None else _events(events)
        async with self._db.write() as uow:
            row = await _of(uow, actor, webhook_id)
            row.url = tidy or row.url
            row.events = kinds or row.events
            if enabled is not None and enabled != row.enabled:
                row.enabled, row.failing_since = enabled, None
                row.disabled_reason = "" if enabled else "it was turned off by hand"
                if not enabled:
                    await uow.webhooks.give_up(row.id, uow.now)
            return _view(row)

    async def delete(self, actor: Actor, webhook_id: str) -> None:
        """With its delivery log."""
        _keeper(actor)
        async with self._db.write() as uow:
            await uow.webhooks.delete((await _of(uow, actor, webhook_id)).id)

    async def deliveries(
        self, actor: Actor, webhook_id: str, limit: int = 50, cursor: str | None = None
    ) -> Page:
        """`DeliveryView`s, newest first."""
        _keeper(actor)
        before = id_after(cursor)
        async with self._db.read() as uow:
            row = await _of(uow, actor, webhook_id)
            rows = await uow.webhooks.deliveries(row.id, limit + 1, before)
            views = await _delivery_views(uow, rows[:limit])
        return page_of(rows, limit, lambda each: each.id, views)

    async def test(self, actor: Actor, webhook_id: str) -> DeliveryView:
        """Send something signed at once, to see what is answered. It is tried once, also while it is off."""
        _keeper(actor)
        async with self._db.write() as uow:
            webhook = await _of(uow, actor, webhook_id)
            row = WebhookDelivery(
                id=uow.new_id(),
                webhook_id=webhook.id,
                workspace_id=actor.workspace_id,
                type=TEST,
                body=body_of(TEST, uow.now, {"webhook_id": webhook.id}),
                status="waiting",
                next_at=uow.now,
                created_at=uow.now,
            )
            uow.webhooks.add(row)
        return await self._sent(webhook_id, row.id)

    async def redeliver(self, actor: Actor, webhook_id: str, delivery_id: str) -> DeliveryView:
        """Send it again now, under the same id; after a failure the schedule begins anew."""
        _keeper(actor)
        async with self._db.write() as uow:
            webhook = await _of(uow, actor, webhook_id)
            row = await uow.webhooks.delivery(webhook.id, delivery_id)
            if row is None:
                raise NotFound("There is no such delivery.")
            row.status, row.attempts, row.next_at, row.finished_at = "waiting", 0, uow.now, None
        return await self._sent(webhook_id, delivery_id)

    async def _sent(self, webhook_id: str, delivery_id: str) -> DeliveryView:
        await self._deliveries.send_now(webhook_id, delivery_id)
        async with self._db.read() as uow:
            row = await uow.webhooks.delivery(webhook_id, delivery_id)
            if row is None:
                raise NotFound("The webhook was deleted meanwhile.")
            return (await _delivery_views(uow, [row]))[0]

    def _url(self, url: str) -> str:
        try:
            return self._outward.check(url, https_only=True)
        except Refused as error:
            raise InvalidField("url", str(error)) from error


def _keeper(actor: Actor) -> None:
    if actor.role not in (Role.OWNER, Role.ADMIN):
        raise Forbidden("Only an owner or admin may look after webhooks.")


async def _of(uow: UnitOfWork, actor: Actor, webhook_id: str) -> Webhook:
    row = await uow.webhooks.get(actor.workspace_id, webhook_id)
    if row is None:
        raise NotFound("There is no such webhook.")
    return row


def _events(events: Sequence[str]) -> list[str]:
    if not events:
        raise InvalidField("events", "Name at least one event, such as campaign.completed, campaign.* or *.")
    for event in events:
        if not _EVENT.fullmatch(event):
            raise InvalidField(
                "events", f"{event[:80]!r} is no event. Use campaign.completed, campaign.* or *."
            )
    return list(dict.fromkeys(events))


def _view(row: Webhook) -> WebhookView:
    return WebhookView(
        row.id, row.url, row.events, row.enabled, row.disabled_reason, row.failing_since, row.created_at
    )


async def _delivery_views(uow: UnitOfWork, rows: Sequence[WebhookDelivery]) -> list[DeliveryView]:
    attempts = await uow.webhooks.attempts([row.id for row in rows])
    return [_delivery(row, [each for each in attempts if each.delivery_id == row.id]) for row in rows]


def _delivery(row: WebhookDelivery, attempts: Sequence[WebhookAttempt]) -> DeliveryView:
    return DeliveryView(
        id=row.id,
        type=row.type,
        event_seq=row.event_seq,
        status=row.status,
        next_at=row.next_at,
        created_at=row.created_at,
        finished_at=row.finished_at,
        attempts=[AttemptView(each.created_at, each.code, each.answer, each.seconds) for each in attempts],
    )
