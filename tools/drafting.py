"""Tools that fill and correct a campaign's slots."""

from __future__ import annotations

from orchestrator.views import CampaignView
from prompts import line
from store.words import Effect
from tools.arguments import CreateCampaign, Duplicate, OfCampaign, UpdateCampaign
from tools.facts import campaign_facts
from tools.registry import Desk, NoArguments, Registry, Result
from tools.resolve import focus


def add_to(registry: Registry) -> None:
    @registry.tool(Effect.DRAFT, CreateCampaign)
    async def create_campaign(desk: Desk, wanted: CreateCampaign) -> Result:
        """Start a new draft campaign with whatever slots the caller has already given, all in one call. Not for
        changing a campaign that exists: that is update_campaign.
        """
        campaign = await desk.orchestrator.campaigns.create(
            desk.actor, wanted.edit(desk.turn_id), source=desk.actor.source
        )
        desk.campaign_id = campaign.id
        return _changed(campaign, wanted.model_fields_set)

    @registry.tool(Effect.DRAFT, UpdateCampaign)
    async def update_campaign(desk: Desk, wanted: UpdateCampaign) -> Result:
        """Fill or correct slots of a campaign. Pass only what the caller just said. Quantities: "make it eight" is
        set 8, "add two more" is add 2, "scratch the blog post" is remove.
        """
        campaign = await focus(desk, wanted.campaign)
        campaign = await desk.orchestrator.campaigns.update(
            desk.actor, campaign.id, wanted.edit(desk.turn_id)
        )
        return _changed(campaign, wanted.model_fields_set - {"campaign"})

    @registry.tool(Effect.DRAFT, OfCampaign)
    async def undo_change(desk: Desk, wanted: OfCampaign) -> Result:
        """Take the last change of a campaign back."""
        campaign = await focus(desk, wanted.campaign)
        return _changed(await desk.orchestrator.campaigns.undo(desk.actor, campaign.id), {"undo"})

    @registry.tool(Effect.DRAFT, NoArguments)
    async def start_over(desk: Desk, _: NoArguments) -> Result:
        """Empty every slot of the draft in focus and begin the interview again. Can be undone."""
        campaign = await focus(desk, None)
        return _changed(await desk.orchestrator.campaigns.start_over(desk.actor, campaign.id), {"start_over"})

    @registry.tool(Effect.READ, OfCampaign)
    async def read_back(desk: Desk, wanted: OfCampaign) -> Result:
        """Say what a campaign holds so far."""
        campaign = await focus(desk, wanted.campaign)
        spoken = await desk.orchestrator.campaigns.spoken_summary(desk.actor, campaign.id)
        return {"ok": True, "spoken": spoken, "campaign": campaign_facts(campaign)}

    @registry.tool(Effect.DRAFT, Duplicate)
    async def duplicate_campaign(desk: Desk, wanted: Duplicate) -> Result:
        """Make a new draft that copies a campaign's brief and deliverables. It takes the focus."""
        original = await focus(desk, wanted.campaign)
        copy = await desk.orchestrator.campaigns.duplicate(desk.actor, original.id, wanted.name)
        desk.campaign_id = copy.id
        spoken = line("duplicated", desk.turn_position, name=original.name, copy=copy.name)
        return {"ok": True, "spoken": spoken, "campaign": campaign_facts(copy)}


def _changed(campaign: CampaignView, changed: set[str]) -> Result:
    return {
        "ok": True,
        "campaign": campaign_facts(campaign),
        "changed": sorted(changed - {"evidence"}),
    }
