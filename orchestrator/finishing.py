"""How a run moves on and ends: tiers opened, steps closed, failures named, the campaign told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from orchestrator.lifecycle import transition
from store.models import Campaign, Run, Step, Unit
from store.unit_of_work import UnitOfWork
from store.words import CampaignStatus, WorkStatus


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a run stops. `cause` and `mend` are clauses without a full stop, said to the owner as they are."""

    cause: str
    mend: str

    def of(self, step: Step) -> dict[str, Any]:
        return {"step": step.type, "cause": self.cause, "mend": self.mend}


async def next_batch(uow: UnitOfWork, run_id: str, epoch: int) -> list[str]:
    """The ids of the units to make now, in order: those of the first tier that is not wholly made.

    Empty when this epoch of the run is over; a run that is all made or that failed is closed on the way
    out. Nothing of the run may be in the making when it is called.
    """
    run = await uow.work.run(run_id)
    if run is None:
        return []
    campaign = await uow.work.lock_campaign(run.campaign_id)
    run = await uow.work.run(run_id)
    if run is None or run.status != WorkStatus.ACTIVE or run.epoch != epoch:
        return []
    if run.error is not None:
        await _fail(uow, campaign, run)
        return []
    await settle(uow, campaign, run)
    if run.status != WorkStatus.ACTIVE:
        return []
    return await _open_tier(uow, run)


async def _open_tier(uow: UnitOfWork, run: Run) -> list[str]:
    units = await uow.work.units_of_run(run.id)
    for _, steps in groupby(await uow.work.steps(run.id), key=lambda step: step.tier):
        open_steps = [step for step in steps if step.status != WorkStatus.COMPLETED]
        if open_steps:
            for step in open_steps:
                await _start_step(uow, run, step, units)
            wanted = {step.id for step in open_steps}
            return [
                unit.id for unit in units if unit.step_id in wanted and unit.status != WorkStatus.COMPLETED
            ]
    return []


async def _start_step(uow: UnitOfWork, run: Run, step: Step, units: Sequence[Unit]) -> None:
    if step.status == WorkStatus.ACTIVE:
        return
    step.status = WorkStatus.ACTIVE
    step.started_at = step.started_at or uow.now
    quantity = sum(unit.step_id == step.id for unit in units)
    await uow.emit(
        "step.started",
        run.workspace_id,
        run.campaign_id,
        {"run_id": run.id, "type": step.type, "tier": step.tier, "quantity": quantity},
    )


async def settle(uow: UnitOfWork, campaign: Campaign, run: Run) -> None:
    """Close each step that is wholly made, and the run when all steps are. The campaign is locked."""
    unmade = await uow.work.unmade_by_step(run.id)
    steps = await uow.work.steps(run.id)
    for step in steps:
        if step.status != WorkStatus.COMPLETED and not unmade[step.id]:
            await _complete_step(uow, run, step)
    over = all(step.status == WorkStatus.COMPLETED for step in steps)
    if over and run.status == WorkStatus.ACTIVE and run.error is None:
        await _complete(uow, campaign, run)


async def _complete_step(uow: UnitOfWork, run: Run, step: Step) -> None:
    step.status = WorkStatus.COMPLETED
    step.error = None
    step.finished_at = uow.now
    quantity = await uow.work.made_of(step.deliverable_id)
    await uow.emit(
        "step.completed",
        run.workspace_id,
        run.campaign_id,
        {"run_id": run.id, "type": step.type, "quantity": quantity},
    )


async def _complete(uow: UnitOfWork, campaign: Campaign, run: Run) -> None:
    run.status = WorkStatus.COMPLETED
    run.finished_at = uow.now
    campaign.status = transition(CampaignStatus(campaign.status), "complete")
    campaign.error = None
    campaign.updated_at = uow.now
    cost = await uow.work.cost(run.id)
    payload = {"name": campaign.name, "run_id": run.id, "number": run.number, "credits": cost}
    await uow.emit("campaign.completed", campaign.workspace_id, campaign.id, payload)


async def _fail(uow: UnitOfWork, campaign: Campaign, run: Run) -> None:
    run.status = WorkStatus.FAILED
    run.finished_at = uow.now
    for step in await uow.work.steps(run.id):
        if step.status == WorkStatus.ACTIVE:
            step.status = WorkStatus.PENDING
    for unit in await uow.work.units_of_run(run.id):
        if unit.status == WorkStatus.ACTIVE:
            unit.status = WorkStatus.PENDING
    campaign.status = transition(CampaignStatus(campaign.status), "fail")
    campaign.error = run.error
    campaign.updated_at = uow.now
    payload = {"name": campaign.name, "run_id": run.id, "number": run.number, "error": run.error}
    await uow.emit("campaign.failed", campaign.workspace_id, campaign.id, payload)


async def stop_run(uow: UnitOfWork, run: Run, step: Step, failure: Failure) -> None:
    """Let nothing new of the run start; it is closed as failed once what is in the making is done.

    The first failure is the one that is told.
    """
    error = failure.of(step)
    step.status = WorkStatus.FAILED
    step.error = error
    step.finished_at = uow.now
    if run.error is None:
        run.error = error
    payload = {"run_id": run.id, "type": step.type, "error": error}
    await uow.emit("step.failed", run.workspace_id, run.campaign_id, payload)


async def fail_unit(uow: UnitOfWork, run: Run, step: Step, unit: Unit, failure: Failure) -> None:
    """The unit cannot be made: it costs nothing, and its run stops."""
    unit.status = WorkStatus.FAILED
    unit.error = failure.of(step)
    unit.finished_at = uow.now
    payload = {"unit_id": unit.id, "type": unit.type, "unit": unit.index, "error": unit.error}
    await uow.emit("unit.failed", run.workspace_id, run.campaign_id, payload)
    await stop_run(uow, run, step, failure)
