"""What was made: its versions, and what the owner decides about them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path

from orchestrator.assembling import campaign_of
from orchestrator.errors import IllegalTransition, InvalidField, NotFound
from orchestrator.lifecycle import legal
from orchestrator.pages import id_after, page_of
from orchestrator.views import Actor, AssetView, Page
from store.database import Database
from store.files import Files
from store.models import Asset, AssetVersion, Campaign, Unit
from store.unit_of_work import UnitOfWork
from store.words import CampaignStatus, DeliverableType

APPROVED, REJECTED = "approved", "rejected"
MOST_INPUTS = 20
"""Assets that a campaign may be given to work from: more would drown its own brief."""


class Assets:
    """Lists are in the order of the deliverables, their units, versions and files."""

    def __init__(self, db: Database, files: Files) -> None:
        self._db = db
        self._files = files

    async def of_campaign(
        self, actor: Actor, campaign_id: str, *, versions: bool = False
    ) -> Sequence[AssetView]:
        """The newest version of everything, or with `versions` every version."""
        async with self._db.read() as uow:
            await campaign_of(uow, actor, campaign_id)
            return await views_of_campaign(uow, campaign_id, versions=versions)

    async def listed(
        self,
        actor: Actor,
        campaign_id: str,
        *,
        versions: bool = False,
        limit: int = 200,
        cursor: str | None = None,
    ) -> Page:
        """`of_campaign`, in pages. A remake in between takes nothing away: its version comes where its unit is."""
        every = await self.of_campaign(actor, campaign_id, versions=True)
        after = id_after(cursor)
        seen = next((n for n, view in enumerate(every, 1) if view.id == after), 0)
        if after is not None and not seen:
            raise InvalidField("cursor", "This cursor is of another list. Leave it out to start over.")
        rest = [view for view in every[seen:] if versions or view.latest]
        return page_of(rest, limit, lambda view: view.id, rest[:limit])

    async def get(self, actor: Actor, asset_id: str) -> AssetView:
        async with self._db.read() as uow:
            row, unit = await asset_of(uow, actor, asset_id)
            return await _one(uow, row, unit)

    async def content(self, actor: Actor, asset_id: str) -> AssetView:
        """The asset, when its file is there. Raises `NotFound` also when the file is gone."""
        view = await self.get(actor, asset_id)
        await self.require_file(view)
        return view

    async def require_file(self, view: AssetView) -> None:
        """Raises `NotFound` when the asset's file is gone from where files lie."""
        if not await asyncio.to_thread(self._files.has, view.sha256):
            raise NotFound("The file of this asset is missing from the file store.")

    def local(self, view: AssetView) -> Path | None:
        """The asset's file on this machine; None where files lie elsewhere."""
        return self._files.local(view.sha256)

    def chunks(self, view: AssetView, start: int, end: int) -> Iterator[bytes]:
        """The bytes of the asset's file from `start` up to `end`, read as they are asked for; it blocks."""
        return self._files.chunks(view.sha256, start, end)

    async def text(self, actor: Actor, asset_id: str) -> str:
        """The plain text of the version that the asset belongs to."""
        async with self._db.read() as uow:
            row, _ = await asset_of(uow, actor, asset_id)
            version = await uow.hub.version(row.unit_id, row.version)
            return version.text if version is not None else ""

    async def cost(self, actor: Actor, asset_id: str) -> int | None:
        """Credits that the asset's version cost; None for a project's, which was paid for stage by stage."""
        async with self._db.read() as uow:
            row, unit = await asset_of(uow, actor, asset_id)
            version = await uow.hub.version(row.unit_id, row.version)
            origin = version.origin if version is not None else "run"
            if origin == "remake":
                remake = await uow.hub.remake_that_made(row.unit_id, row.version)
                return remake.price if remake is not None else None
            return {"run": unit.price, "edit": 0, "restore": 0}.get(origin)

    async def versions(self, actor: Actor, asset_id: str) -> Sequence[AssetView]:
        """Every version of what the asset is a file of, the oldest first."""
        async with self._db.read() as uow:
            row, _ = await asset_of(uow, actor, asset_id)
            every = await views_of_campaign(uow, row.campaign_id, versions=True)
            return [view for view in every if view.unit_id == row.unit_id]

    async def approve(self, actor: Actor, asset_id: str) -> AssetView:
        return await self._decide(actor, asset_id, APPROVED, "")

    async def reject(self, actor: Actor, asset_id: str, reason: str) -> AssetView:
        """Leave it out of downloads and shares; the reason is what a remake without a note is told."""
        if not reason.strip():
            raise InvalidField("reason", "Say what is wrong with it, so that a remake can mend it.")
        return await self._decide(actor, asset_id, REJECTED, reason.strip())

    async def approve_all(self, actor: Actor, campaign_id: str) -> int:
        """Approve the newest version of all that nobody has decided about yet; how many there were."""
        async with self._db.write() as uow:
            campaign = await campaign_of(uow, actor, campaign_id, lock=True)
            require_writable(campaign)
            newest = {row.unit_id: row for row in await uow.hub.versions(campaign_id)}
            open_ones = [row for row in newest.values() if not row.decision]
            for row in open_ones:
                _mark(uow, row, actor, APPROVED, "")
            if open_ones:
                payload = {"count": len(open_ones), "by": actor.name}
                await uow.emit("assets.approved", actor.workspace_id, campaign_id, payload)
            return len(open_ones)

    async def inputs(self, actor: Actor, campaign_id: str) -> Sequence[AssetView]:
        """What the campaign works from."""
        async with self._db.read() as uow:
            await campaign_of(uow, actor, campaign_id)
            rows = await uow.hub.inputs(campaign_id)
            return [view_of_asset(asset, unit, version, latest=True) for asset, version, unit in rows]

    async def set_inputs(
        self, actor: Actor, campaign_id: str, asset_ids: Sequence[str]
    ) -> Sequence[AssetView]:
        """Let the campaign work from these assets of any campaign, and no others.

        Raises `InvalidField` for too many or unknown ones.
        """
        async with self._db.write() as uow:
            await put_inputs(uow, actor, await campaign_of(uow, actor, campaign_id, lock=True), asset_ids)
        return await self.inputs(actor, campaign_id)

    async def _decide(self, actor: Actor, asset_id: str, decision: str, reason: str) -> AssetView:
        async with self._db.write() as uow:
            row, unit = await asset_of(uow, actor, asset_id)
            require_writable(await campaign_of(uow, actor, row.campaign_id, lock=True))
            version = await uow.hub.version(row.unit_id, row.version)
            if version is None:
                raise NotFound("There is no such version.")
            if (version.decision, version.reason) != (decision, reason):
                _mark(uow, version, actor, decision, reason)
                payload = {
                    "asset_id": row.id,
                    "type": row.type,
                    "unit": unit.index,
                    "version": row.version,
                    "title": row.title,
                    "reason": reason,
                    "by": actor.name,
                }
                await uow.emit(f"asset.{decision}", actor.workspace_id, row.campaign_id, payload)
            await uow.flush()
            return await _one(uow, row, unit)


