"""`/api/v1/webhooks`: who is told of events, signed by Standard Webhooks, and what became of each delivery."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field, StringConstraints

from api.deps import Door, Owner
from api.schemas import Body, Cursor, Limit, Plain
from orchestrator.webhooks import DeliveryView, WebhookView

router = APIRouter(prefix="/api/v1/webhooks", tags=["webhooks"])

Url = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000), Plain]
Events = Annotated[list[Annotated[str, StringConstraints(max_length=100)]], Field(max_length=50)]


class WebhookIn(Body):
    """`events`: `campaign.completed`, all of a subject as `campaign.*`, or `*`."""

    url: Url
    events: Events


class WebhookChange(Body):
    """What is left out stays as it is."""

    url: Url | None = None
    events: Events | None = None
    enabled: bool | None = None


class WebhookOut(BaseModel):
    """`disabled_reason` says why it was turned off; `failing_since` is the first failure since a success."""

    id: str
    url: str
    events: list[str]
    enabled: bool
    disabled_reason: str
    failing_since: datetime | None
    created_at: datetime


class WebhookMade(WebhookOut):
    """`secret` (`whsec_…`) checks the signatures; it is in this answer and nowhere else."""

    secret: str


class WebhooksOut(BaseModel):
    items: list[WebhookOut]
    next_cursor: str | None


class AttemptOut(BaseModel):
    """`code` is null when there was no answer; `answer` is its first kilobyte, or why there was none."""

    at: datetime
    code: int | None
    answer: str
    seconds: float


class DeliveryOut(BaseModel):
    """`id` is the `webhook-id` of every attempt; `status` is waiting, delivered or failed."""

    id: str
    type: str
    event_seq: int | None
    status: str
    next_at: datetime | None
    created_at: datetime
    finished_at: datetime | None
    attempts: list[AttemptOut]


class DeliveriesOut(BaseModel):
    items: list[DeliveryOut]
    next_cursor: str | None


@router.get("")
async def webhooks(door: Door, actor: Owner, limit: Limit = 50, cursor: Cursor = None) -> WebhooksOut:
    page = await door.webhooks.list(actor, limit, cursor)
    return WebhooksOut(items=[_webhook(view) for view in page.items], next_cursor=page.next_cursor)


@router.post("", status_code=201)
async def create(door: Door, actor: Owner, body: WebhookIn) -> WebhookMade:
    view, secret = await door.webhooks.create(actor, body.url, body.events)
    return WebhookMade(**_webhook(view).model_dump(), secret=secret)


@router.get("/{webhook_id}")
async def webhook(door: Door, actor: Owner, webhook_id: str) -> WebhookOut:
    return _webhook(await door.webhooks.get(actor, webhook_id))


@router.patch("/{webhook_id}")
async def change(door: Door, actor: Owner, webhook_id: str, body: WebhookChange) -> WebhookOut:
    changed = await door.webhooks.change(
        actor, webhook_id, url=body.url, events=body.events, enabled=body.enabled
    )
    return _webhook(changed)


@router.delete("/{webhook_id}", status_code=204)
async def delete(door: Door, actor: Owner, webhook_id: str) -> Response:
    await door.webhooks.delete(actor, webhook_id)
    return Response(status_code=204)


@router.post("/{webhook_id}/test")
async def test(door: Door, actor: Owner, webhook_id: str) -> DeliveryOut:
    """Sends `webhook.test` now, and says what was answered."""
    return _delivery(await door.webhooks.test(actor, webhook_id))


@router.get("/{webhook_id}/deliveries")
async def deliveries(
    door: Door,
    actor: Owner,
    webhook_id: str,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> DeliveriesOut:
    page = await door.webhooks.deliveries(actor, webhook_id, limit=limit, cursor=cursor)
    return DeliveriesOut(items=[_delivery(view) for view in page.items], next_cursor=page.next_cursor)


@router.post("/{webhook_id}/deliveries/{delivery_id}/redeliver")
async def redeliver(door: Door, actor: Owner, webhook_id: str, delivery_id: str) -> DeliveryOut:
    """Sends it again now, under the same id."""
    return _delivery(await door.webhooks.redeliver(actor, webhook_id, delivery_id))


def _webhook(view: WebhookView) -> WebhookOut:
    return WebhookOut(
        id=view.id,
        url=view.url,
        events=list(view.events),
        enabled=view.enabled,
        disabled_reason=view.disabled_reason,
        failing_since=view.failing_since,
        created_at=view.created_at,
    )


def _delivery(view: DeliveryView) -> DeliveryOut:
    return DeliveryOut(
        id=view.id,
        type=view.type,
        event_seq=view.event_seq,
        status=view.status,
        next_at=view.next_at,
        created_at=view.created_at,
        finished_at=view.finished_at,
        attempts=[
            AttemptOut(at=each.at, code=each.code, answer=each.answer, seconds=round(each.seconds, 3))
            for each in view.attempts
        ],
    )
