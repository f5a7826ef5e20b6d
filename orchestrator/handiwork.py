"""Versions that cost nothing: a text edited by hand, an older version brought back."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from orchestrator.assembling import campaign_of
from orchestrator.assets import asset_of, require_writable, views_of_campaign
from orchestrator.briefs import brief_of, siblings_of
from orchestrator.errors import DrumbeatError, InvalidField
from orchestrator.versions import Origin, Stored, keep_version
from orchestrator.views import Actor, AssetView
from store.database import Database
from store.files import Files
from store.models import Asset, Unit
from store.unit_of_work import UnitOfWork
from store.words import DeliverableType
from studio.ports import File, Output, Reviewer, Verdict
from studio.text.rewriting import WRITTEN, rewritten

LONGEST = 50_000
"""Characters of an edited text: some twenty pages."""


class Outdated(DrumbeatError):  # noqa: N818
    """There is a newer version than the one that was edited; `latest` is its number."""

    status = 409
    title = "Changed meanwhile"


class Handiwork:
    """Every edit is reviewed like the makers' work; it is kept whatever the verdict, which is there to be seen."""

    def __init__(self, db: Database, files: Files, reviewer: Reviewer) -> None:
        self._db = db
        self._files = files
        self._reviewer = reviewer

    async def edit(self, actor: Actor, asset_id: str, text: str) -> AssetView:
        """The first file of a new version that says `text`, rendered into all its files.

        Raises `InvalidField` for an empty or too long text and for what has none, and `Outdated` when the asset is
        not of the newest version.
        """
        if not text.strip() or len(text) > LONGEST:
            raise InvalidField("text", f"The text must have between 1 and {LONGEST} characters.")
        async with self._db.read() as uow:
            row, unit = await asset_of(uow, actor, asset_id)
            kind = DeliverableType(row.type)
            if kind not in WRITTEN:
                what = kind.replace("_", " ")
                raise InvalidField("text", f"There is no text to edit in {what}; remake it with a note.")
            await _require_newest(uow, row)
            campaign = await uow.work.lock_campaign(row.campaign_id)
            require_writable(campaign)
            brief = await brief_of(uow, campaign, unit)
            siblings = await siblings_of(uow, unit)
            rows = await uow.hub.files(unit.id, row.version)
        if text.strip() == unit.text.strip():
            raise InvalidField("text", "That is what it says already.")
        files = await asyncio.to_thread(self._read, rows)
        output = await asyncio.to_thread(rewritten, brief, text, unit.title, files, actor.name)
        verdict = await self._reviewer.review(brief, output, siblings)
        stored = [Stored(file, *await asyncio.to_thread(self._files.put, file.data)) for file in output.files]
        return await self._keep(actor, row, output, verdict, stored, Origin("edit", by=actor.name))

    async def restore(self, actor: Actor, asset_id: str) -> AssetView:
        """The asset's version once more, as the newest one. Raises `InvalidField` when it is the newest."""
        async with self._db.read() as uow:
            row, _ = await asset_of(uow, actor, asset_id)
            version = await uow.hub.version(row.unit_id, row.version)
            latest = await uow.hub.latest(row.unit_id)
            rows = await uow.hub.files(row.unit_id, row.version)
        if version is None or latest is None or latest.version == row.version:
            raise InvalidField("version", "That is the newest version already.")
        files = [Stored(_file(old, b""), old.sha256, old.size) for old in rows]
        output = Output(version.title, version.text, [item.file for item in files], rows[0].provenance)
        told = version.verdict or {}
        verdict = Verdict(
            bool(told.get("passed", True)),
            float(told.get("score", 1.0)),
            tuple(told.get("reasons", ())),
            str(told.get("reviewer", "")),
        )
        origin = Origin("restore", f"version {row.version}", actor.name)
        return await self._keep(actor, row, output, verdict, files, origin, newest=latest.version)

    async def _keep(
        self,
        actor: Actor,
        row: Asset,
        output: Output,
        verdict: Verdict,
        stored: Sequence[Stored],
        origin: Origin,
        *,
        newest: int | None = None,
    ) -> AssetView:
        async with self._db.write() as uow:
            require_writable(await campaign_of(uow, actor, row.campaign_id, lock=True))
            fresh, unit = await asset_of(uow, actor, row.id)
            await _require_newest(uow, fresh, newest)
            number = await keep_version(uow, unit, output, verdict, stored, origin)
            payload = _told(unit, number, verdict, actor)
            event = "asset.edited" if origin.kind == "edit" else "asset.restored"
            await uow.emit(event, actor.workspace_id, row.campaign_id, payload)
            await uow.flush()
            views = await views_of_campaign(uow, row.campaign_id)
            return next(view for view in views if view.unit_id == unit.id)

    def _read(self, rows: Sequence[Asset]) -> list[File]:
        return [_file(row, self._files.read(row.sha256)) for row in rows]


async def _require_newest(uow: UnitOfWork, row: Asset, newest: int | None = None) -> None:
    latest = await uow.hub.latest(row.unit_id)
    if latest is not None and latest.version != (newest or row.version):
        detail = f"Version {latest.version} is newer than this; look at that one first."
        raise Outdated(detail, latest=latest.version)


def _told(unit: Unit, version: int, verdict: Verdict, actor: Actor) -> dict[str, object]:
    return {
        "unit_id": unit.id,
        "type": unit.type,
        "unit": unit.index,
        "version": version,
        "title": unit.title,
        "passed": verdict.passed,
        "reasons": list(verdict.reasons),
        "by": actor.name,
    }


def _file(row: Asset, data: bytes) -> File:
    return File(row.name, row.kind, row.mime, data)