def require_writable(campaign: Campaign) -> None:
    """An archived campaign is read-only."""
    if campaign.status == CampaignStatus.ARCHIVED:
        detail = "An archived campaign is read-only; bring it back first."
        raise IllegalTransition(detail, legal(CampaignStatus.ARCHIVED))


async def put_inputs(uow: UnitOfWork, actor: Actor, campaign: Campaign, asset_ids: Sequence[str]) -> None:
    """Make these the campaign's inputs, as `Assets.set_inputs` does, in the caller's transaction."""
    require_writable(campaign)
    wanted = list(dict.fromkeys(asset_ids))
    for row in await _inputs(uow, actor, wanted):
        if row.campaign_id == campaign.id:
            raise InvalidField("inputs", f"{row.name} is the campaign's own; it is used anyway.")
    await uow.hub.set_inputs(campaign.id, wanted)
    await uow.emit("campaign.inputs", actor.workspace_id, campaign.id, {"count": len(wanted)})


async def asset_of(uow: UnitOfWork, actor: Actor, asset_id: str) -> tuple[Asset, Unit]:
    """The workspace's asset and what it is a file of. Raises `NotFound`."""
    row = await uow.work.asset(asset_id)
    unit = await uow.work.unit(row.unit_id) if row is not None else None
    if row is None or unit is None or row.workspace_id != actor.workspace_id:
        raise NotFound("There is no such asset.")
    return row, unit


async def _inputs(uow: UnitOfWork, actor: Actor, asset_ids: Sequence[str]) -> list[Asset]:
    if len(asset_ids) > MOST_INPUTS:
        raise InvalidField("inputs", f"A campaign takes at most {MOST_INPUTS} inputs.")
    rows = []
    for asset_id in asset_ids:
        row = await uow.work.asset(asset_id)
        if row is None or row.workspace_id != actor.workspace_id:
            raise InvalidField("inputs", f"There is no asset {asset_id}.")
        rows.append(row)
    return rows


async def views_of_campaign(uow: UnitOfWork, campaign_id: str, *, versions: bool = False) -> list[AssetView]:
    made = [*await uow.work.units(campaign_id), *await uow.work.finished_in(campaign_id)]
    units = {unit.id: unit for unit in made}
    told = {(row.unit_id, row.version): row for row in await uow.hub.versions(campaign_id)}
    rows = await uow.work.assets(campaign_id)
    newest = {row.unit_id: row.version for row in rows}
    return [
        view_of_asset(
            row,
            units[row.unit_id],
            told.get((row.unit_id, row.version)),
            latest=row.version == newest[row.unit_id],
        )
        for row in rows
        if versions or row.version == newest[row.unit_id]
    ]


async def _one(uow: UnitOfWork, row: Asset, unit: Unit) -> AssetView:
    latest = await uow.hub.latest(row.unit_id)
    version = await uow.hub.version(row.unit_id, row.version)
    return view_of_asset(row, unit, version, latest=latest is None or latest.version == row.version)


def _mark(uow: UnitOfWork, row: AssetVersion, actor: Actor, decision: str, reason: str) -> None:
    row.decision = decision
    row.reason = reason
    row.decided_by = actor.name
    row.decided_at = uow.now


def view_of_asset(row: Asset, unit: Unit, version: AssetVersion | None, *, latest: bool) -> AssetView:
    return AssetView(
        id=row.id,
        campaign_id=row.campaign_id,
        unit_id=row.unit_id,
        type=DeliverableType(row.type),
        unit=unit.index,
        kind=row.kind,
        title=row.title,
        name=row.name,
        mime=row.mime,
        size=row.size,
        sha256=row.sha256,
        version=row.version,
        position=row.position,
        provenance=row.provenance,
        created_at=row.created_at,
        latest=latest,
        project_id=unit.project_id,
        origin=version.origin if version is not None else "run",
        note=version.note if version is not None else "",
        made_by=version.made_by if version is not None else "",
        verdict=version.verdict if version is not None else None,
        decision=version.decision if version is not None else "",
        reason=version.reason if version is not None else "",
        decided_by=version.decided_by if version is not None else "",
    )
