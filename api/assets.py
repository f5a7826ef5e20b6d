"""`/api/v1/assets` and a campaign's assets: versions, remakes, edits, decisions, inputs, the download."""

from __future__ import annotations

import json
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import IO, Annotated, Any

from fastapi import APIRouter, Header, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field, StringConstraints

from api.content import content_response
from api.deps import Door, Signed
from api.schemas import Body, Cursor, Limit, Line, Plain
from orchestrator.assets import REJECTED, Assets
from orchestrator.pages import part_of
from orchestrator.remakes import NOTE_LENGTH, RemakeView
from orchestrator.views import AssetView, Page

router = APIRouter(prefix="/api/v1", tags=["assets"])

SPOOL = 8_000_000
"""Bytes of a download that are kept in memory; a larger one goes to a temporary file."""

MOST = 200
"""Files of a page when nobody says how many: nearly every campaign's are in the first."""

Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=NOTE_LENGTH), Plain]
Key = Annotated[str | None, Header(alias="Idempotency-Key", min_length=1, max_length=120)]


class AssetOut(BaseModel):
    id: str
    campaign_id: str
    type: str
    unit: int
    kind: str
    title: str
    name: str
    mime: str
    size: int
    sha256: str
    version: int
    latest: bool
    project_id: str | None = Field(description="The project that finished it; its number is `unit` then.")
    origin: str
    note: str
    made_by: str
    verdict: Mapping[str, Any] | None
    decision: str
    reason: str
    decided_by: str
    provenance: Mapping[str, Any]
    created_at: datetime
    content: str

    @classmethod
    def of(cls, view: AssetView) -> AssetOut:
        return cls(
            id=view.id,
            campaign_id=view.campaign_id,
            type=str(view.type),
            unit=view.unit,
            kind=view.kind,
            title=view.title,
            name=view.name,
            mime=view.mime,
            size=view.size,
            sha256=view.sha256,
            version=view.version,
            latest=view.latest,
            project_id=view.project_id,
            origin=view.origin,
            note=view.note,
            made_by=view.made_by,
            verdict=view.verdict,
            decision=view.decision,
            reason=view.reason,
            decided_by=view.decided_by,
            provenance=dict(view.provenance),
            created_at=view.created_at,
            content=f"/api/v1/assets/{view.id}/content",
        )


class AssetList(BaseModel):
    items: list[AssetOut]
    next_cursor: str | None

    @classmethod
    def of(cls, page: Page) -> AssetList:
        return cls(items=[AssetOut.of(view) for view in page.items], next_cursor=page.next_cursor)

    @classmethod
    def part(cls, views: Sequence[AssetView], limit: int, cursor: str | None) -> AssetList:
        return cls.of(part_of(views, limit, cursor, lambda view: view.id))


class WholeAsset(AssetOut):
    """One asset, with the plain text of its version and what that cost."""

    text: str
    credits: int | None = Field(
        description="What making the version cost; null for a project's, paid by its stages."
    )


class RemakePrice(BaseModel):
    """What another version costs, and the balance that it would be paid from, in credits."""

    credits: int
    balance: int


class RemakeOut(BaseModel):
    """A remake: `status` is pending, active, completed or failed; `version` is what came of it."""

    id: str
    campaign_id: str
    type: str
    unit: int
    note: str
    note_followed: bool = Field(description="False when the maker understands nothing in the note.")
    credits: int
    status: str
    version: int | None
    error: Mapping[str, Any] | None
    created_at: datetime
    finished_at: datetime | None

    @classmethod
    def of(cls, view: RemakeView) -> RemakeOut:
        return cls(
            id=view.id,
            campaign_id=view.campaign_id,
            type=str(view.type),
            unit=view.unit,
            note=view.note,
            note_followed=view.note_followed,
            credits=view.credits,
            status=str(view.status),
            version=view.version,
            error=view.error,
            created_at=view.created_at,
            finished_at=view.finished_at,
        )


class RemakeList(BaseModel):
    items: list[RemakeOut]
    next_cursor: str | None


class RemakeIn(Body):
    note: Note = Field("", description='What should be different, e.g. "less formal".')


class TextIn(Body):
    text: Annotated[str, StringConstraints(min_length=1, max_length=50_000), Plain]


class RejectIn(Body):
    reason: Note


class InputsIn(Body):
    inputs: list[Line] = Field(description="Ids of assets of other campaigns; the whole list.")


@router.get("/campaigns/{campaign_id}/assets")
async def of_campaign(
    door: Door,
    actor: Signed,
    campaign_id: str,
    *,
    versions: bool = False,
    limit: Limit = MOST,
    cursor: Cursor = None,
) -> AssetList:
    """The newest version of everything; with `versions=true` every version."""
    page = await door.hub.listed(actor, campaign_id, versions=versions, limit=limit, cursor=cursor)
    return AssetList.of(page)


@router.post("/campaigns/{campaign_id}/approve")
async def approve_all(door: Door, actor: Signed, campaign_id: str) -> dict[str, int]:
    """Approve all that nobody has decided about."""
    return {"approved": await door.hub.approve_all(actor, campaign_id)}


@router.get("/campaigns/{campaign_id}/remakes")
async def remakes(
    door: Door, actor: Signed, campaign_id: str, limit: Limit = 50, cursor: Cursor = None
) -> RemakeList:
    """The newest first."""
    page = await door.remakes.of_campaign(actor, campaign_id, limit, cursor)
    return RemakeList(items=[RemakeOut.of(view) for view in page.items], next_cursor=page.next_cursor)


