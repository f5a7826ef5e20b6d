"""`/api/v1/shares`, and `/s/{token}`: the public, read-only page behind a share."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from pydantic import BaseModel, Field

from api.content import content_response
from api.deps import Door, Parts, Signed
from api.schemas import Body, Cursor, Limit
from orchestrator.errors import DrumbeatError
from orchestrator.shares import LASTS, SharedPage, SharedPiece, ShareView
from orchestrator.views import AssetView

router = APIRouter(tags=["shares"])

PAGE_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; media-src 'self'; frame-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""No script at all, and nothing from anywhere else."""
FRAMED_POLICY = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"
)
_PRIVATE = {
    # The address is the key: it is neither told to other sites nor kept by caches and search engines.
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Cache-Control": "private, no-store",
}
_SHOWN_KINDS = ("image", "audio", "video")


class ShareIn(Body):
    campaign_id: str | None = None
    asset_id: str | None = None
    expires_in: int = Field(
        int(LASTS.total_seconds()),
        ge=60,
        le=365 * 86_400,
        description="Seconds until the link shows nothing.",
    )


class ShareOut(BaseModel):
    id: str
    campaign_id: str
    asset_id: str | None
    created_by: str
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    views: int
    viewed_at: datetime | None
    active: bool

    @classmethod
    def of(cls, view: ShareView) -> ShareOut:
        return cls(
            id=view.id,
            campaign_id=view.campaign_id,
            asset_id=view.asset_id,
            created_by=view.created_by,
            created_at=view.created_at,
            expires_at=view.expires_at,
            revoked_at=view.revoked_at,
            views=view.views,
            viewed_at=view.viewed_at,
            active=view.active,
        )


class NewShare(ShareOut):
    """A share with its address, which is shown this once."""

    url: str

    @classmethod
    def at(cls, view: ShareView, token: str, public_url: str) -> NewShare:
        url = f"{public_url.rstrip('/')}/s/{token}"
        return cls(**ShareOut.of(view).model_dump(), url=url)


class ShareList(BaseModel):
    items: list[ShareOut]
    next_cursor: str | None


@router.post("/api/v1/shares", status_code=201)
async def create(door: Door, parts: Parts, actor: Signed, body: ShareIn) -> NewShare:
    view, token = await door.shares.create(
        actor,
        campaign_id=body.campaign_id,
        asset_id=body.asset_id,
        lasts=timedelta(seconds=body.expires_in),
    )
    return NewShare.at(view, token, parts.settings.public_url)


@router.get("/api/v1/shares")
async def listed(
    door: Door,
    actor: Signed,
    campaign_id: Annotated[str | None, Query()] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> ShareList:
    page = await door.shares.listed(actor, campaign_id, limit=limit, cursor=cursor)
    return ShareList(items=[ShareOut.of(view) for view in page.items], next_cursor=page.next_cursor)


@router.post("/api/v1/shares/{share_id}/link")
async def renew(door: Door, parts: Parts, actor: Signed, share_id: str) -> NewShare:
    """A new address for the share; the one before shows nothing any more."""
    view, token = await door.shares.renew(actor, share_id)
    return NewShare.at(view, token, parts.settings.public_url)


@router.delete("/api/v1/shares/{share_id}", status_code=204)
async def revoke(door: Door, actor: Signed, share_id: str) -> Response:
    await door.shares.revoke(actor, share_id)
    return Response(status_code=204)


@router.get("/s/{token}", response_class=HTMLResponse)
async def page(door: Door, token: str) -> HTMLResponse:
    """What the link shows, to whoever has it."""
    headers = {**_PRIVATE, "Content-Security-Policy": PAGE_POLICY}
    try:
        shown = await door.shares.page(token)
    except DrumbeatError as error:
        body = _templates().get_template("over.html").render(title=error.title, detail=error.detail)
        return HTMLResponse(body, error.status, headers)
    return HTMLResponse(_page(shown, token), headers=headers)


@router.get("/s/{token}/{asset_id}")
async def shared_file(door: Door, request: Request, token: str, asset_id: str) -> Response:
    """A file of the page; HTML among them can be framed by the page and still runs nothing."""
    view = await door.shares.asset(token, asset_id)
    await door.hub.require_file(view)
    return content_response(door.hub, view, request, _PRIVATE, policy=FRAMED_POLICY)


def _page(shown: SharedPage, token: str) -> str:
    template = _templates().get_template("share.html")
    pieces = [(piece, *_shown(piece)) for piece in shown.pieces]
    return template.render(page=shown, pieces=pieces, token=token)


def _shown(piece: SharedPiece) -> tuple[str, AssetView]:
    """How the piece is shown, as a picture, a player, a framed page or as text, and the file that shows it."""
    head = piece.files[0]
    if head.kind in _SHOWN_KINDS:
        return head.kind, head
    page_file = next((file for file in piece.files if file.mime == "text/html"), None)
    return ("page", page_file) if page_file is not None else ("text", head)


@cache
def _templates() -> Environment:
    folder = Path(__file__).with_name("pages")
    return Environment(loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined)
