"""Other people's addresses that want to hear of events, and what was delivered to them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base, Id


class Webhook(Base):
    __tablename__ = "webhook"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    workspace_id: Mapped[str] = mapped_column(Id, ForeignKey("workspace.id"), index=True)
    url: Mapped[str]
    events: Mapped[list[str]]
    """Types of events, `campaign.*` for all of a subject, `*` for all."""
    secret: Mapped[str]
    """`whsec_` and 32 bytes in base64; shown once. It stays readable here, because it signs."""
    enabled: Mapped[bool] = mapped_column(default=True)
    disabled_reason: Mapped[str] = mapped_column(default="")
    failing_since: Mapped[datetime | None]
    """The first failure since the last success."""
    created_by: Mapped[str]
    created_at: Mapped[datetime]


class WebhookDelivery(Base):
    """One event for one webhook; its id is the `webhook-id` of every attempt."""

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        UniqueConstraint("webhook_id", "event_seq"),
        Index("ix_webhook_delivery_status_next_at", "status", "next_at"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    webhook_id: Mapped[str] = mapped_column(Id, ForeignKey("webhook.id", ondelete="CASCADE"), index=True)
    workspace_id: Mapped[str] = mapped_column(Id, ForeignKey("workspace.id"), index=True)
    event_seq: Mapped[int | None] = mapped_column(BigInteger)
    """None for a test, which tells of no event."""
    type: Mapped[str]
    body: Mapped[str]
    """What is signed and sent, byte for byte, at every attempt."""
    status: Mapped[str]
    """`waiting`, `delivered` or `failed`."""
    attempts: Mapped[int] = mapped_column(default=0)
    """Since it was last asked for; a redelivery begins anew."""
    next_at: Mapped[datetime | None]
    """When it is tried next; while it is being tried, when it counts as lost. None once it is over."""
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class WebhookAttempt(Base):
    __tablename__ = "webhook_attempt"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    delivery_id: Mapped[str] = mapped_column(
        Id, ForeignKey("webhook_delivery.id", ondelete="CASCADE"), index=True
    )
    code: Mapped[int | None]
    """The HTTP status; None when there was no answer."""
    answer: Mapped[str]
    """The first kilobyte of the body, or why there was none."""
    seconds: Mapped[float]
    created_at: Mapped[datetime]
