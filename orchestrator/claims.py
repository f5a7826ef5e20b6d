"""The right to make a unit: who may begin, with what money, and whose result counts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from orchestrator.briefs import brief_of, photo_of, siblings_of
from orchestrator.caps import credits_words, monthly_obstacle
from orchestrator.finishing import Failure, fail_unit, stop_run
from store.models import Campaign, Run, Unit
from store.unit_of_work import UnitOfWork
from store.words import WorkStatus
from studio.ports import Brief

CLAIMS = 20
"""Claims of one unit in one run. Only a process that died while it made the unit causes another; a unit
that kills its process every time would otherwise be tried for ever."""


class Outcome(StrEnum):
    COMPLETED = "completed"
    FAILED = "failed"
    SKIPPED = "skipped"
    """Not begun: the run is no longer open, or the unit is already made."""
    DISCARDED = "discarded"
    """Made for nothing: another attempt has the unit, or the run was cancelled meanwhile."""


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to make a unit. `step_id` and `attempt` fence it: a later claim makes this one worthless."""

    unit_id: str
    campaign_id: str
    run_id: str
    step_id: str | None
    attempt: int
    brief: Brief
    siblings: tuple[str, ...]
    photo: str
    """SHA-256 of the picture to work from; empty without one."""


async def claim_unit(uow: UnitOfWork, unit_id: str, run_id: str, epoch: int) -> Claim | Outcome:
    run = await uow.work.run(run_id)
    if run is None:
        return Outcome.SKIPPED
    campaign = await uow.work.lock_campaign(run.campaign_id)
    run = await uow.work.run(run_id)
    unit = await uow.work.unit(unit_id)
    if run is None or run.epoch != epoch or unit is None or unit.status == WorkStatus.COMPLETED:
        return Outcome.SKIPPED
    step = await uow.work.step(unit.step_id)
    if step.run_id != run.id:
        return Outcome.SKIPPED
    if run.status != WorkStatus.ACTIVE or run.error is not None:
        # A unit that was in the making when its process died is let go: nothing new starts now.
        unit.status = WorkStatus.PENDING if unit.status == WorkStatus.ACTIVE else unit.status
        return Outcome.SKIPPED
    obstacle = await _obstacle(uow, run, unit)
    if obstacle is not None:
        unit.status = WorkStatus.PENDING
        await stop_run(uow, run, step, obstacle)
        return Outcome.SKIPPED
    if unit.attempts >= CLAIMS:
        await fail_unit(uow, run, step, unit, _POISON)
        return Outcome.FAILED
    return await _begin(uow, campaign, run, unit)


_POISON = Failure(f"the work broke off {CLAIMS} times", "look at the server's log, then restart")


async def _begin(uow: UnitOfWork, campaign: Campaign, run: Run, unit: Unit) -> Claim:
    again = unit.status == WorkStatus.ACTIVE
    unit.status = WorkStatus.ACTIVE
    unit.attempts += 1
    unit.started_at = uow.now
    brief = await brief_of(uow, campaign, unit)
    if not again:
        payload = {"unit_id": unit.id, "type": unit.type, "unit": unit.index, "of": brief.of}
        await uow.emit("unit.started", campaign.workspace_id, campaign.id, payload)
    return Claim(
        unit.id,
        campaign.id,
        run.id,
        unit.step_id,
        unit.attempts,
        brief,
        await siblings_of(uow, unit),
        await photo_of(uow, campaign),
    )


async def _obstacle(uow: UnitOfWork, run: Run, unit: Unit) -> Failure | None:
    """What of money stands in the way: the balance less what is in the making, the month's cap or the run's."""
    balance = await uow.work.lock_balance(run.workspace_id)
    held = await uow.work.held(run.workspace_id, besides=unit.id)
    if balance - held < unit.price:
        owed = await uow.work.owed(run.id)
        return short_of(max(owed - balance, unit.price + held - balance))
    monthly = await monthly_obstacle(uow, run.workspace_id, unit.price, held)
    if monthly is not None:
        return monthly
    if run.cap is None:
        return None
    if await uow.work.spent(run.id, besides=unit.id) + unit.price > run.cap:
        return Failure(
            f"the cap of {credits_words(run.cap)} for this run is reached", "restart with a higher cap"
        )
    return None


def short_of(missing: int) -> Failure:
    """The failure of a run that cannot pay; `missing` credits would pay all that it still owes."""
    return Failure(f"{credits_words(missing)} short", "add credits, then restart")


async def holding(uow: UnitOfWork, claim: Claim) -> tuple[Campaign, Run, Unit] | None:
    """The claim's rows, held until the transaction ends; None when the claim is worth nothing any more."""
    campaign = await uow.work.lock_campaign(claim.campaign_id)
    unit = await uow.work.unit(claim.unit_id)
    run = await uow.work.run(claim.run_id)
    if unit is None or run is None:
        return None
    fence = (unit.status, unit.step_id, unit.attempts)
    return (campaign, run, unit) if fence == (WorkStatus.ACTIVE, claim.step_id, claim.attempt) else None


async def stop_short(uow: UnitOfWork, claim: Claim) -> Outcome:
    held = await holding(uow, claim)
    if held is None:
        return Outcome.DISCARDED
    _, run, unit = held
    step = await uow.work.step(unit.step_id)
    unit.status = WorkStatus.PENDING
    balance = await uow.work.lock_balance(run.workspace_id)
    owed = await uow.work.owed(run.id)
    await stop_run(uow, run, step, short_of(max(owed - balance, 1)))
    return Outcome.FAILED
