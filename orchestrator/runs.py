"""Runs as rows: planning one, pausing, resuming and cancelling it. Driving it is the engine's work."""

from __future__ import annotations

from hashlib import sha256

from orchestrator.catalogue import PRICE, TIER
from orchestrator.errors import IllegalTransition, NotFound
from orchestrator.views import Actor
from store.models import Campaign, Deliverable, Run, Step, Unit
from store.unit_of_work import UnitOfWork
from store.words import DeliverableType, WorkStatus

_OVER = (WorkStatus.COMPLETED, WorkStatus.FAILED, WorkStatus.CANCELLED)


async def plan_run(uow: UnitOfWork, campaign: Campaign, *, actor: Actor, cap: int | None = None) -> Run:
    """Make the rows of a new run: a step for each deliverable that is not wholly made, a unit for each
    piece to make.

    Units made by earlier runs are left alone; failed ones are tried again with another seed. `cap` is in
    credits.
    Raises `IllegalTransition` when nothing is left to make. The caller commits, then tells the engine.
    """
    await uow.work.flush()
    campaign = await uow.work.lock_campaign(campaign.id)
    last = await uow.work.latest_run(campaign.id)
    number = 1 if last is None else last.number + 1
    run = Run(
        id=uow.new_id(),
        workspace_id=campaign.workspace_id,
        campaign_id=campaign.id,
        number=number,
        epoch=1,
        status=WorkStatus.ACTIVE,
        cap=cap,
        started_at=uow.now,
    )
    uow.work.add(run)
    await uow.work.flush()
    owed = [await _plan_step(uow, campaign, run, deliverable) for deliverable in campaign.deliverables]
    if not any(owed):
        raise IllegalTransition(
            f"Everything that {campaign.name} owes is already made. Add something to it first.",
            ["update", "archive"],
        )
    await uow.emit(
        "run.started",
        campaign.workspace_id,
        campaign.id,
        {"run_id": run.id, "number": number, "units": sum(owed), "by": actor.name},
    )
    return run


async def _plan_step(uow: UnitOfWork, campaign: Campaign, run: Run, deliverable: Deliverable) -> int:
    """How many units of the deliverable the run is to make; their step and rows are there afterwards."""
    kind = DeliverableType(deliverable.type)
    units = [unit for unit in await uow.work.units(campaign.id) if unit.deliverable_id == deliverable.id]
    made = sum(unit.status == WorkStatus.COMPLETED for unit in units)
    owed = max(0, deliverable.quantity - made)
    await uow.work.drop_unmade(deliverable.id, keep=owed)
    if not owed:
        return 0
    step = Step(
        id=uow.new_id(),
        run_id=run.id,
        campaign_id=campaign.id,
        deliverable_id=deliverable.id,
        type=kind,
        tier=TIER[kind],
        status=WorkStatus.PENDING,
    )
    uow.work.add(step)
    await uow.work.flush()
    again = [unit for unit in units if unit.status != WorkStatus.COMPLETED][:owed]
    for unit in again:
        _take_over(unit, step, run)
    taken = {unit.index for unit in units if unit.status == WorkStatus.COMPLETED} | {
        unit.index for unit in again
    }
    free = (index for index in range(1, deliverable.quantity + len(taken) + 1) if index not in taken)
    for index, _ in zip(free, range(owed - len(again)), strict=False):
        uow.work.add(_new_unit(uow, step, run, index))
    return owed


def _new_unit(uow: UnitOfWork, step: Step, run: Run, index: int) -> Unit:
    kind = DeliverableType(step.type)
    return Unit(
        id=uow.new_id(),
        workspace_id=run.workspace_id,
        campaign_id=run.campaign_id,
        deliverable_id=step.deliverable_id,
        step_id=step.id,
        type=kind,
        index=index,
        price=PRICE[kind],
        seed=seed_of(run.campaign_id, kind, index, run.number),
        status=WorkStatus.PENDING,
    )


def _take_over(unit: Unit, step: Step, run: Run) -> None:
    """Give an unmade unit of an earlier run to this one; what failed gets another seed, for another result."""
    kind = DeliverableType(unit.type)
    if unit.status == WorkStatus.FAILED:
        unit.seed = seed_of(unit.campaign_id, kind, unit.index, run.number)
    unit.step_id = step.id
    unit.price = PRICE[kind]
    _reset(unit)
    unit.attempts = 0


def _reset(unit: Unit) -> None:
    unit.status = WorkStatus.PENDING
    unit.error = None
    unit.verdict = None
    unit.started_at = None
    unit.finished_at = None


def seed_of(campaign_id: str, kind: DeliverableType, index: int, number: int) -> int:
    """A unit's seed: 62 bits, the same whenever the same unit of the same run number is planned."""
    digest = sha256(f"{campaign_id}:{kind}:{index}:{number}".encode()).digest()
    return int.from_bytes(digest[:8], "big") >> 2


async def pause_run(uow: UnitOfWork, campaign: Campaign) -> Run:
    """Let what is in the making be finished, start nothing new. Raises `NotFound` without an active run."""
    run = await _open_run(uow, campaign, WorkStatus.ACTIVE)
    run.status = WorkStatus.PAUSED
    return run


async def resume_run(uow: UnitOfWork, campaign: Campaign) -> Run:
    """Go on where the pause fell, as a new epoch; what failed meanwhile is tried again. The caller tells
    the engine.
    """
    run = await _open_run(uow, campaign, WorkStatus.PAUSED)
    run.status = WorkStatus.ACTIVE
    run.epoch += 1
    run.error = None
    for unit in await uow.work.units_of_run(run.id):
        if unit.status == WorkStatus.FAILED:
            unit.seed = seed_of(
                unit.campaign_id, DeliverableType(unit.type), unit.index, run.number * 1000 + run.epoch
            )
            _reset(unit)
    for step in await uow.work.steps(run.id):
        if step.status == WorkStatus.FAILED:
            step.status = WorkStatus.PENDING
            step.error = None
            step.finished_at = None
    return run


async def cancel_run(uow: UnitOfWork, campaign: Campaign) -> Run:
    """End the run at once. What is made is kept; what is in the making is discarded unpaid when it comes."""
    run = await _open_run(uow, campaign, WorkStatus.ACTIVE, WorkStatus.PAUSED)
    run.status = WorkStatus.CANCELLED
    run.finished_at = uow.now
    for step in await uow.work.steps(run.id):
        if step.status not in _OVER:
            step.status = WorkStatus.CANCELLED
            step.finished_at = uow.now
    for unit in await uow.work.units_of_run(run.id):
        if unit.status != WorkStatus.COMPLETED:
            _reset(unit)
    return run


async def _open_run(uow: UnitOfWork, campaign: Campaign, *statuses: WorkStatus) -> Run:
    await uow.work.flush()
    await uow.work.lock_campaign(campaign.id)
    run = await uow.work.latest_run(campaign.id)
    if run is None or run.status not in statuses:
        raise NotFound(f"{campaign.name} has no run that could do that.")
    return run
