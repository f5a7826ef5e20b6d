"""Runs, their steps and units, and the assets that units made."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base, Id
from store.words import WorkStatus


class Run(Base):
    __tablename__ = "run"
    __table_args__ = (UniqueConstraint("campaign_id", "number"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    workspace_id: Mapped[str] = mapped_column(Id, ForeignKey("workspace.id"))
    campaign_id: Mapped[str] = mapped_column(Id, ForeignKey("campaign.id"))
    number: Mapped[int]
    """Counts from 1 within the campaign; a restart is a new run."""
    epoch: Mapped[int] = mapped_column(default=1)
    """Counts pauses survived: with the id it names the durable workflow that drives the run now."""
    status: Mapped[str] = mapped_column(default=WorkStatus.ACTIVE, index=True)
    error: Mapped[dict[str, Any] | None]
    cap: Mapped[int | None]
    """Credits that this run may spend at most."""
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class Step(Base):
    __tablename__ = "step"
    __table_args__ = (UniqueConstraint("run_id", "type"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    run_id: Mapped[str] = mapped_column(Id, ForeignKey("run.id"))
    campaign_id: Mapped[str] = mapped_column(Id, ForeignKey("campaign.id"), index=True)
    deliverable_id: Mapped[str] = mapped_column(Id, ForeignKey("deliverable.id"))
    type: Mapped[str]
    tier: Mapped[int]
    status: Mapped[str] = mapped_column(default=WorkStatus.PENDING)
    error: Mapped[dict[str, Any] | None]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


class Unit(Base):
    """One piece of a deliverable (image 3 of 5), or what a project finished. It outlives runs: what is completed is
    never made again. What a project finished belongs to no deliverable and no step.
    """

    __tablename__ = "unit"
    __table_args__ = (
        UniqueConstraint("deliverable_id", "index"),
        Index("ix_unit_workspace_id_status", "workspace_id", "status"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    workspace_id: Mapped[str] = mapped_column(Id, ForeignKey("workspace.id"))
    campaign_id: Mapped[str] = mapped_column(Id, ForeignKey("campaign.id"), index=True)
    deliverable_id: Mapped[str | None] = mapped_column(Id, ForeignKey("deliverable.id"))
    step_id: Mapped[str | None] = mapped_column(Id, ForeignKey("step.id"), index=True)
    """The step of the run that makes it, or that made it."""
    project_id: Mapped[str | None] = mapped_column(
        Id, ForeignKey("project.id", ondelete="CASCADE"), unique=True
    )
    type: Mapped[str]
    index: Mapped[int]
    price: Mapped[int]
    seed: Mapped[int] = mapped_column(BigInteger)
    status: Mapped[str] = mapped_column(default=WorkStatus.PENDING)
    attempts: Mapped[int] = mapped_column(default=0)
    verdict: Mapped[dict[str, Any] | None]
    error: Mapped[dict[str, Any] | None]
    title: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")
    """Plain text of the output: what later steps are given."""
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


class Asset(Base):
    __tablename__ = "asset"
    __table_args__ = (UniqueConstraint("unit_id", "version", "position"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    workspace_id: Mapped[str] = mapped_column(Id, ForeignKey("workspace.id"))
    campaign_id: Mapped[str] = mapped_column(Id, ForeignKey("campaign.id"), index=True)
    unit_id: Mapped[str] = mapped_column(Id, ForeignKey("unit.id"))
    type: Mapped[str]
    kind: Mapped[str]
    title: Mapped[str]
    name: Mapped[str]
    mime: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(index=True)
    """Hex; also names the file in the file store."""
    version: Mapped[int] = mapped_column(default=1)
    position: Mapped[int]
    """0 is the file that a person opens first."""
    provenance: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
