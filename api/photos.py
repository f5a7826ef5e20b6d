"""A campaign's product photo: uploaded, seen, taken away."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, Response, UploadFile

from api.deps import Door, Signed
from orchestrator.errors import InvalidField
from orchestrator.photos import MOST_BYTES

router = APIRouter(prefix="/api/v1/campaigns/{campaign_id}/photo", tags=["campaigns"])


@router.put("", status_code=204)
async def put_photo(
    door: Door,
    actor: Signed,
    campaign_id: str,
    file: Annotated[UploadFile, File(description="PNG, JPEG or WebP; 15 MB at most.")],
) -> Response:
    """The photo that images, banners and flyers of the campaign show."""
    if (file.size or 0) > MOST_BYTES:
        raise InvalidField("file", f"The photo may have at most {MOST_BYTES // 1_000_000} MB.")
    await door.photos.put(actor, campaign_id, await file.read())
    return Response(status_code=204)


@router.get("", response_class=Response, responses={200: {"content": {"image/png": {}}}})
async def photo(door: Door, actor: Signed, campaign_id: str) -> Response:
    return Response(await door.photos.get(actor, campaign_id), media_type="image/png")


@router.delete("", status_code=204)
async def delete_photo(door: Door, actor: Signed, campaign_id: str) -> Response:
    await door.photos.remove(actor, campaign_id)
    return Response(status_code=204)
