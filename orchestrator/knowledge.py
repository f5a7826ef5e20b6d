"""The workspace's knowledge base."""

from __future__ import annotations

import re
from collections.abc import Sequence

from orchestrator.errors import InvalidField, NotFound
from orchestrator.views import Actor, DocumentView, PassageView
from store.database import Database
from store.models import KnowledgeDocument

PASSAGE = 800
"""Characters of a passage at most: a paragraph or two, enough to answer from, short enough to rank well."""
MOST_TEXT = 500_000
TITLE_LENGTH = 200


class Knowledge:
    def __init__(self, db: Database) -> None:
        self._db = db

    async def add(self, actor: Actor, title: str, text: str, source: str = "") -> DocumentView:
        """Keep a text, searchable at once. `source` is what a citation names; the title when it is empty."""
        title, text = title.strip()[:TITLE_LENGTH], text.replace("\x00", "").strip()
        if not title:
            raise InvalidField("title", "Give the document a title.")
        if not text:
            raise InvalidField("text", "The document is empty.")
        if len(text) > MOST_TEXT:
            raise InvalidField("text", f"That is {len(text)} characters; {MOST_TEXT} is the most. Split it.")
        async with self._db.write() as uow:
            document = KnowledgeDocument(
                id=uow.new_id(),
                workspace_id=actor.workspace_id,
                title=title,
                source=source.strip() or title,
                text=text,
                created_at=uow.now,
            )
            await uow.knowledge.add(document, passages(text))
            return DocumentView(document.id, title, document.source, len(text), uow.now)

    async def list(self, actor: Actor) -> Sequence[DocumentView]:
        """Newest first."""
        async with self._db.read() as uow:
            rows = await uow.knowledge.documents(actor.workspace_id)
        return [DocumentView(row.id, row.title, row.source, size, row.created_at) for row, size in rows]

    async def delete(self, actor: Actor, document_id: str) -> None:
        """Raises `NotFound`."""
        async with self._db.write() as uow:
            if not await uow.knowledge.delete(actor.workspace_id, document_id):
                raise NotFound("There is no such document.")

    async def search(self, actor: Actor, q: str, limit: int = 5) -> Sequence[PassageView]:
        """The passages that fit the words best, best first; empty when none does."""
        async with self._db.read() as uow:
            hits = await uow.knowledge.search(actor.workspace_id, q, limit)
        return [PassageView(hit.document_id, hit.title, hit.source, hit.text) for hit in hits]


def passages(text: str) -> list[str]:
    """The text in passages of whole sentences, paragraph ends kept where they fall."""
    pieces = [piece for sentence in re.split(r"(?<=[.!?…])\s+|\n{2,}", text) for piece in _cut(sentence)]
    packed: list[str] = []
    for piece in pieces:
        if packed and len(packed[-1]) + 1 + len(piece) <= PASSAGE:
            packed[-1] = f"{packed[-1]} {piece}"
        else:
            packed.append(piece)
    return packed


def _cut(sentence: str) -> list[str]:
    """A sentence, or the parts of one that is longer than a passage, cut between words where it has any."""
    left, parts = sentence.strip(), []
    while len(left) > PASSAGE:
        space = left.rfind(" ", PASSAGE // 2, PASSAGE)
        end = space if space > 0 else PASSAGE
        parts.append(left[:end].strip())
        left = left[end:].strip()
    return [*parts, left] if left else parts
