"""The workspace's knowledge base."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath
from urllib.parse import urlsplit

import structlog

from orchestrator.errors import InvalidField, NotFound
from orchestrator.ingest.hybrid import Embedder
from orchestrator.ingest.kinds import Document, Kind, Section, Unreadable, kind_of
from orchestrator.ingest.passages import cut
from orchestrator.ingest.sandbox import Sandbox
from orchestrator.outward import Outward, Refused, Unreached
from orchestrator.pages import id_after, page_of
from orchestrator.recall import Recall
from orchestrator.views import Actor, DocumentView, Page, PassageView
from store.database import Database
from store.models import KnowledgeDocument
from store.repositories.knowledge import Chunk
from studio.ports import MakerError

log = structlog.get_logger()

MOST_TEXT = 500_000
"""Characters that are typed in or posted as JSON."""
MOST_FILE = 20_000_000
"""Bytes of an uploaded file or a fetched page."""
TITLE_LENGTH = 200
FETCH_SECONDS = 20.0
FILLED_AT_ONCE = 128
"""Passages that are given vectors in one transaction: one request to the embedding server."""


class Knowledge:
    """`embedder` adds a search by meaning to the one by words."""

    def __init__(
        self, db: Database, outward: Outward | None = None, embedder: Embedder | None = None
    ) -> None:
        self._db = db
        self._outward = outward or Outward()
        self._embedder = embedder
        self._recall = Recall(db, embedder)
        self._sandbox = Sandbox()

    async def add(self, actor: Actor, title: str, text: str, source: str = "") -> DocumentView:
        """Keep a text, searchable at once. `source` is what a citation names; the title when it is empty."""
        title, text = title.strip()[:TITLE_LENGTH], text.replace("\x00", "").strip()
        if not title:
            raise InvalidField("title", "Give the document a title.")
        if not text:
            raise InvalidField("text", "The document is empty.")
        if len(text) > MOST_TEXT:
            raise InvalidField("text", f"That is {len(text)} characters; {MOST_TEXT} is the most. Split it.")
        document = Document(title, text, tuple(cut([Section(text)])))
        return await self._keep(actor, document, Kind.TEXT, source.strip() or title)

    async def upload(
        self, actor: Actor, name: str, data: bytes, content_type: str = "", title: str = ""
    ) -> DocumentView:
        """Keep a text, Markdown, HTML, PDF or DOCX file. The same file under the same name is kept once.

        Raises `InvalidField` for `file`, with nothing kept.
        """
        source = _file_name(name)
        return await self._take(actor, "file", source, data, content_type, title)

    async def fetch(self, actor: Actor, url: str, title: str = "") -> DocumentView:
        """Keep the page at a public web address. Raises `InvalidField` for `url`, with nothing kept."""
        try:
            page = await self._outward.get(url.strip(), most=MOST_FILE, seconds=FETCH_SECONDS)
        except (Refused, Unreached) as error:
            raise InvalidField("url", str(error)) from error
        if page.code != 200:
            raise InvalidField("url", f"The page answers {page.code}. Check the address.")
        if not page.whole:
            raise InvalidField("url", f"The page has more than {MOST_FILE // 1_000_000} MB.")
        name = PurePath(urlsplit(page.url).path).name
        return await self._take(actor, "url", page.url, page.body, page.content_type, title, name)

    async def _take(
        self,
        actor: Actor,
        field: str,
        source: str,
        data: bytes,
        content_type: str,
        title: str,
        name: str = "",
    ) -> DocumentView:
        if len(data) > MOST_FILE:
            most = MOST_FILE // 1_000_000
            raise InvalidField(field, f"The file has {len(data):,} bytes; {most} MB is the most. Split it.")
        digest = hashlib.sha256(data).hexdigest()
        async with self._db.read() as uow:
            earlier = await uow.knowledge.by_digest(actor.workspace_id, digest, source)
        if earlier is not None:
            return _view(earlier, len(earlier.text))
        try:
            kind = kind_of(data, name or source, content_type)
            document = await self._sandbox.read(kind, data, _charset(content_type))
        except Unreadable as error:
            raise InvalidField(field, str(error)) from error
        named = replace(document, title=_tidy(title) or _tidy(document.title) or source[:TITLE_LENGTH])
        return await self._keep(actor, named, kind, source, digest)

    async def _keep(
        self, actor: Actor, document: Document, kind: Kind, source: str, digest: str = ""
    ) -> DocumentView:
        found, model = await self._with_vectors(
            [Chunk(each.text, each.page, each.heading) for each in document.passages]
        )
        async with self._db.write() as uow:
            if digest:
                # Twice at once is once: the second waits, and finds what the first kept.
                await uow.knowledge.hold(actor.workspace_id, digest)
                earlier = await uow.knowledge.by_digest(actor.workspace_id, digest, source)
                if earlier is not None:
                    return _view(earlier, len(earlier.text))
            row = KnowledgeDocument(
                id=uow.new_id(),
                workspace_id=actor.workspace_id,
                title=document.title,
                source=source,
                kind=kind.value,
                pages=document.pages,
                digest=digest,
                text=document.text,
                created_at=uow.now,
            )
            await uow.knowledge.add(row, found, model)
            return _view(row, len(row.text))

    async def _with_vectors(self, found: list[Chunk]) -> tuple[list[Chunk], str]:
        """A document without vectors is found by its words all the same, so a silent server does not refuse it."""
        if self._embedder is None:
            return found, ""
        try:
            rows = await self._embedder.embed([chunk.text for chunk in found])
        except MakerError as error:
            log.warning("a document is kept without vectors", cause=error.cause)
            return found, ""
        model = self._embedder.model
        return [replace(chunk, vector=row.tobytes()) for chunk, row in zip(found, rows, strict=True)], model

    async def list(self, actor: Actor, limit: int = 50, cursor: str | None = None) -> Page:
        """`DocumentView`s, newest first."""
        before = id_after(cursor)
        async with self._db.read() as uow:
            rows = await uow.knowledge.documents(actor.workspace_id, limit + 1, before)
        views = [_view(row, size) for row, size in rows[:limit]]
        return page_of(rows, limit, lambda row: row[0].id, views)

    async def delete(self, actor: Actor, document_id: str) -> None:
        """Raises `NotFound`."""
        async with self._db.write() as uow:
            if not await uow.knowledge.delete(actor.workspace_id, document_id):
                raise NotFound("There is no such document.")

    async def search(self, actor: Actor, q: str, limit: int = 5) -> Sequence[PassageView]:
        """The passages that fit the words best, and with an embedder those that mean the same; best first."""
        hits = await self._recall.hits(actor.workspace_id, q, limit)
        return [PassageView(hit.document_id, hit.title, hit.source, hit.text) for hit in hits]

    @property
    def by_meaning(self) -> bool:
        """Whether there is a model that tells what means the same."""
        return self._embedder is not None

    async def fill(self) -> int:
        """Give some passages of any workspace that have no vector by this model theirs; how many. 0 when none is left.

        They were kept before the model was set, by another, or while its server was silent. Raises `MakerError`.
        """
        if self._embedder is None:
            return 0
        model = self._embedder.model
        async with self._db.read() as uow:
            bare = await uow.knowledge.without_vector(model, FILLED_AT_ONCE)
        if not bare:
            return 0
        rows = await self._embedder.embed([text for _, text in bare])
        vectors = {chunk_id: row.tobytes() for (chunk_id, _), row in zip(bare, rows, strict=True)}
        async with self._db.write() as uow:
            await uow.knowledge.hold("", "vectors")
            await uow.knowledge.set_vectors(model, vectors)
        return len(bare)


def _view(row: KnowledgeDocument, size: int) -> DocumentView:
    return DocumentView(row.id, row.title, row.source, size, row.created_at, row.kind, row.pages)


def _tidy(title: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in title).split())[:TITLE_LENGTH]


def _file_name(name: str) -> str:
    """The last part of the name, as the owner knows it, without what could be a path or a control character."""
    return _tidy(name.replace("\\", "/").rpartition("/")[2]) or "document"


def _charset(content_type: str) -> str:
    for part in content_type.split(";")[1:]:
        key, _, value = part.strip().partition("=")
        if key.casefold() == "charset":
            return value.strip("\"' ")[:40]
    return ""
