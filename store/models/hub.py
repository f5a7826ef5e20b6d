"""What becomes of an asset after it is made: its versions, remakes, and its use in later campaigns."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base, Id
from store.words import WorkStatus


class AssetVersion(Base):
    """One version of what a unit made. The assets of that unit and number are its files."""

    __tablename__ = "asset_version"

    unit_id: Mapped[str] = mapped_column(Id, ForeignKey("unit.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[str] = mapped_column(Id, ForeignKey("campaign.id"), index=True)
    title: Mapped[str]
    text: Mapped[str]
    """Plain text of the output, as on the unit."""
    verdict: Mapped[dict[str, Any] | None]
    origin: Mapped[str]
    """`run`, `project`, `remake`, `edit` or `restore`."""
    note: Mapped[str] = mapped_column(default="")
    """What the remake was asked to change."""
    made_by: Mapped[str] = mapped_column(default="")
    """Who asked for it; empty for a run."""
    decision: Mapped[str] = mapped_column(default="")
    """`approved`, `rejected`, or empty while nobody has decided."""
    reason: Mapped[str] = mapped_column(default="")
    decided_by: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class Remake(Base):
    """A further version of a unit, wanted with a note. Its credits are held from the asking to the saving."""

    __tablename__ = "remake"
    __table_args__ = (
        UniqueConstraint("workspace_id", "key"),
        Index("ix_remake_workspace_id_status", "workspace_id", "status"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    workspace_id: Mapped[str] = mapped_column(Id, ForeignKey("workspace.id"))
    campaign_id: Mapped[str] = mapped_column(Id, ForeignKey("campaign.id"), index=True)
    unit_id: Mapped[str] = mapped_column(Id, ForeignKey("unit.id", ondelete="CASCADE"), index=True)
    key: Mapped[str]
    """What makes asking twice be asking once."""
    note: Mapped[str]
    price: Mapped[int]
    seed: Mapped[int] = mapped_column(BigInteger)
    status: Mapped[str] = mapped_column(default=WorkStatus.PENDING)
    epoch: Mapped[int] = mapped_column(default=1)
    """With the id it names the durable workflow that makes it."""
    attempts: Mapped[int] = mapped_column(default=0)
    version: Mapped[int | None]
    """The version that came of it."""
    error: Mapped[dict[str, Any] | None]
    verdict: Mapped[dict[str, Any] | None]
    asked_by: Mapped[str]
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class CampaignInput(Base):
    """An asset that a campaign is given to work from."""

    __tablename__ = "campaign_input"

    campaign_id: Mapped[str] = mapped_column(
        Id, ForeignKey("campaign.id", ondelete="CASCADE"), primary_key=True
    )
    asset_id: Mapped[str] = mapped_column(
        Id, ForeignKey("asset.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    position: Mapped[int]
