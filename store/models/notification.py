"""What members are told, how they want to be told it, and the letters that go out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base, Id


class NewsCursor(Base):
    """Up to where a workspace's events were turned into notifications, letters and deliveries."""

    __tablename__ = "news_cursor"

    workspace_id: Mapped[str] = mapped_column(
        Id, ForeignKey("workspace.id", ondelete="CASCADE"), primary_key=True
    )
    seq: Mapped[int] = mapped_column(BigInteger)
    low: Mapped[bool] = mapped_column(default=False)
    """Whether it was told that credits run low, until there are enough again."""


class Notification(Base):
    __tablename__ = "notification"
    __table_args__ = (
        UniqueConstraint("member_id", "event_seq"),
        Index("ix_notification_member_id_read_at", "member_id", "read_at"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    workspace_id: Mapped[str] = mapped_column(Id, ForeignKey("workspace.id"), index=True)
    member_id: Mapped[str] = mapped_column(Id, ForeignKey("member.id", ondelete="CASCADE"))
    event_seq: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str]
    """One of `NewsKind`."""
    title: Mapped[str]
    text: Mapped[str]
    campaign_id: Mapped[str | None] = mapped_column(Id)
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]


class NotificationPreference(Base):
    """How a member wants one kind of news; without a row the kind's default holds."""

    __tablename__ = "notification_preference"

    member_id: Mapped[str] = mapped_column(Id, ForeignKey("member.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    in_app: Mapped[bool]
    mail: Mapped[bool]


class Letter(Base):
    """An e-mail to be sent once, and what became of it."""

    __tablename__ = "letter"
    __table_args__ = (
        UniqueConstraint("key"),
        Index("ix_letter_status_next_at", "status", "next_at"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    workspace_id: Mapped[str] = mapped_column(Id, ForeignKey("workspace.id"), index=True)
    member_id: Mapped[str | None] = mapped_column(Id, ForeignKey("member.id", ondelete="SET NULL"))
    key: Mapped[str]
    """What makes it one letter: `event:<seq>:<member>`."""
    to: Mapped[str]
    template: Mapped[str]
    values: Mapped[dict[str, Any]]
    status: Mapped[str]
    """`waiting`, `sent` or `failed`."""
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime | None]
    """When it is tried next; None once it is sent or given up."""
    answer: Mapped[str] = mapped_column(default="")
    """What the mail server said last."""
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
