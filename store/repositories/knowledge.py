"""The knowledge base and its search: FTS5 on SQLite, `tsvector` on PostgreSQL, and vectors where there are some."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, delete, func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from store.clock import is_id
from store.models import KnowledgeChunk, KnowledgeDocument, KnowledgeVector

_WORD = re.compile(r"\w+", re.UNICODE)

MOST_TERMS = 24
"""Words of a query that are searched for; more make it slower, not better."""


AT_ONCE = 200
"""Passages that are written in one step."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """A passage to be kept; its vector of length one, as float32, where there is a model that makes one."""

    text: str
    page: int | None = None
    heading: str = ""
    vector: bytes | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """`source` is the citation: "handbook.pdf, page 3"."""

    document_id: str
    title: str
    source: str
    text: str
    chunk_id: int = 0
    page: int | None = None
    heading: str = ""


_COLUMNS = "d.id AS document_id, d.title, d.source, c.text, c.id AS chunk_id, c.page, c.heading"

_SQLITE = text(
    f"""
    SELECT {_COLUMNS}
    FROM knowledge_fts f
    JOIN knowledge_chunk c ON c.id = f.rowid
    JOIN knowledge_document d ON d.id = c.document_id
    WHERE f.knowledge_fts MATCH :query AND c.workspace_id = :workspace_id
    ORDER BY bm25(knowledge_fts), c.id
    LIMIT :limit
    """  # noqa: S608 - the columns are a constant
)

_POSTGRES = text(
    f"""
    SELECT {_COLUMNS}
    FROM knowledge_chunk c
    JOIN knowledge_document d ON d.id = c.document_id,
         to_tsquery('english', :query) q
    WHERE to_tsvector('english', c.text) @@ q AND c.workspace_id = :workspace_id
    ORDER BY ts_rank(to_tsvector('english', c.text), q) DESC, c.id
    LIMIT :limit
    """  # noqa: S608 - the columns are a constant
)


class KnowledgeRepository:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, document: KnowledgeDocument, chunks: Sequence[Chunk], model: str = "") -> None:
        """Keep a document, searchable by its chunks. `model` made their vectors."""
        self._session.add(document)
        await self._session.flush()
        for start in range(0, len(chunks), AT_ONCE):
            # In pieces: a thousand pages at once would hold up everybody else on the loop.
            await self._add_chunks(document, start, chunks[start : start + AT_ONCE], model)

    async def _add_chunks(
        self, document: KnowledgeDocument, start: int, chunks: Sequence[Chunk], model: str
    ) -> None:
        kept = insert(KnowledgeChunk).returning(KnowledgeChunk.id, sort_by_parameter_order=True)
        rows = [
            {
                "workspace_id": document.workspace_id,
                "document_id": document.id,
                "position": position,
                "page": chunk.page,
                "heading": chunk.heading,
                "text": chunk.text,
            }
            for position, chunk in enumerate(chunks, start)
        ]
        ids = (await self._session.execute(kept, rows)).scalars().all()
        vectors = [
            {"chunk_id": id_, "workspace_id": document.workspace_id, "model": model, "vector": chunk.vector}
            for id_, chunk in zip(ids, chunks, strict=True)
            if chunk.vector is not None
        ]
        if vectors:
            await self._session.execute(insert(KnowledgeVector), vectors)

    async def documents(
        self, workspace_id: str, limit: int, before: str | None
    ) -> Sequence[tuple[KnowledgeDocument, int]]:
        """Newest first, from before that one, each with its length in characters; the text itself stays behind."""
        query = (
            select(KnowledgeDocument, func.length(KnowledgeDocument.text))
            .where(KnowledgeDocument.workspace_id == workspace_id)
            .order_by(KnowledgeDocument.id.desc())
        )
        if before is not None:
            query = query.where(KnowledgeDocument.id < before)
        return [(row[0], row[1]) for row in await self._session.execute(query.limit(limit))]

    async def hold(self, workspace_id: str, digest: str) -> None:
        """Keep others that take in the same file waiting until the end of the transaction; SQLite always does."""
        if self._session.get_bind().dialect.name == "postgresql":
            key = {"key": f"knowledge:{workspace_id}:{digest}"}
            await self._session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))"), key)

    async def by_digest(self, workspace_id: str, digest: str, source: str) -> KnowledgeDocument | None:
        """The document that the same file from the same place became."""
        query = select(KnowledgeDocument).where(
            KnowledgeDocument.workspace_id == workspace_id,
            KnowledgeDocument.digest == digest,
            KnowledgeDocument.source == source,
        )
        return (await self._session.execute(query.limit(1))).scalar_one_or_none()

    async def delete(self, workspace_id: str, document_id: str) -> bool:
        """False when there is no such document."""
        if not is_id(document_id):
            return False
        owned = select(KnowledgeDocument.id).where(
            KnowledgeDocument.workspace_id == workspace_id, KnowledgeDocument.id == document_id
        )
        if (await self._session.execute(owned)).scalar_one_or_none() is None:
            return False
        await self._session.execute(delete(KnowledgeChunk).where(KnowledgeChunk.document_id == document_id))
        await self._session.execute(delete(KnowledgeDocument).where(KnowledgeDocument.id == document_id))
        return True

    async def search(self, workspace_id: str, query: str, limit: int) -> list[Hit]:
        """The best passages that hold any of the query's words, best first. Any text is a valid query."""
        terms = list(dict.fromkeys(_WORD.findall(query.casefold().replace("_", " "))))[:MOST_TERMS]
        if not terms:
            return []
        postgres = self._session.get_bind().dialect.name == "postgresql"
        words = " | ".join(terms) if postgres else " OR ".join(f'"{term}"' for term in terms)
        found = await self._session.execute(
            _POSTGRES if postgres else _SQLITE,
            {"query": words, "workspace_id": workspace_id, "limit": limit},
        )
        return [_hit(row) for row in found]

    async def vectors(self, workspace_id: str, model: str) -> Sequence[tuple[int, bytes]]:
        """Every passage's id and vector by that model."""
        query = select(KnowledgeVector.chunk_id, KnowledgeVector.vector).where(
            KnowledgeVector.workspace_id == workspace_id, KnowledgeVector.model == model
        )
        return [
            (row[0], row[1]) for row in await self._session.execute(query.order_by(KnowledgeVector.chunk_id))
        ]

    async def without_vector(self, model: str, limit: int) -> list[tuple[int, str]]:
        """Ids and texts of passages of any workspace that have no vector by that model, the oldest first."""
        query = (
            select(KnowledgeChunk.id, KnowledgeChunk.text)
            .outerjoin(
                KnowledgeVector,
                and_(KnowledgeVector.chunk_id == KnowledgeChunk.id, KnowledgeVector.model == model),
            )
            .where(KnowledgeVector.chunk_id.is_(None))
            .order_by(KnowledgeChunk.id)
            .limit(limit)
        )
        return [(row[0], row[1]) for row in await self._session.execute(query)]

    async def set_vectors(self, model: str, vectors: Mapping[int, bytes]) -> None:
        """Keep the vectors in place of what those passages had; a passage that is gone by now is left out."""
        query = select(KnowledgeChunk.id, KnowledgeChunk.workspace_id).where(KnowledgeChunk.id.in_(vectors))
        rows = [
            {"chunk_id": id_, "workspace_id": workspace_id, "model": model, "vector": vectors[id_]}
            for id_, workspace_id in await self._session.execute(query)
        ]
        await self._session.execute(delete(KnowledgeVector).where(KnowledgeVector.chunk_id.in_(vectors)))
        if rows:
            await self._session.execute(insert(KnowledgeVector), rows)

    async def hits(self, workspace_id: str, chunk_ids: Sequence[int]) -> dict[int, Hit]:
        """The passages with these ids."""
        query = (
            select(
                KnowledgeDocument.id.label("document_id"),
                KnowledgeDocument.title,
                KnowledgeDocument.source,
                KnowledgeChunk.text,
                KnowledgeChunk.id.label("chunk_id"),
                KnowledgeChunk.page,
                KnowledgeChunk.heading,
            )
            .join(KnowledgeDocument, KnowledgeDocument.id == KnowledgeChunk.document_id)
            .where(KnowledgeChunk.workspace_id == workspace_id, KnowledgeChunk.id.in_(chunk_ids))
        )
        return {row.chunk_id: _hit(row) for row in await self._session.execute(query)}


def _hit(row: Any) -> Hit:
    return Hit(
        row.document_id,
        row.title,
        cited(row.source, row.page),
        row.text,
        row.chunk_id,
        row.page,
        row.heading,
    )


def cited(source: str, page: int | None) -> str:
    return source if page is None else f"{source}, page {page}"
