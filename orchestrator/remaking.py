"""One remake, from claim to saved: whatever is run twice here is seen, and paid, once."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace

from orchestrator.briefs import brief_of, photo_of, siblings_of
from orchestrator.caps import NotAffordable, require_affordable
from orchestrator.claims import CLAIMS, Outcome
from orchestrator.finishing import Failure
from orchestrator.versions import Origin, Stored, keep_version, verdict_row
from orchestrator.work import Rejected, Workshop, breakdown, rejection
from store.database import Database
from store.models import Campaign, Remake, Unit
from store.repositories.hub import OPEN
from store.repositories.ledger import InsufficientCredits
from store.unit_of_work import UnitOfWork
from store.words import WorkStatus
from studio.ports import Brief, MakerError, Output, Verdict

logger = logging.getLogger(__name__)

TRIES = 3
"""Seeds tried until the remake differs from what it replaces: a small bank of phrases may deal the same again."""


@dataclass(frozen=True, slots=True)
class RemakeClaim:
    """The right to make a remake; a later claim, with a higher `attempt`, makes this one worthless."""

    remake_id: str
    campaign_id: str
    attempt: int
    brief: Brief
    siblings: tuple[str, ...]
    photo: str
    """SHA-256 of the picture to work from; empty without one."""
    replaced: frozenset[str]
    """SHA-256 of the files of the version that is replaced."""


class Remaker:
    """Makes remakes with a workshop's makers, reviewer and file store."""

    def __init__(self, db: Database, workshop: Workshop) -> None:
        self._db = db
        self._workshop = workshop

    async def make(self, remake_id: str) -> Outcome:
        """Make it if it is still wanted. Safe to run any number of times, also at the same time."""
        async with self._db.write() as uow:
            claim = await _claim(uow, remake_id)
        if not isinstance(claim, RemakeClaim):
            return claim
        try:
            output, verdict, stored = await self._another(claim)
        except MakerError as error:
            return await self._give_up(claim, Failure(error.cause, error.mend))
        except Rejected as error:
            return await self._give_up(claim, rejection(error.verdict), error.verdict)
        except Exception as error:
            logger.exception("maker of %s broke down", claim.brief.type)
            return await self._give_up(claim, breakdown(claim.brief, error))
        return await self._save(claim, output, verdict, stored)

    async def _another(self, claim: RemakeClaim) -> tuple[Output, Verdict, Sequence[Stored]]:
        """A version that is not the one it replaces, byte for byte."""
        told = await self._workshop.informed(claim.brief, claim.campaign_id)
        wanted = await self._workshop.illustrated(told, claim.photo)
        for attempt in range(TRIES):
            # Far from the seeds of the revisions, which count up by one.
            brief = replace(wanted, seed=wanted.seed + attempt * 1_000)
            output, verdict = await self._workshop.reviewed(brief, claim.siblings)
            stored = await self._workshop.store(output)
            if not stored or stored[0].sha256 not in claim.replaced:
                return output, verdict, stored
        raise MakerError("it came out the same again", "say what should be different")

    async def _save(
        self, claim: RemakeClaim, output: Output, verdict: Verdict, stored: Sequence[Stored]
    ) -> Outcome:
        try:
            async with self._db.write() as uow:
                return await _save(uow, claim, output, verdict, stored)
        except InsufficientCredits as error:
            failure = Failure(f"{error.short} credits short", "add credits, then ask for it again")
            return await self._give_up(claim, failure)

    async def _give_up(self, claim: RemakeClaim, failure: Failure, verdict: Verdict | None = None) -> Outcome:
        async with self._db.write() as uow:
            held = await _holding(uow, claim)
            if held is None:
                return Outcome.DISCARDED
            _, remake, unit = held
            remake.verdict = verdict_row(verdict) if verdict else None
            return await _fail(uow, remake, unit, failure, claim.brief.of)


