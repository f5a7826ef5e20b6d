"""The knowledge base and its full-text search: FTS5 on SQLite, `tsvector` on PostgreSQL."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from store.clock import is_id
from store.models import KnowledgeChunk, KnowledgeDocument

_WORD = re.compile(r"\w+", re.UNICODE)

MOST_TERMS = 24
"""Words of a query that are searched for; more make it slower, not better."""


@dataclass(frozen=True, slots=True)
class Hit:
    document_id: str
    title: str
    source: str
    text: str


_SQLITE = text(
    """
    SELECT d.id AS document_id, d.title, d.source, c.text
    FROM knowledge_fts f
    JOIN knowledge_chunk c ON c.id = f.rowid
    JOIN knowledge_document d ON d.id = c.document_id
    WHERE f.knowledge_fts MATCH :query AND c.workspace_id = :workspace_id
    ORDER BY bm25(knowledge_fts), c.id
    LIMIT :limit
    """
)

_POSTGRES = text(
    """
    SELECT d.id AS document_id, d.title, d.source, c.text
    FROM knowledge_chunk c
    JOIN knowledge_document d ON d.id = c.document_id,
         to_tsquery('english', :query) q
    WHERE to_tsvector('english', c.text) @@ q AND c.workspace_id = :workspace_id
    ORDER BY ts_rank(to_tsvector('english', c.text), q) DESC, c.id
    LIMIT :limit
    """
)


class KnowledgeRepository:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, document: KnowledgeDocument, chunks: Sequence[str]) -> None:
        """Keep a document, searchable by its chunks."""
        self._session.add(document)
        await self._session.flush()
        self._session.add_all(
            KnowledgeChunk(
                workspace_id=document.workspace_id, document_id=document.id, position=position, text=chunk
            )
            for position, chunk in enumerate(chunks)
        )
        await self._session.flush()

    async def documents(self, workspace_id: str) -> Sequence[tuple[KnowledgeDocument, int]]:
        """Newest first, each with its length in characters; the text itself stays behind."""
        query = (
            select(KnowledgeDocument, func.length(KnowledgeDocument.text))
            .where(KnowledgeDocument.workspace_id == workspace_id)
            .order_by(KnowledgeDocument.id.desc())
        )
        return [(row[0], row[1]) for row in await self._session.execute(query)]

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
        return [Hit(row.document_id, row.title, row.source, row.text) for row in found]
