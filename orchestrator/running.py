"""The commands that start and stop a campaign's run: rows first, the engine is told after the commit."""

from __future__ import annotations

import logging

from orchestrator.assembling import campaign_of, view_of
from orchestrator.changing import move, require_complete, require_heard
from orchestrator.engine import JobEngine
from orchestrator.errors import InvalidField
from orchestrator.lifecycle import transition
from orchestrator.runs import cancel_run, pause_run, plan_run, resume_run
from orchestrator.views import Actor, CampaignView
from store.database import Database
from store.models import Run
from store.words import CampaignStatus, SlotStatus

logger = logging.getLogger(__name__)


class Running:
    """`jobs` may be None: then runs wait in the tables for a process that has an engine.

    A `version` is that of the campaign whose read-back was confirmed: a command raises `ConfirmationRefused`
    when the campaign is another by now. None: nobody was read anything.
    """

    def __init__(self, db: Database, jobs: JobEngine | None) -> None:
        self._db = db
        self._jobs = jobs

    async def run(
        self, actor: Actor, campaign_id: str, cap: int | None = None, version: int | None = None
    ) -> CampaignView:
        """Start making. `cap` is the most that the run may spend, in credits. With a `version`, what was heard
        counts as confirmed: the owner said yes to its read-back.

        Raises `MissingSlots`, or `IllegalTransition` also when everything is made already.
        """
        return await self._begin(actor, campaign_id, "run", cap, version)

    async def restart(
        self, actor: Actor, campaign_id: str, cap: int | None = None, version: int | None = None
    ) -> CampaignView:
        """A new run for what the failed one left unmade."""
        return await self._begin(actor, campaign_id, "restart", cap, version)

    async def _begin(
        self, actor: Actor, campaign_id: str, action: str, cap: int | None, version: int | None
    ) -> CampaignView:
        if cap is not None and cap < 1:
            raise InvalidField("cap", "The cap must be at least one credit.")
        async with self._db.write() as uow:
            campaign = await campaign_of(uow, actor, campaign_id, lock=True)
            require_heard(campaign, version)
            status = transition(CampaignStatus(campaign.status), action)
            require_complete(campaign)
            if version is not None and action == "run":
                for slot in campaign.slots:
                    slot.status = SlotStatus.CONFIRMED
            campaign.error = None
            await move(uow, campaign, status, "campaign.running")
            run = await plan_run(uow, campaign, actor=actor, cap=cap)
            view = await view_of(uow, actor, campaign_id)
        await self._drive(run)
        return view

    async def pause(self, actor: Actor, campaign_id: str) -> CampaignView:
        """What is in hand is finished, nothing new is started."""
        async with self._db.write() as uow:
            campaign = await campaign_of(uow, actor, campaign_id, lock=True)
            status = transition(CampaignStatus(campaign.status), "pause")
            await move(uow, campaign, status, "campaign.paused")
            await pause_run(uow, campaign)
            return await view_of(uow, actor, campaign_id)

    async def resume(self, actor: Actor, campaign_id: str, version: int | None = None) -> CampaignView:
        async with self._db.write() as uow:
            campaign = await campaign_of(uow, actor, campaign_id, lock=True)
            require_heard(campaign, version)
            status = transition(CampaignStatus(campaign.status), "resume")
            await move(uow, campaign, status, "campaign.resumed")
            run = await resume_run(uow, campaign)
            view = await view_of(uow, actor, campaign_id)
        await self._drive(run)
        return view

    async def cancel(self, actor: Actor, campaign_id: str, version: int | None = None) -> CampaignView:
        """End the run; what was made is kept, and the campaign is ready again."""
        async with self._db.write() as uow:
            campaign = await campaign_of(uow, actor, campaign_id, lock=True)
            require_heard(campaign, version)
            status = transition(CampaignStatus(campaign.status), "cancel")
            await move(uow, campaign, status, "campaign.cancelled")
            await cancel_run(uow, campaign)
            return await view_of(uow, actor, campaign_id)

    async def _drive(self, run: Run) -> None:
        if self._jobs is None:
            return
        try:
            await self._jobs.start_run(run.id, run.epoch)
        except Exception:
            # The run is in the tables as active: the engine's sweep finds it there.
            logger.exception("the engine could not be told of run %s", run.id)
