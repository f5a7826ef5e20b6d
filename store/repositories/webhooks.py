"""Webhooks, their deliveries, and every attempt at one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from store.clock import is_id
from store.models import Webhook, WebhookAttempt, WebhookDelivery


class WebhookRepository:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    def add(self, row: Webhook | WebhookDelivery | WebhookAttempt) -> None:
        self._session.add(row)

    async def of(
        self, workspace_id: str, limit: int | None = None, after: str | None = None
    ) -> Sequence[Webhook]:
        """The oldest first, from after that one."""
        query = select(Webhook).where(Webhook.workspace_id == workspace_id).order_by(Webhook.id)
        if after is not None:
            query = query.where(Webhook.id > after)
        return (await self._session.execute(query.limit(limit))).scalars().all()

    async def get(self, workspace_id: str, webhook_id: str) -> Webhook | None:
        if not is_id(webhook_id):
            return None
        query = select(Webhook).where(Webhook.workspace_id == workspace_id, Webhook.id == webhook_id)
        return (await self._session.execute(query)).scalar_one_or_none()

    async def by_id(self, webhook_id: str) -> Webhook | None:
        """Whichever workspace's it is, read anew and locked until the end of the transaction."""
        query = select(Webhook).where(Webhook.id == webhook_id).with_for_update()
        return (await self._session.execute(query)).scalar_one_or_none()

    async def delete(self, webhook_id: str) -> None:
        """With its deliveries and their attempts."""
        await self._session.execute(delete(Webhook).where(Webhook.id == webhook_id))

    async def due(self, now: datetime) -> Sequence[str]:
        """The ids of enabled webhooks for which something is to be tried now."""
        query = (
            select(WebhookDelivery.webhook_id)
            .join(Webhook, Webhook.id == WebhookDelivery.webhook_id)
            .where(Webhook.enabled, WebhookDelivery.status == "waiting", WebhookDelivery.next_at <= now)
            .distinct()
        )
        return (await self._session.execute(query)).scalars().all()

    async def next_at(self) -> datetime | None:
        """When something is to be tried next."""
        query = (
            select(func.min(WebhookDelivery.next_at))
            .join(Webhook, Webhook.id == WebhookDelivery.webhook_id)
            .where(Webhook.enabled, WebhookDelivery.status == "waiting")
        )
        return (await self._session.execute(query)).scalar_one_or_none()

    async def claim(
        self, webhook_id: str, now: datetime, until: datetime, *, only: str | None = None
    ) -> WebhookDelivery | None:
        """Take the webhook's longest due delivery, or `only` that, in hand until then; None when there is none."""
        due = select(WebhookDelivery.id).where(
            WebhookDelivery.webhook_id == webhook_id,
            WebhookDelivery.status == "waiting",
            WebhookDelivery.next_at <= now,
        )
        if only is not None:
            due = due.where(WebhookDelivery.id == only)
        first = (
            due.order_by(WebhookDelivery.next_at, WebhookDelivery.id)
            .limit(1)
            .with_for_update(skip_locked=True)
            .scalar_subquery()
        )
        query = (
            update(WebhookDelivery)
            .where(
                WebhookDelivery.id == first,
                WebhookDelivery.status == "waiting",
                WebhookDelivery.next_at <= now,
            )
            .values(next_at=until, attempts=WebhookDelivery.attempts + 1)
            .returning(WebhookDelivery)
            .execution_options(synchronize_session=False)
        )
        return (await self._session.execute(query)).scalar_one_or_none()

    async def delivery(self, webhook_id: str, delivery_id: str) -> WebhookDelivery | None:
        if not is_id(delivery_id):
            return None
        query = select(WebhookDelivery).where(
            WebhookDelivery.webhook_id == webhook_id, WebhookDelivery.id == delivery_id
        )
        return (await self._session.execute(query)).scalar_one_or_none()

    async def deliveries(self, webhook_id: str, limit: int, before: str | None) -> Sequence[WebhookDelivery]:
        """Newest first."""
        query = select(WebhookDelivery).where(WebhookDelivery.webhook_id == webhook_id)
        if before is not None:
            query = query.where(WebhookDelivery.id < before)
        ordered = query.order_by(WebhookDelivery.id.desc()).limit(limit)
        return (await self._session.execute(ordered)).scalars().all()

    async def attempts(self, delivery_ids: Sequence[str]) -> Sequence[WebhookAttempt]:
        """In the order in which they were made."""
        query = select(WebhookAttempt).where(WebhookAttempt.delivery_id.in_(delivery_ids))
        return (await self._session.execute(query.order_by(WebhookAttempt.id))).scalars().all()

    async def give_up(self, webhook_id: str, now: datetime) -> None:
        """End all that waits for a webhook that was turned off."""
        query = update(WebhookDelivery).where(
            WebhookDelivery.webhook_id == webhook_id, WebhookDelivery.status == "waiting"
        )
        await self._session.execute(query.values(status="failed", next_at=None, finished_at=now))

    async def forget(self, before: datetime) -> None:
        """Drop deliveries that were over before then, with their attempts."""
        await self._session.execute(delete(WebhookDelivery).where(WebhookDelivery.finished_at < before))
