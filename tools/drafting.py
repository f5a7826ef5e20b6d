"""Tools that fill and correct a campaign's slots."""

from __future__ import annotations

from orchestrator.catalogue import MOST
from orchestrator.errors import DrumbeatError
from orchestrator.views import CampaignView
from prompts import deliverable_phrase, line
from store.words import Effect
from tools.arguments import ChangedDeliverable, CreateCampaign, Duplicate, OfCampaign, UpdateCampaign
from tools.facts import campaign_facts
from tools.registry import Desk, NoArguments, Registry, Result
from tools.resolve import focus


def add_to(registry: Registry) -> None:
    @registry.tool(Effect.DRAFT, CreateCampaign)
    async def create_campaign(desk: Desk, wanted: CreateCampaign) -> Result:
        """Start a new draft campaign with whatever slots the caller has already given, all in one call. Not for
        changing a campaign that exists: that is update_campaign.
        """
        _ask_back(desk, wanted)
        campaign = await desk.orchestrator.campaigns.create(
            desk.actor, wanted.edit(desk.turn_id), source=desk.actor.source
        )
        desk.campaign_id = campaign.id
        return _changed(campaign, wanted.model_fields_set - {"sure"})

    @registry.tool(Effect.DRAFT, UpdateCampaign)
    async def update_campaign(desk: Desk, wanted: UpdateCampaign) -> Result:
        """Fill or correct slots of a campaign. Pass only what the caller just said. Quantities: "make it eight" is
        set 8, "add two more" is add 2, "scratch the blog post" is remove.
        """
        campaign = await focus(desk, wanted.campaign)
        _ask_back(desk, wanted, campaign)
        campaign = await desk.orchestrator.campaigns.update(
            desk.actor, campaign.id, wanted.edit(desk.turn_id)
        )
        return _changed(campaign, wanted.model_fields_set - {"campaign", "sure"})

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


class NotSure(DrumbeatError):  # noqa: N818
    """A number that is asked back before it is taken, whichever brain passed it on."""

    status = 409
    title = "Really so many?"


def _ask_back(desk: Desk, wanted: CreateCampaign | UpdateCampaign, held: CampaignView | None = None) -> None:
    """Raises `NotSure` for more than `MOST` of one thing, unless it was asked back or is in the campaign already."""
    if wanted.sure:
        return
    owed = {(item.type, item.quantity) for item in held.deliverables} if held is not None else set()
    for item in wanted.deliverables:
        added = not isinstance(item, ChangedDeliverable) or item.change != "remove"
        if added and (item.quantity or 0) > MOST and (item.type, item.quantity) not in owed:
            what = deliverable_phrase(item.type, item.quantity or 0)
            raise NotSure(line("too_many", desk.turn_position, what=what, most=MOST))


def _changed(campaign: CampaignView, changed: set[str]) -> Result:
    return {
        "ok": True,
        "campaign": campaign_facts(campaign),
        "changed": sorted(changed - {"evidence"}),
    }
