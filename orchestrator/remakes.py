"""Asking for a remake: priced, held, written down; the engine makes it."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from orchestrator.assembling import campaign_of
from orchestrator.assets import REJECTED, asset_of, require_writable
from orchestrator.caps import require_affordable
from orchestrator.catalogue import PRICE
from orchestrator.engine import JobEngine
from orchestrator.errors import DrumbeatError, InvalidField, NotFound
from orchestrator.pages import id_after, page_of
from orchestrator.runs import seed_of
from orchestrator.views import Actor, Page
from store.database import Database
from store.models import Remake, Unit
from store.unit_of_work import UnitOfWork
from store.words import DeliverableType, WorkStatus
from studio.following import followed

logger = logging.getLogger(__name__)

NOTE_LENGTH = 500
"""Characters of a note: what somebody says in one breath, not a new brief."""
_SEEDS = 1_000_000
"""Added to the version for a remake's seed, far above any run's number."""


class BeingRemade(DrumbeatError):  # noqa: N818
    """Another remake of the same unit is under way."""

    status = 409
    title = "Being remade"


@dataclass(frozen=True, slots=True)
class RemakeView:
    """A remake as asked for; `status` is pending, active, completed or failed, `version` what came of it."""

    id: str
    campaign_id: str
    unit_id: str
    type: DeliverableType
    unit: int
    note: str
    note_followed: bool
    """False when the maker knows nothing of what the note asks: then it is just made again."""
    credits: int
    status: WorkStatus
    version: int | None
    error: Mapping[str, Any] | None
    created_at: datetime
    finished_at: datetime | None


class Remakes:
    """`jobs` may be None: then remakes wait in the tables for a process that has an engine.

    Notes on what is `read_by_a_model` are all followed; the embedded makers know what `studio.following` says.
    """

    def __init__(
        self, db: Database, jobs: JobEngine | None, read_by_a_model: Collection[DeliverableType] = ()
    ) -> None:
        self._db = db
        self._jobs = jobs
        self._read_by_a_model = read_by_a_model

    def follows(self, kind: DeliverableType, note: str) -> bool:
        """Whether anything in the note will be followed; an empty one asks for nothing but another version."""
        return not note.strip() or kind in self._read_by_a_model or followed(kind, note)

    async def ask(self, actor: Actor, asset_id: str, note: str, *, key: str | None = None) -> RemakeView:
        """Make another version of what the asset is a file of, for the price of the unit.

        Without a note, the reason for which the newest version was rejected is the note. The same `key` again is
        the same remake. Raises `InvalidField`, `NotAffordable`, `BeingRemade` and, archived, `IllegalTransition`.
        """
        async with self._db.write() as uow:
            _, unit = await asset_of(uow, actor, asset_id)
            remake = await self._ask(uow, actor, unit, note, key)
            view = self._view(remake, unit)
        await self._drive(remake)
        return view

    async def ask_unit(self, actor: Actor, unit_id: str, note: str, *, key: str | None = None) -> RemakeView:
        """As `ask`, by the unit: also of one that has no asset, which is how the tests ask for what must be refused."""
        async with self._db.write() as uow:
            unit = await _unit_of(uow, actor, unit_id)
            remake = await self._ask(uow, actor, unit, note, key)
            view = self._view(remake, unit)
        await self._drive(remake)
        return view

    async def get(self, actor: Actor, remake_id: str) -> RemakeView:
        async with self._db.read() as uow:
            remake = await uow.hub.remake(remake_id)
            if remake is None or remake.workspace_id != actor.workspace_id:
                raise NotFound("There is no such remake.")
            return self._view(remake, await _unit_of(uow, actor, remake.unit_id))

    async def of_campaign(
        self, actor: Actor, campaign_id: str, limit: int = 50, cursor: str | None = None
    ) -> Page:
        """`RemakeView`s, the newest first."""
        before = id_after(cursor)
        async with self._db.read() as uow:
            await campaign_of(uow, actor, campaign_id)
            units = {unit.id: unit for unit in await uow.work.units(campaign_id)}
            rows = await uow.hub.remakes(campaign_id, limit + 1, before)
            views = [self._view(row, units[row.unit_id]) for row in rows[:limit]]
            return page_of(rows, limit, lambda row: row.id, views)

    async def price(self, actor: Actor, unit_id: str) -> tuple[int, int]:
        """What a remake of the unit costs and the balance, in credits. Raises `NotAffordable`."""
        async with self._db.read() as uow:
            unit = await _unit_of(uow, actor, unit_id)
            _require_remakable(unit)
            price = PRICE[DeliverableType(unit.type)]
            await require_affordable(uow, actor.workspace_id, price)
            return price, (await uow.workspaces.get(actor.workspace_id)).balance

    async def _ask(self, uow: UnitOfWork, actor: Actor, unit: Unit, note: str, key: str | None) -> Remake:
        wanted = " ".join(note.split())
        if len(wanted) > NOTE_LENGTH:
            raise InvalidField("note", f"The note may have at most {NOTE_LENGTH} characters.")
        require_writable(await campaign_of(uow, actor, unit.campaign_id, lock=True))
        _require_remakable(unit)
        if key is not None and (known := await uow.hub.remake_keyed(actor.workspace_id, key)):
            return known
        latest = await uow.hub.latest(unit.id)
        if latest is None:
            raise NotFound("That is not made yet, so there is nothing to remake.")
        await _require_free(uow, unit)
        price = PRICE[DeliverableType(unit.type)]
        await require_affordable(uow, actor.workspace_id, price)
        if not wanted and latest.decision == REJECTED:
            wanted = latest.reason
        return await _write_down(uow, actor, unit, wanted, key or uow.new_id(), price, latest.version + 1)

    def _view(self, row: Remake, unit: Unit) -> RemakeView:
        return RemakeView(
            id=row.id,
            campaign_id=row.campaign_id,
            unit_id=row.unit_id,
            type=DeliverableType(unit.type),
            unit=unit.index,
            note=row.note,
            note_followed=self.follows(DeliverableType(unit.type), row.note),
            credits=row.price,
            status=WorkStatus(row.status),
            version=row.version,
            error=row.error,
            created_at=row.created_at,
            finished_at=row.finished_at,
        )

    async def _drive(self, remake: Remake) -> None:
        if self._jobs is None or remake.status not in (WorkStatus.PENDING, WorkStatus.ACTIVE):
            return
        try:
            await self._jobs.start_remake(remake.id, remake.epoch)
        except Exception:
            # The remake is in the tables: the engine's sweep finds it there.
            logger.exception("the engine could not be told of remake %s", remake.id)


def _require_remakable(unit: Unit) -> None:
    if unit.project_id is not None:
        what = unit.type.replace("_", " ").removesuffix("s")
        detail = f"The {what} was made by project {unit.index}; change that project and render it again."
        raise InvalidField("asset_id", detail)


async def _require_free(uow: UnitOfWork, unit: Unit) -> None:
    other = await uow.hub.open_remake(unit.id)
    if other is not None:
        raise BeingRemade("It is being remade already; wait for that one.", remake_id=other.id)


async def _write_down(
    uow: UnitOfWork, actor: Actor, unit: Unit, note: str, key: str, price: int, version: int
) -> Remake:
    kind = DeliverableType(unit.type)
    remakes = len([row for row in await uow.hub.remakes(unit.campaign_id) if row.unit_id == unit.id])
    remake = Remake(
        id=uow.new_id(),
        workspace_id=unit.workspace_id,
        campaign_id=unit.campaign_id,
        unit_id=unit.id,
        key=key,
        note=note,
        price=price,
        seed=seed_of(unit.campaign_id, kind, unit.index, _SEEDS + version + 100 * remakes),
        status=WorkStatus.PENDING,
        epoch=1,
        asked_by=actor.name,
        created_at=uow.now,
    )
    uow.hub.add(remake)
    payload = {
        "remake_id": remake.id,
        "unit_id": unit.id,
        "type": unit.type,
        "unit": unit.index,
        "note": note,
    }
    await uow.emit("asset.remaking", unit.workspace_id, unit.campaign_id, {**payload, "credits": price})
    return remake


async def _unit_of(uow: UnitOfWork, actor: Actor, unit_id: str) -> Unit:
    unit = await uow.work.unit(unit_id)
    if unit is None or unit.workspace_id != actor.workspace_id:
        raise NotFound("There is no such asset.")
    return unit
