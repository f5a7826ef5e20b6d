"""`/api/v1/assets` and a campaign's assets."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import FileResponse
from pydantic import BaseModel

from api.deps import Door, Signed
from orchestrator.views import AssetView

router = APIRouter(prefix="/api/v1", tags=["assets"])


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
            provenance=dict(view.provenance),
            created_at=view.created_at,
            content=f"/api/v1/assets/{view.id}/content",
        )


class AssetList(BaseModel):
    items: list[AssetOut]


@router.get("/campaigns/{campaign_id}/assets")
async def of_campaign(door: Door, actor: Signed, campaign_id: str) -> AssetList:
    return AssetList(items=[AssetOut.of(view) for view in await door.assets(actor, campaign_id)])


@router.get("/assets/{asset_id}")
async def get(door: Door, actor: Signed, asset_id: str) -> AssetOut:
    return AssetOut.of(await door.asset(actor, asset_id))


@router.get("/assets/{asset_id}/content")
async def content(door: Door, actor: Signed, asset_id: str) -> FileResponse:
    """The file itself. Generated HTML is served inert: it must not run on the dashboard's origin."""
    view, path = await door.asset_content(actor, asset_id)
    headers = {
        "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:",
        "Cache-Control": "private, max-age=31536000, immutable",
    }
    return FileResponse(
        path, media_type=view.mime, filename=view.name, headers=headers, content_disposition_type="inline"
    )


@router.get("/campaigns/{campaign_id}/download")
async def download(door: Door, actor: Signed, campaign_id: str) -> Response:
    """Every asset in one ZIP, with a manifest of names, checksums and provenance."""
    campaign = await door.campaigns.get(actor, campaign_id)
    files = [await door.asset_content(actor, view.id) for view in await door.assets(actor, campaign_id)]

    def pack() -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            manifest = []
            for view, path in files:
                name = f"{view.type}/{view.unit:02d}-{view.name}"
                archive.write(path, name)
                manifest.append({"file": name, **AssetOut.of(view).model_dump(mode="json")})
            archive.writestr("manifest.json", json.dumps(manifest, indent=2, ensure_ascii=False))
        return buffer.getvalue()

    data = await run_in_threadpool(pack)
    name = "".join(letter if letter.isalnum() else "-" for letter in campaign.name).strip("-") or "campaign"
    disposition = f'attachment; filename="{name.encode("ascii", "ignore").decode() or "campaign"}.zip"'
    return Response(data, media_type="application/zip", headers={"Content-Disposition": disposition})
