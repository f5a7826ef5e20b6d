"""The workspace's knowledge base: documents and the passages that are searched."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base, Id


class KnowledgeDocument(Base):
    __tablename__ = "knowledge_document"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    workspace_id: Mapped[str] = mapped_column(Id, ForeignKey("workspace.id"), index=True)
    title: Mapped[str]
    source: Mapped[str]
    text: Mapped[str]
    created_at: Mapped[datetime]


class KnowledgeChunk(Base):
    __tablename__ = "knowledge_chunk"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    workspace_id: Mapped[str] = mapped_column(Id, ForeignKey("workspace.id"), index=True)
    document_id: Mapped[str] = mapped_column(
        Id, ForeignKey("knowledge_document.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int]
    text: Mapped[str]
