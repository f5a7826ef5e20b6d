"""What a project finished, kept where the campaign keeps what its runs made: a unit with versions and assets."""

from __future__ import annotations

from collections.abc import Sequence

from orchestrator.projects.planning import type_of
from orchestrator.versions import Origin, Stored, keep_version
from store.models import Project, Unit
from store.unit_of_work import UnitOfWork
from store.words import WorkStatus
from studio.ports import Output, Verdict


async def keep_finished(
    uow: UnitOfWork, project: Project, output: Output, verdict: Verdict, stored: Sequence[Stored]
) -> int:
    """Add the output as the next version of what the project finished; returns its number."""
    await uow.work.lock_campaign(project.campaign_id)
    unit = await uow.work.finished(project.id) or await _unit(uow, project)
    unit.finished_at = uow.now
    return await keep_version(uow, unit, output, verdict, stored, Origin("project", by=project.created_by))


async def _unit(uow: UnitOfWork, project: Project) -> Unit:
    # It has no price: the project's parts were paid, and are in the ledger, one by one.
    unit = Unit(
        id=uow.new_id(),
        workspace_id=project.workspace_id,
        campaign_id=project.campaign_id,
        project_id=project.id,
        type=type_of(project),
        index=project.number,
        price=0,
        seed=0,
        status=WorkStatus.COMPLETED,
        attempts=0,
        title="",
        text="",
        started_at=uow.now,
    )
    uow.work.add(unit)
    await uow.work.flush()
    return unit
