"""Workspaces, their people, keys and sessions, and the credit ledger."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base, Id


class Workspace(Base):
    __tablename__ = "workspace"
    __table_args__ = (CheckConstraint("balance >= 0", name="balance_not_negative"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    name: Mapped[str]
    timezone: Mapped[str]
    balance: Mapped[int] = mapped_column(default=0)
    """Credits; always the sum of the workspace's ledger entries."""
    monthly_cap: Mapped[int | None]
    """Credits that may be spent in a calendar month of the workspace's time zone; None for any number."""
    brand: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]


class Member(Base):
    __tablename__ = "member"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    workspace_id: Mapped[str] = mapped_column(Id, ForeignKey("workspace.id"), index=True)
    name: Mapped[str]
    email: Mapped[str | None]
    phone: Mapped[str | None] = mapped_column(index=True, unique=True)
    """Digits, with the country's: whoever calls from there is this person, so nobody else is."""
    role: Mapped[str]
    created_at: Mapped[datetime]


class ApiKey(Base):
    __tablename__ = "api_key"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    workspace_id: Mapped[str] = mapped_column(Id, ForeignKey("workspace.id"), index=True)
    member_id: Mapped[str] = mapped_column(Id, ForeignKey("member.id"))
    name: Mapped[str]
    prefix: Mapped[str]
    digest: Mapped[str] = mapped_column(unique=True)
    """SHA-256 of the whole key, hex; the key itself is shown once and never stored."""
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class LoginLink(Base):
    __tablename__ = "login_link"

    digest: Mapped[str] = mapped_column(primary_key=True)
    member_id: Mapped[str] = mapped_column(Id, ForeignKey("member.id"))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Session(Base):
    __tablename__ = "session"

    digest: Mapped[str] = mapped_column(primary_key=True)
    member_id: Mapped[str] = mapped_column(Id, ForeignKey("member.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class LedgerEntry(Base):
    __tablename__ = "ledger_entry"
    __table_args__ = (
        UniqueConstraint("workspace_id", "key"),
        Index("ix_ledger_entry_workspace_id_created_at", "workspace_id", "created_at"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    workspace_id: Mapped[str] = mapped_column(Id, ForeignKey("workspace.id"))
    amount: Mapped[int]
    """Credits; negative for a charge."""
    balance_after: Mapped[int]
    kind: Mapped[str]
    """`grant`, or what was paid for: `unit`, `remake`, `project`."""
    key: Mapped[str]
    """What makes the change happen once: `unit:<id>`, `remake:<id>`, `project:<part id>`, `grant:<id>`."""
    cause: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]
