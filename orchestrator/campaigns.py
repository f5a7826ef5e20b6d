"""The campaign commands and lists. What a voice can do and what a click can do are these functions."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from orchestrator import naming
from orchestrator.assembling import campaign_of, content_of, made_by_type, view_of, views_of
from orchestrator.assets import put_inputs
from orchestrator.changing import emit, move, new_campaign, require_complete, require_heard, take
from orchestrator.editing import Content, apply, check_made
from orchestrator.errors import IllegalTransition
from orchestrator.fields import NAME_LENGTH
from orchestrator.lifecycle import legal, transition
from orchestrator.pages import id_after, page_of
from orchestrator.running import Running
from orchestrator.spoken import summary
from orchestrator.views import Actor, CampaignEdit, CampaignView, Estimate, Match, Page
from store.models import Campaign
from store.unit_of_work import UnitOfWork
from store.words import CampaignStatus

NAMES_SEARCHED = 2000
"""The newest campaigns that a spoken name is compared with."""
MOST_MATCHES = 5
LEAST_SCORE = 40.0
"""Below this a name is no likeness."""


class Campaigns(Running):
    """Drafting, editing, finding; the commands that start and stop are in `Running`."""

    async def create(
        self,
        actor: Actor,
        edit: CampaignEdit,
        source: str | None = None,
        *,
        inputs: Sequence[str] | None = None,
    ) -> CampaignView:
        """A new draft with whatever the edit holds, working from `inputs` (ids of assets). Raises `InvalidField`."""
        async with self._db.write() as uow:
            content = apply(Content(), edit, {}, uow.now)
            campaign = await new_campaign(uow, actor, content, source or actor.source)
            if inputs:
                await put_inputs(uow, actor, campaign, inputs)
            return await view_of(uow, actor, campaign.id)

    async def update(
        self, actor: Actor, campaign_id: str, edit: CampaignEdit, *, inputs: Sequence[str] | None = None
    ) -> CampaignView:
        """Change content, and with it the inputs when they are given: all of it or nothing.

        Raises `InvalidField`, or `IllegalTransition` when running, paused or archived.
        """
        async with self._db.write() as uow:
            campaign = await self._editable(uow, actor, campaign_id)
            made = await made_by_type(uow, campaign)
            await take(uow, campaign, apply(content_of(campaign), edit, made, uow.now), made)
            if inputs is not None:
                await put_inputs(uow, actor, campaign, inputs)
            return await view_of(uow, actor, campaign_id)

    async def undo(self, actor: Actor, campaign_id: str) -> CampaignView:
        """Go back to the content before the last change; once more takes that back."""
        async with self._db.write() as uow:
            campaign = await self._editable(uow, actor, campaign_id)
            last = await uow.campaigns.revision(campaign_id, campaign.version - 1)
            if last is None:
                status = CampaignStatus(campaign.status)
                raise IllegalTransition("There is nothing to undo.", legal(status))
            made = await made_by_type(uow, campaign)
            content = Content.from_json(last.snapshot)
            check_made(content.deliverables, made)
            await take(uow, campaign, content, made)
            return await view_of(uow, actor, campaign_id)

    async def start_over(self, actor: Actor, campaign_id: str) -> CampaignView:
        """Empty every slot; it can be undone. Raises `InvalidField` when something is made already."""
        async with self._db.write() as uow:
            campaign = await self._editable(uow, actor, campaign_id)
            made = await made_by_type(uow, campaign)
            check_made({}, made)
            await take(uow, campaign, Content(), made)
            return await view_of(uow, actor, campaign_id)

    async def get(self, actor: Actor, campaign_id: str) -> CampaignView:
        async with self._db.read() as uow:
            return await view_of(uow, actor, campaign_id)

    async def estimate(self, actor: Actor, campaign_id: str) -> Estimate:
        """What is still to be made, its price, and the balance."""
        return (await self.get(actor, campaign_id)).estimate

    async def spoken_summary(self, actor: Actor, campaign_id: str) -> str:
        """What the campaign holds so far and what it lacks, to be said."""
        return summary(await self.get(actor, campaign_id))

    async def list(
        self,
        actor: Actor,
        *,
        status: CampaignStatus | None = None,
        q: str | None = None,
        limit: int = 20,
        cursor: str | None = None,
    ) -> Page:
        """`CampaignView`s, newest first; archived ones only when that status is asked for; with their total."""
        before, q = id_after(cursor), (q or "").replace("\x00", "")
        async with self._db.read() as uow:
            rows = await uow.campaigns.page(
                actor.workspace_id, status=status, q=q, limit=limit + 1, before_id=before, guest=actor.only_of
            )
            total = await uow.campaigns.count(actor.workspace_id, status=status, q=q, guest=actor.only_of)
            views = await views_of(uow, actor, rows[:limit])
        return page_of(rows, limit, lambda row: row.id, views, total)

    async def find(self, actor: Actor, name: str) -> Sequence[Match]:
        """Campaigns that a spoken name may mean, archived ones too, best first, at most five."""
        async with self._db.read() as uow:
            named = await uow.campaigns.named(actor.workspace_id, NAMES_SEARCHED, actor.only_of)
            names = {item.id: item.name for item in named}
            # The loop carries the calls' audio.
            scores = await asyncio.to_thread(naming.scores, name, names)
            likely = [item.id for item in named if scores[item.id] >= LEAST_SCORE]
            likely.sort(key=lambda campaign_id: -scores[campaign_id])
            rows = await uow.campaigns.by_ids(actor.workspace_id, likely[:MOST_MATCHES])
            views = await views_of(uow, actor, rows)
        return sorted(
            (Match(view, round(scores[view.id], 1)) for view in views),
            key=lambda match: (-match.score, likely.index(match.campaign.id)),
        )

    async def duplicate(self, actor: Actor, campaign_id: str, name: str | None = None) -> CampaignView:
        """A new draft with the same brief and deliverables; nothing that was made comes along."""
        async with self._db.write() as uow:
            original = await campaign_of(uow, actor, campaign_id)
            content = content_of(original)
            copied = f"{original.name[: NAME_LENGTH - 7]} (copy)" if original.name else ""
            edit = CampaignEdit(fields={"name": name or copied})
            content = apply(content, edit, {}, uow.now)
            campaign = await new_campaign(uow, actor, content, actor.source)
            campaign.photo = original.photo
            return await view_of(uow, actor, campaign.id)

    async def delete(self, actor: Actor, campaign_id: str, version: int | None = None) -> None:
        """Drafts only, and only those that never ran: what was made and paid is kept. `version` as in `run`."""
        async with self._db.write() as uow:
            campaign = await campaign_of(uow, actor, campaign_id, lock=True)
            require_heard(campaign, version)
            transition(CampaignStatus(campaign.status), "delete")
            if await uow.work.finished_in(campaign_id):
                raise IllegalTransition(
                    "A project has finished something here; the campaign can be archived.",
                    ["update", "archive"],
                )
            if await uow.campaigns.has_run(campaign_id):
                raise IllegalTransition(
                    "A campaign that has run cannot be deleted; it can be archived.", ["update", "archive"]
                )
            await emit(uow, campaign, "campaign.deleted")
            await uow.campaigns.delete(campaign)

    async def ready(self, actor: Actor, campaign_id: str) -> CampaignView:
        """The owner says that the draft is complete. Raises `MissingSlots` when it is not."""
        async with self._db.write() as uow:
            campaign = await campaign_of(uow, actor, campaign_id, lock=True)
            status = transition(CampaignStatus(campaign.status), "ready")
            require_complete(campaign)
            await move(uow, campaign, status, "campaign.ready")
            return await view_of(uow, actor, campaign_id)

    async def archive(self, actor: Actor, campaign_id: str) -> CampaignView:
        """Out of the lists and read-only, never deleted."""
        async with self._db.write() as uow:
            campaign = await campaign_of(uow, actor, campaign_id, lock=True)
            before = CampaignStatus(campaign.status)
            status = transition(before, "archive")
            campaign.status_before_archive = before
            await move(uow, campaign, status, "campaign.archived")
            return await view_of(uow, actor, campaign_id)

    async def unarchive(self, actor: Actor, campaign_id: str) -> CampaignView:
        """Back to the status that it had."""
        async with self._db.write() as uow:
            campaign = await campaign_of(uow, actor, campaign_id, lock=True)
            before = CampaignStatus(campaign.status_before_archive or CampaignStatus.DRAFT)
            status = transition(CampaignStatus(campaign.status), "unarchive", before=before)
            campaign.status_before_archive = None
            await move(uow, campaign, status, "campaign.unarchived")
            return await view_of(uow, actor, campaign_id)

    async def _editable(self, uow: UnitOfWork, actor: Actor, campaign_id: str) -> Campaign:
        campaign = await campaign_of(uow, actor, campaign_id, lock=True)
        transition(CampaignStatus(campaign.status), "update")
        return campaign
