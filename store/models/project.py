"""Projects: one generation of a creative asset each, the pieces of work in it, and the files that came of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base, Id
from store.words import ProjectStatus, WorkStatus


class Project(Base):
    __tablename__ = "project"
    __table_args__ = (UniqueConstraint("campaign_id", "number"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    workspace_id: Mapped[str] = mapped_column(Id, ForeignKey("workspace.id"), index=True)
    campaign_id: Mapped[str] = mapped_column(Id, ForeignKey("campaign.id", ondelete="CASCADE"))
    number: Mapped[int]
    """Counts from 1 within the campaign."""
    kind: Mapped[str]
    title: Mapped[str] = mapped_column(default="")
    status: Mapped[str] = mapped_column(default=ProjectStatus.DRAFT, index=True)
    epoch: Mapped[int] = mapped_column(default=0)
    """Counts what was asked of the engine: with the id it names the durable workflow that drives it now."""
    version: Mapped[int] = mapped_column(default=1)
    """Counts changes of content: a read-back is of one version."""
    direction: Mapped[dict[str, Any]]
    concepts: Mapped[list[dict[str, Any]]]
    """The newest round of ideas."""
    chosen: Mapped[int | None]
    """The concept that was taken; counts from 1."""
    script: Mapped[dict[str, Any] | None]
    scenes: Mapped[list[dict[str, Any]]]
    """The breakdown; empty until there is one."""
    error: Mapped[dict[str, Any] | None]
    created_by: Mapped[str]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class ProjectPart(Base):
    """One piece of a project's work: it is made once and paid once."""

    __tablename__ = "project_part"
    __table_args__ = (
        UniqueConstraint("project_id", "stage", "index", "round"),
        Index("ix_project_part_workspace_id_status", "workspace_id", "status"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    workspace_id: Mapped[str] = mapped_column(Id, ForeignKey("workspace.id"))
    project_id: Mapped[str] = mapped_column(Id, ForeignKey("project.id", ondelete="CASCADE"))
    stage: Mapped[str]
    """The status of the project in which it is made."""
    index: Mapped[int]
    """Counts from 1 within the stage: a scene's number."""
    round: Mapped[int]
    """Counts from 1: another three ideas are another round."""
    note: Mapped[str] = mapped_column(default="")
    """What a rewrite was asked to change."""
    price: Mapped[int]
    seed: Mapped[int] = mapped_column(BigInteger)
    status: Mapped[str] = mapped_column(default=WorkStatus.PENDING)
    """`paused` while the project has failed and it waits for a retry."""
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[dict[str, Any] | None]
    verdict: Mapped[dict[str, Any] | None]
    made_of: Mapped[str] = mapped_column(default="")
    """SHA-256 of the words and directions that it was made from, hex: what they still say is not made again."""
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


class ProjectFile(Base):
    """A file that a part made; the last stage's are the final output."""

    __tablename__ = "project_file"
    __table_args__ = (UniqueConstraint("part_id", "position"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    workspace_id: Mapped[str] = mapped_column(Id, ForeignKey("workspace.id"))
    project_id: Mapped[str] = mapped_column(Id, ForeignKey("project.id", ondelete="CASCADE"), index=True)
    part_id: Mapped[str] = mapped_column(Id, ForeignKey("project_part.id", ondelete="CASCADE"))
    position: Mapped[int]
    """0 is the file that a person opens first."""
    name: Mapped[str]
    kind: Mapped[str]
    mime: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(index=True)
    """Hex; also names the file in the file store."""
    provenance: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
