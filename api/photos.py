"""A campaign's product photo: uploaded, seen, taken away; and all photos of the workspace."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, Response, UploadFile
from pydantic import BaseModel

from api.deps import Door, Signed
from api.schemas import Cursor, Limit
from orchestrator.errors import InvalidField
from orchestrator.photos import MOST_BYTES, PhotoView

router = APIRouter(prefix="/api/v1", tags=["campaigns"])
_PHOTO = "/campaigns/{campaign_id}/photo"


class PhotoOut(BaseModel):
    """`id` is the campaign's, which has one photo; `campaign` its name."""

    id: str
    campaign: str
    content: str


class PhotosOut(BaseModel):
    items: list[PhotoOut]
    next_cursor: str | None


@router.get("/photos")
async def photos(door: Door, actor: Signed, limit: Limit = 50, cursor: Cursor = None) -> PhotosOut:
    """The photos of all campaigns that are not archived, the newest campaign's first."""
    page = await door.photos.list(actor, limit, cursor)
    return PhotosOut(items=[_photo(view) for view in page.items], next_cursor=page.next_cursor)


@router.put(_PHOTO, status_code=204)
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


@router.get(_PHOTO, response_class=Response, responses={200: {"content": {"image/png": {}}}})
async def photo(door: Door, actor: Signed, campaign_id: str) -> Response:
    return Response(await door.photos.get(actor, campaign_id), media_type="image/png")


@router.delete(_PHOTO, status_code=204)
async def delete_photo(door: Door, actor: Signed, campaign_id: str) -> Response:
    await door.photos.remove(actor, campaign_id)
    return Response(status_code=204)


def _photo(view: PhotoView) -> PhotoOut:
    """Its address names the picture, so that another photo of the campaign is not taken for this one."""
    content = f"/api/v1/campaigns/{view.campaign_id}/photo?v={view.sha256[:16]}"
    return PhotoOut(id=view.campaign_id, campaign=view.campaign, content=content)
