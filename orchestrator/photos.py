"""The product's photo of a campaign, uploaded by its owner: what images, banners and flyers show."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from orchestrator.assembling import campaign_of
from orchestrator.assets import require_writable
from orchestrator.errors import InvalidField, NotFound
from orchestrator.pages import id_after, page_of
from orchestrator.views import Actor, Page
from store.database import Database
from store.files import Files
from studio.images.photo import UnreadablePhoto, cleaned

MOST_BYTES = 15_000_000
"""Of an upload; a phone's JPEG has two to eight million."""


@dataclass(frozen=True, slots=True)
class PhotoView:
    """Whose photo it is: a campaign has one."""

    campaign_id: str
    campaign: str
    sha256: str


class Photos:
    """One photo a campaign. It goes before the pictures among the campaign's inputs."""

    def __init__(self, db: Database, files: Files) -> None:
        self._db = db
        self._files = files

    async def put(self, actor: Actor, campaign_id: str, data: bytes) -> None:
        """Keep the photo in place of an earlier one, its metadata stripped. Raises `InvalidField`."""
        if len(data) > MOST_BYTES:
            raise InvalidField("file", f"The photo may have at most {MOST_BYTES // 1_000_000} MB.")
        async with self._db.read() as uow:
            require_writable(await campaign_of(uow, actor, campaign_id))
        try:
            photo = await asyncio.to_thread(cleaned, data)
        except UnreadablePhoto as error:
            detail = f"It cannot be used: {error}. Give another photo: PNG, JPEG or WebP."
            raise InvalidField("file", detail) from error
        sha256, _ = await asyncio.to_thread(self._files.put, photo)
        await self._set(actor, campaign_id, sha256)

    async def remove(self, actor: Actor, campaign_id: str) -> None:
        """What is made from now on shows no uploaded photo."""
        await self._set(actor, campaign_id, "")

    async def get(self, actor: Actor, campaign_id: str) -> bytes:
        """The photo as PNG. Raises `NotFound`."""
        async with self._db.read() as uow:
            sha256 = (await campaign_of(uow, actor, campaign_id)).photo
        if not sha256:
            raise NotFound("The campaign has no product photo.")
        try:
            return await asyncio.to_thread(self._files.read, sha256)
        except FileNotFoundError:
            raise NotFound("The product photo is missing from the file store.") from None

    async def list(self, actor: Actor, limit: int = 50, cursor: str | None = None) -> Page:
        """`PhotoView`s of the campaigns that are not archived, the newest campaign first."""
        before = id_after(cursor)
        async with self._db.read() as uow:
            rows = await uow.campaigns.with_photo(actor.workspace_id, limit + 1, before)
            views = [PhotoView(row.id, row.name, row.photo) for row in rows[:limit]]
        return page_of(rows, limit, lambda row: row.id, views)

    async def _set(self, actor: Actor, campaign_id: str, sha256: str) -> None:
        async with self._db.write() as uow:
            campaign = await campaign_of(uow, actor, campaign_id, lock=True)
            require_writable(campaign)
            if campaign.photo != sha256:
                campaign.photo = sha256
                campaign.updated_at = uow.now
                await uow.emit("campaign.photo", actor.workspace_id, campaign_id, {"given": bool(sha256)})
