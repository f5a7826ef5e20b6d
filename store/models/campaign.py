"""A campaign, its slots with their evidence, what it owes, and its earlier versions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from store.models.base import Base, Id
from store.words import CampaignStatus, SlotStatus


class Campaign(Base):
    __tablename__ = "campaign"
    __table_args__ = (Index("ix_campaign_workspace_id_status", "workspace_id", "status"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    workspace_id: Mapped[str] = mapped_column(Id, ForeignKey("workspace.id"))
    created_by: Mapped[str | None] = mapped_column(Id, ForeignKey("member.id"))
    guest: Mapped[str] = mapped_column(default="")
    """By what the guest who made it is known again; empty for what members made."""
    source: Mapped[str]
    """Where it was born: a conversation channel, `api` or `dashboard`."""
    name: Mapped[str] = mapped_column(default="")
    topic: Mapped[str] = mapped_column(default="")
    objective: Mapped[str] = mapped_column(default="")
    channels: Mapped[list[str]] = mapped_column(default=list)
    audience: Mapped[str] = mapped_column(default="")
    messaging: Mapped[str] = mapped_column(default="")
    goals: Mapped[str] = mapped_column(default="")
    awareness_stage: Mapped[str | None]
    products: Mapped[list[str]] = mapped_column(default=list)
    deadline: Mapped[str] = mapped_column(default="")
    """ISO date or empty."""
    photo: Mapped[str] = mapped_column(default="")
    """SHA-256 of the product's photo that the owner uploaded; empty without one."""
    status: Mapped[str] = mapped_column(default=CampaignStatus.DRAFT)
    status_before_archive: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)
    """Counts edits; a confirmation minted for one version is dead at the next."""
    error: Mapped[dict[str, Any] | None]
    """`{step, cause, mend}` of the last failed run."""
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    deliverables: Mapped[list[Deliverable]] = relationship(
        lazy="raise", order_by="Deliverable.position", cascade="all, delete-orphan", passive_deletes=True
    )
    slots: Mapped[list[CampaignSlot]] = relationship(
        lazy="raise", cascade="all, delete-orphan", passive_deletes=True
    )


class Deliverable(Base):
    __tablename__ = "deliverable"
    __table_args__ = (UniqueConstraint("campaign_id", "type"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    campaign_id: Mapped[str] = mapped_column(Id, ForeignKey("campaign.id", ondelete="CASCADE"))
    type: Mapped[str]
    quantity: Mapped[int]
    position: Mapped[int]


class CampaignSlot(Base):
    __tablename__ = "campaign_slot"

    campaign_id: Mapped[str] = mapped_column(
        Id, ForeignKey("campaign.id", ondelete="CASCADE"), primary_key=True
    )
    name: Mapped[str] = mapped_column(primary_key=True)
    status: Mapped[str] = mapped_column(default=SlotStatus.HEARD)
    evidence: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    """Newest last: `{words, turn_id, at}`: what was said that filled or changed the slot."""


class CampaignRevision(Base):
    __tablename__ = "campaign_revision"
    __table_args__ = (UniqueConstraint("campaign_id", "version"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    campaign_id: Mapped[str] = mapped_column(Id, ForeignKey("campaign.id", ondelete="CASCADE"))
    version: Mapped[int]
    """The version that this snapshot was, before the edit that ended it."""
    snapshot: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
