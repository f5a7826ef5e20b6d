"""What the knowledge base holds on something: by words, and by meaning where there is a model for it."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import structlog

from orchestrator.briefs import PASSAGES
from orchestrator.ingest.hybrid import Embedder, blended, nearest
from store.database import Database
from store.repositories.knowledge import Hit
from studio.ports import Brief, MakerError, Passage

log = structlog.get_logger()

QUERY_SECONDS = 2.0
"""A caller waits for the search: an embedding server that is slower than this is done without."""
CANDIDATES = 50
"""Passages that each kind of search puts forward for the blend."""


class Recall:
    """Searches for people and for makers alike. Without an embedder it goes by words alone."""

    def __init__(self, db: Database, embedder: Embedder | None) -> None:
        self._db = db
        self._embedder = embedder

    async def hits(self, workspace_id: str, q: str, limit: int) -> list[Hit]:
        """The best passages, best first. A model that is slow or silent costs the meaning, never the answer."""
        vector = await self._vector_of(q)
        async with self._db.read() as uow:
            if vector is None or self._embedder is None:
                return await uow.knowledge.search(workspace_id, q, limit)
            worded = await uow.knowledge.search(workspace_id, q, CANDIDATES)
            kept = await uow.knowledge.vectors(workspace_id, self._embedder.model)
            near = await asyncio.to_thread(nearest, vector, kept, CANDIDATES)
            best = blended([[hit.chunk_id for hit in worded], near])[:limit]
            by_id = await uow.knowledge.hits(workspace_id, best)
            return [by_id[chunk_id] for chunk_id in best]

    async def informed(self, brief: Brief, campaign_id: str) -> Brief:
        """The brief with the passages that mean what it is about, not only those that share its words."""
        query = " ".join((brief.topic, brief.objective, *brief.products)).strip()
        if self._embedder is None or not query:
            return brief
        async with self._db.read() as uow:
            workspace_id = (await uow.work.campaign(campaign_id)).workspace_id
        found = await self.hits(workspace_id, query, PASSAGES)
        passages = (Passage(hit.document_id, hit.title, hit.source, hit.text) for hit in found)
        return replace(brief, knowledge=tuple(passages))

    async def _vector_of(self, q: str) -> bytes | None:
        if self._embedder is None or not q.strip():
            return None
        try:
            found = await self._embedder.embed([q], timeout=QUERY_SECONDS)
        except MakerError as error:
            log.warning("searched by words alone", cause=error.cause)
            return None
        vector: bytes = found[0].tobytes()
        return vector
