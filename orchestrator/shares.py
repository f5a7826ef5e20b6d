"""Links that show what was made to whoever has them, until they expire or are revoked."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from orchestrator.assembling import campaign_of
from orchestrator.assets import REJECTED, asset_of, views_of_campaign
from orchestrator.errors import DrumbeatError, InvalidField, NotFound
from orchestrator.pages import id_after, page_of
from orchestrator.views import Actor, AssetView, Page
from store.database import Database
from store.models import Share
from store.unit_of_work import UnitOfWork

LASTS = timedelta(days=7)
"""How long a link shows what it shows when nobody said how long."""
LONGEST = timedelta(days=365)


class ShareOver(DrumbeatError):  # noqa: N818
    """The link was good once; it has expired or was revoked."""

    status = 410
    title = "No longer shared"


@dataclass(frozen=True, slots=True)
class ShareView:
    """A share as its owner sees it. `asset_id` is None when the whole campaign is shown."""

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


@dataclass(frozen=True, slots=True)
class SharedPiece:
    """What one unit made, in its newest version: its text and files."""

    text: str
    files: tuple[AssetView, ...]


@dataclass(frozen=True, slots=True)
class SharedPage:
    """What a link shows: names and results, nothing of the workspace, its people or its money."""

    name: str
    topic: str
    expires_at: datetime
    pieces: tuple[SharedPiece, ...]


class Shares:
    def __init__(self, db: Database) -> None:
        self._db = db

    async def create(
        self,
        actor: Actor,
        *,
        campaign_id: str | None = None,
        asset_id: str | None = None,
        lasts: timedelta = LASTS,
    ) -> tuple[ShareView, str]:
        """Share a campaign's results or one asset. Returns the share and its token, which is shown this once.

        Raises `InvalidField` when not exactly one is given, or for a time of nothing or of more than a year.
        """
        if (campaign_id is None) == (asset_id is None):
            raise InvalidField("campaign_id", "Give either a campaign or an asset.")
        if not timedelta(minutes=1) <= lasts <= LONGEST:
            raise InvalidField("expires_in", "A link lasts between a minute and a year.")
        token = secrets.token_urlsafe(32)
        async with self._db.write() as uow:
            if asset_id is not None:
                row, _ = await asset_of(uow, actor, asset_id)
                campaign_id = row.campaign_id
            campaign = await campaign_of(uow, actor, str(campaign_id))
            share = Share(
                id=uow.new_id(),
                workspace_id=actor.workspace_id,
                campaign_id=campaign.id,
                asset_id=asset_id,
                digest=_digest(token),
                created_by=actor.name,
                created_at=uow.now,
                expires_at=uow.now + lasts,
                views=0,
            )
            uow.shares.add(share)
            payload = {"share_id": share.id, "asset_id": asset_id, "by": actor.name, "name": campaign.name}
            await uow.emit("share.created", actor.workspace_id, campaign.id, payload)
            return _view(share, uow.now), token

    async def listed(
        self, actor: Actor, campaign_id: str | None = None, *, limit: int = 50, cursor: str | None = None
    ) -> Page:
        """`ShareView`s, the newest first, over ones too."""
        before = id_after(cursor)
        async with self._db.read() as uow:
            rows = await uow.shares.of(actor.workspace_id, campaign_id, limit + 1, before)
            return page_of(rows, limit, lambda row: row.id, [_view(row, uow.now) for row in rows[:limit]])

    async def renew(self, actor: Actor, share_id: str) -> tuple[ShareView, str]:
        """A new token for a share whose link was lost or was never shown; the old one is worthless then.

        Raises `ShareOver`.
        """
        token = secrets.token_urlsafe(32)
        async with self._db.write() as uow:
            share = await _own(uow, actor, share_id)
            _require_open(share, uow.now)
            share.digest = _digest(token)
            return _view(share, uow.now), token

    async def revoke(self, actor: Actor, share_id: str) -> ShareView:
        """The link shows nothing from now on. Once more changes nothing."""
        async with self._db.write() as uow:
            share = await _own(uow, actor, share_id)
            if share.revoked_at is None:
                share.revoked_at = uow.now
                payload = {"share_id": share.id, "by": actor.name}
                await uow.emit("share.revoked", actor.workspace_id, share.campaign_id, payload)
            return _view(share, uow.now)

    async def page(self, token: str) -> SharedPage:
        """What the link shows; counted as a view. Raises `NotFound` for an unknown token and `ShareOver`."""
        async with self._db.read() as uow:
            share = await _shared(uow, token)
            shown = await _pieces(uow, share)
            campaign = await uow.work.campaign(share.campaign_id)
            page = SharedPage(campaign.name, campaign.topic, share.expires_at, shown)
        # Written only for a link that is one: whoever guesses must not keep the writers of SQLite waiting.
        async with self._db.write() as uow:
            await uow.shares.count_view(share.id, uow.now)
        return page

    async def asset(self, token: str, asset_id: str) -> AssetView:
        """A file that the link shows. Raises `NotFound` and `ShareOver`."""
        async with self._db.read() as uow:
            pieces = await _pieces(uow, await _shared(uow, token))
        found = (file for piece in pieces for file in piece.files if file.id == asset_id)
        view = next(found, None)
        if view is None:
            raise NotFound("This link does not show that.")
        return view


async def _pieces(uow: UnitOfWork, share: Share) -> tuple[SharedPiece, ...]:
    """The newest versions, without what was rejected; of one asset, all files of its unit."""
    views = [v for v in await views_of_campaign(uow, share.campaign_id) if v.decision != REJECTED]
    if share.asset_id is not None:
        one = await uow.work.asset(share.asset_id)
        views = [view for view in views if one is not None and view.unit_id == one.unit_id]
    texts = {(row.unit_id, row.version): row.text for row in await uow.hub.versions(share.campaign_id)}
    units = dict.fromkeys(view.unit_id for view in views)
    files = {unit: tuple(view for view in views if view.unit_id == unit) for unit in units}
    return tuple(SharedPiece(texts.get((unit, of[0].version), ""), of) for unit, of in files.items())


async def _shared(uow: UnitOfWork, token: str) -> Share:
    share = await uow.shares.by_digest(_digest(token))
    if share is None:
        raise NotFound("There is nothing behind this link.")
    _require_open(share, uow.now)
    return share


async def _own(uow: UnitOfWork, actor: Actor, share_id: str) -> Share:
    share = await uow.shares.get(actor.workspace_id, share_id)
    if share is None:
        raise NotFound("There is no such share.")
    return share


def _require_open(share: Share, now: datetime) -> None:
    if share.revoked_at is not None:
        raise ShareOver("This link was revoked.")
    if share.expires_at <= now:
        raise ShareOver("This link has expired.")


def _digest(token: str) -> str:
    # No salt and no stretching: the token is random and long, so nothing can be guessed from its digest.
    return sha256(token.encode()).hexdigest()


def _view(row: Share, now: datetime) -> ShareView:
    return ShareView(
        id=row.id,
        campaign_id=row.campaign_id,
        asset_id=row.asset_id,
        created_by=row.created_by,
        created_at=row.created_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
        views=row.views,
        viewed_at=row.viewed_at,
        active=row.revoked_at is None and row.expires_at > now,
    )