async def _claim(uow: UnitOfWork, remake_id: str) -> RemakeClaim | Outcome:
    remake = await uow.hub.remake(remake_id)
    if remake is None:
        return Outcome.SKIPPED
    campaign = await uow.work.lock_campaign(remake.campaign_id)
    remake = await uow.hub.remake(remake_id)
    if remake is None or remake.status not in OPEN:
        return Outcome.SKIPPED
    unit = await uow.work.unit(remake.unit_id)
    if unit is None:
        return Outcome.SKIPPED
    if remake.attempts >= CLAIMS:
        return await _fail(uow, remake, unit, Failure(f"the work broke off {CLAIMS} times", "see the log"))
    try:
        await require_affordable(uow, remake.workspace_id, remake.price, besides=remake.id)
    except NotAffordable as error:
        return await _fail(uow, remake, unit, Failure(error.detail.rstrip("."), "ask for it again"))
    remake.status = WorkStatus.ACTIVE
    remake.attempts += 1
    return await _claimed(uow, campaign, remake, unit)


async def _claimed(uow: UnitOfWork, campaign: Campaign, remake: Remake, unit: Unit) -> RemakeClaim:
    versions = await uow.hub.of_unit(unit.id)
    files = await uow.hub.files(unit.id, versions[-1].version) if versions else ()
    brief = await brief_of(uow, campaign, unit)
    return RemakeClaim(
        remake_id=remake.id,
        campaign_id=campaign.id,
        attempt=remake.attempts,
        brief=replace(brief, seed=remake.seed, notes=_notes([v.note for v in versions], remake.note)),
        siblings=await siblings_of(uow, unit),
        photo=await photo_of(uow, campaign),
        replaced=frozenset(file.sha256 for file in files[:1]),
    )


def _notes(earlier: Sequence[str], now: str) -> tuple[str, ...]:
    """What was asked for before still holds, but for what was asked for again."""
    return tuple(
        dict.fromkeys([*(note for note in earlier if note and note != now), *([now] if now else [])])
    )


async def _holding(uow: UnitOfWork, claim: RemakeClaim) -> tuple[Campaign, Remake, Unit] | None:
    campaign = await uow.work.lock_campaign(claim.campaign_id)
    remake = await uow.hub.remake(claim.remake_id)
    unit = await uow.work.unit(remake.unit_id) if remake is not None else None
    if remake is None or unit is None:
        return None
    fence = (remake.status, remake.attempts)
    return (campaign, remake, unit) if fence == (WorkStatus.ACTIVE, claim.attempt) else None


async def _save(
    uow: UnitOfWork, claim: RemakeClaim, output: Output, verdict: Verdict, stored: Sequence[Stored]
) -> Outcome:
    """Version, charge and event in one transaction; nothing of it when the claim has lost its remake."""
    held = await _holding(uow, claim)
    if held is None:
        return Outcome.DISCARDED
    campaign, remake, unit = held
    cause = {"campaign_id": campaign.id, "unit_id": unit.id, "remake_id": remake.id, "type": unit.type}
    await uow.ledger.change(
        remake.workspace_id, -remake.price, kind="remake", key=f"remake:{remake.id}", cause=cause
    )
    origin = Origin("remake", remake.note, remake.asked_by)
    remake.version = await keep_version(uow, unit, output, verdict, stored, origin)
    remake.status = WorkStatus.COMPLETED
    remake.verdict = verdict_row(verdict)
    remake.finished_at = uow.now
    payload = {
        **_told(remake, unit, claim.brief.of),
        "version": remake.version,
        "credits": remake.price,
        "title": unit.title,
    }
    await uow.emit("asset.remade", unit.workspace_id, campaign.id, payload)
    return Outcome.COMPLETED


async def _fail(
    uow: UnitOfWork, remake: Remake, unit: Unit, failure: Failure, of: int | None = None
) -> Outcome:
    """It costs nothing, and what it was to replace stays as it is."""
    remake.status = WorkStatus.FAILED
    remake.error = {"step": unit.type, "cause": failure.cause, "mend": failure.mend}
    remake.finished_at = uow.now
    payload = {**_told(remake, unit, of or unit.index), "error": remake.error}
    await uow.emit("asset.remake_failed", unit.workspace_id, unit.campaign_id, payload)
    return Outcome.FAILED


def _told(remake: Remake, unit: Unit, of: int) -> dict[str, object]:
    return {"remake_id": remake.id, "unit_id": unit.id, "type": unit.type, "unit": unit.index, "of": of}
