"""`/api/v1/knowledge`: what the workspace knows, as texts, files and pages, and the search over it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, File, Form, Query, Response, UploadFile
from pydantic import BaseModel, StringConstraints

from api.deps import Door, Signed
from api.schemas import Body, Cursor, Limit, Line, Plain
from orchestrator.errors import InvalidField
from orchestrator.views import DocumentView

router = APIRouter(prefix="/api/v1/knowledge", tags=["knowledge"])

Title = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), Plain]


class DocumentIn(Body):
    """A `text` with its `title`, or the `url` of a public page."""

    title: Title = ""
    text: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500_000)] | None = None
    url: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000), Plain] | None = None
    source: Line = ""


class DocumentOut(BaseModel):
    """`source` is what a citation names; `kind` is text, markdown, html, pdf or docx; `size` in characters."""

    id: str
    title: str
    source: str
    kind: str
    pages: int | None
    size: int
    created_at: datetime


class DocumentsOut(BaseModel):
    items: list[DocumentOut]
    next_cursor: str | None


class PassageOut(BaseModel):
    """`source` cites the passage: "handbook.pdf, page 3"."""

    document_id: str
    title: str
    source: str
    text: str


class PassagesOut(BaseModel):
    items: list[PassageOut]


@router.get("")
async def documents(door: Door, actor: Signed, limit: Limit = 50, cursor: Cursor = None) -> DocumentsOut:
    page = await door.knowledge.list(actor, limit, cursor)
    return DocumentsOut(items=[_document(view) for view in page.items], next_cursor=page.next_cursor)


@router.post("", status_code=201)
async def add_document(door: Door, actor: Signed, body: DocumentIn) -> DocumentOut:
    if (body.text is None) == (body.url is None):
        raise InvalidField("text", "Send either a text or the url of a page.")
    if body.url is not None:
        return _document(await door.knowledge.fetch(actor, body.url, body.title))
    return _document(await door.knowledge.add(actor, body.title, body.text or "", body.source))


@router.post("/files", status_code=201)
async def upload_document(
    door: Door,
    actor: Signed,
    file: Annotated[UploadFile, File(description="Text, Markdown, HTML, PDF or DOCX; 20 MB at most.")],
    title: Annotated[Title, Form()] = "",
) -> DocumentOut:
    data = await file.read()
    name, content_type = file.filename or "", file.content_type or ""
    return _document(await door.knowledge.upload(actor, name, data, content_type, title))


@router.delete("/{document_id}", status_code=204)
async def delete_document(door: Door, actor: Signed, document_id: str) -> Response:
    await door.knowledge.delete(actor, document_id)
    return Response(status_code=204)


@router.get("/search")
async def search(
    door: Door,
    actor: Signed,
    q: Annotated[str, Query(min_length=1, max_length=300)],
    limit: Limit = 5,
) -> PassagesOut:
    found = await door.knowledge.search(actor, q, limit=limit)
    return PassagesOut(
        items=[
            PassageOut(document_id=each.document_id, title=each.title, source=each.source, text=each.text)
            for each in found
        ]
    )


def _document(view: DocumentView) -> DocumentOut:
    return DocumentOut(
        id=view.id,
        title=view.title,
        source=view.source,
        kind=view.kind,
        pages=view.pages,
        size=view.size,
        created_at=view.created_at,
    )
