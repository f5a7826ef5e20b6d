"""The event outbox, and the workers that say that they live."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base, Id


class Event(Base):
    """Something that happened, written in the transaction that made it so."""

    __tablename__ = "event"
    __table_args__ = (
        Index("ix_event_workspace_id_seq", "workspace_id", "seq"),
        Index("ix_event_campaign_id_seq", "campaign_id", "seq"),
        {"sqlite_autoincrement": True},
    )

    seq: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    )
    workspace_id: Mapped[str] = mapped_column(Id, ForeignKey("workspace.id"))
    campaign_id: Mapped[str | None] = mapped_column(Id)
    type: Mapped[str]
    """`campaign.running`, `unit.completed`, `step.failed`, `credits.granted`, …"""
    payload: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]


class Executor(Base):
    __tablename__ = "executor"

    id: Mapped[str] = mapped_column(primary_key=True)
    seen_at: Mapped[datetime]