@router.get("/campaigns/{campaign_id}/inputs")
async def inputs(
    door: Door, actor: Signed, campaign_id: str, limit: Limit = 50, cursor: Cursor = None
) -> AssetList:
    return AssetList.part(await door.hub.inputs(actor, campaign_id), limit, cursor)


@router.put("/campaigns/{campaign_id}/inputs")
async def set_inputs(door: Door, actor: Signed, campaign_id: str, body: InputsIn) -> AssetList:
    """What the campaign works from: assets of other campaigns, whose text its makers are given."""
    return AssetList.part(await door.hub.set_inputs(actor, campaign_id, body.inputs), MOST, None)


@router.get("/remakes/{remake_id}")
async def remake_of(door: Door, actor: Signed, remake_id: str) -> RemakeOut:
    return RemakeOut.of(await door.remakes.get(actor, remake_id))


@router.get("/assets/{asset_id}")
async def get(door: Door, actor: Signed, asset_id: str) -> WholeAsset:
    view = await door.asset(actor, asset_id)
    return WholeAsset(
        **AssetOut.of(view).model_dump(),
        text=await door.hub.text(actor, asset_id),
        credits=await door.hub.cost(actor, asset_id),
    )


@router.patch("/assets/{asset_id}")
async def edit(door: Door, actor: Signed, asset_id: str, body: TextIn) -> AssetOut:
    """A new version that says this, free of charge; its review's verdict is in the answer."""
    return AssetOut.of(await door.handiwork.edit(actor, asset_id, body.text))


@router.get("/assets/{asset_id}/versions")
async def versions_of(
    door: Door, actor: Signed, asset_id: str, limit: Limit = MOST, cursor: Cursor = None
) -> AssetList:
    """The oldest first."""
    return AssetList.part(await door.hub.versions(actor, asset_id), limit, cursor)


@router.get("/assets/{asset_id}/remake")
async def remake_price(door: Door, actor: Signed, asset_id: str) -> RemakePrice:
    """What a remake would cost. Refused as the remake itself would be: without the credits, or for a project's."""
    view = await door.asset(actor, asset_id)
    credits_, balance = await door.remakes.price(actor, view.unit_id)
    return RemakePrice(credits=credits_, balance=balance)


@router.post("/assets/{asset_id}/remake", status_code=202)
async def remake(
    door: Door, actor: Signed, asset_id: str, body: RemakeIn | None = None, key: Key = None
) -> RemakeOut:
    """Make another version for the price of the unit. `Idempotency-Key` makes asking twice be asking once."""
    note = body.note if body is not None else ""
    return RemakeOut.of(await door.remakes.ask(actor, asset_id, note, key=key and f"http:{asset_id}:{key}"))


@router.post("/assets/{asset_id}/restore")
async def restore(door: Door, actor: Signed, asset_id: str) -> AssetOut:
    """An older version once more, as the newest."""
    return AssetOut.of(await door.handiwork.restore(actor, asset_id))


@router.post("/assets/{asset_id}/approve")
async def approve(door: Door, actor: Signed, asset_id: str) -> AssetOut:
    return AssetOut.of(await door.hub.approve(actor, asset_id))


@router.post("/assets/{asset_id}/reject")
async def reject(door: Door, actor: Signed, asset_id: str, body: RejectIn) -> AssetOut:
    """Leave it out of downloads and shares."""
    return AssetOut.of(await door.hub.reject(actor, asset_id, body.reason))


@router.get("/assets/{asset_id}/content")
async def content(door: Door, actor: Signed, asset_id: str, request: Request) -> Response:
    """The file itself. Generated HTML is served inert: it must not run on the dashboard's origin."""
    view = await door.hub.content(actor, asset_id)
    headers = {"Cache-Control": "private, max-age=31536000, immutable"}
    return content_response(door.hub, view, request, headers)


@router.get("/campaigns/{campaign_id}/download")
async def download(door: Door, actor: Signed, campaign_id: str, *, rejected: bool = False) -> Response:
    """The newest version of everything in one ZIP, with a manifest of names, checksums and provenance.

    What was rejected is left out, unless `rejected=true` asks for it.
    """
    campaign = await door.campaigns.get(actor, campaign_id)
    every = await door.assets(actor, campaign_id)
    views = [view for view in every if rejected or view.decision != REJECTED]
    for view in views:
        await door.hub.require_file(view)
    packed = await run_in_threadpool(_pack, door.hub, views)
    name = "".join(letter if letter.isalnum() else "-" for letter in campaign.name).strip("-") or "campaign"
    disposition = f'attachment; filename="{name.encode("ascii", "ignore").decode() or "campaign"}.zip"'
    headers = {"Content-Disposition": disposition}
    return StreamingResponse(_sent(packed), media_type="application/zip", headers=headers)


def _pack(hub: Assets, views: Sequence[AssetView]) -> IO[bytes]:
    packed = tempfile.SpooledTemporaryFile(max_size=SPOOL)  # noqa: SIM115 - closed when it is sent
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        manifest = []
        for view in views:
            folder = f"projects/{view.type}" if view.project_id else str(view.type)
            name = f"{folder}/{view.unit:02d}-{view.name}"
            with archive.open(name, "w", force_zip64=True) as entry:
                entry.writelines(hub.chunks(view, 0, view.size))
            manifest.append({"file": name, **AssetOut.of(view).model_dump(mode="json")})
        archive.writestr("manifest.json", json.dumps(manifest, indent=2, ensure_ascii=False))
    packed.seek(0)
    return packed


def _sent(packed: IO[bytes]) -> Iterator[bytes]:
    with packed:
        while piece := packed.read(256 * 1024):
            yield piece
