"""The workspace's knowledge base: documents, the passages that are searched, and their vectors."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base, Id


class KnowledgeDocument(Base):
    __tablename__ = "knowledge_document"
    __table_args__ = (Index("ix_knowledge_document_workspace_id_digest", "workspace_id", "digest"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    workspace_id: Mapped[str] = mapped_column(Id, ForeignKey("workspace.id"), index=True)
    title: Mapped[str]
    source: Mapped[str]
    """What a citation names: a file's name, a page's address, or the title."""
    kind: Mapped[str] = mapped_column(default="text")
    """`text`, `markdown`, `html`, `pdf` or `docx`."""
    pages: Mapped[int | None]
    """Pages of a PDF; other kinds have none."""
    digest: Mapped[str] = mapped_column(default="")
    """SHA-256 of the file as it came, hex; empty for a text that was typed in."""
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
    page: Mapped[int | None]
    """The page on which the passage begins, from 1."""
    heading: Mapped[str] = mapped_column(default="")
    """The heading under which the passage stands."""
    text: Mapped[str]


class KnowledgeVector(Base):
    """A passage's place in a model's space; there only where embeddings are turned on."""

    __tablename__ = "knowledge_vector"

    chunk_id: Mapped[int] = mapped_column(
        ForeignKey("knowledge_chunk.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    workspace_id: Mapped[str] = mapped_column(Id, ForeignKey("workspace.id"), index=True)
    model: Mapped[str]
    """Vectors of different models cannot be compared."""
    vector: Mapped[bytes]
    """Of length one, as little-endian float32."""
