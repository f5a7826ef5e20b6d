"""Tools that start, stop and put away campaigns; the acts among them are minted here and done once confirmed."""

from __future__ import annotations

from orchestrator.lifecycle import transition
from orchestrator.views import CampaignView, ConfirmationView
from prompts import line
from store.words import CampaignStatus, Effect
from tools.arguments import OfCampaign, RunCampaign
from tools.facts import campaign_facts, found
from tools.registry import Desk, NoArguments, Registry, Result
from tools.resolve import able, focus

RUN_MEANS = {CampaignStatus.PAUSED: "resume", CampaignStatus.FAILED: "restart"}
"""What "run it" asks for when the campaign has run before."""


async def _mint(desk: Desk, campaign: CampaignView, action: str, cap: int | None = None) -> Result:
    transition(campaign.status, action)
    minted = await desk.orchestrator.confirmations.mint(
        desk.actor, desk.conversation_id, action, campaign.id, desk.turn_position, cap=cap
    )
    return {
        "ok": True,
        "needs_confirmation": True,
        "action": action,
        "read_back": minted.spoken,
        "campaign": campaign_facts(campaign),
    }


async def _mint_run(desk: Desk, wanted: RunCampaign) -> Result:
    settle = able(desk, wanted.campaign, "run") if desk.campaign_id is None else focus(desk, wanted.campaign)
    campaign = await settle
    if campaign.status is CampaignStatus.RUNNING:
        return _said("running_already", desk, campaign)
    if campaign.status in (CampaignStatus.DRAFT, CampaignStatus.READY) and campaign.missing:
        error = line("run_incomplete", desk.turn_position, missing=[str(slot) for slot in campaign.missing])
        return {"ok": False, "error": error, "campaign": campaign_facts(campaign)}
    action = RUN_MEANS.get(campaign.status, "run")
    # A paused run goes on under the cap that it was started with.
    return await _mint(desk, campaign, action, wanted.cap if action != "resume" else None)


async def _mint_resume(desk: Desk, wanted: OfCampaign) -> Result:
    campaign = await able(desk, wanted.campaign, "resume")
    if campaign.status is CampaignStatus.RUNNING:
        return _said("running_already", desk, campaign)
    if campaign.status in (CampaignStatus.DRAFT, CampaignStatus.READY):
        # "Let's go on with the coffee one" picks a draft up; nothing has run that could be resumed.
        return {"ok": True, "spoken": found(desk, campaign), "campaign": campaign_facts(campaign)}
    return await _mint(desk, campaign, "resume")


async def _mint_restart(desk: Desk, wanted: RunCampaign) -> Result:
    return await _mint(desk, await able(desk, wanted.campaign, "restart"), "restart", wanted.cap)


async def _mint_cancel(desk: Desk, wanted: OfCampaign) -> Result:
    campaign = await able(desk, wanted.campaign, "cancel")
    # Nothing runs in a draft that could be cancelled: to give it up is to delete it, which is read back as such.
    return await _mint(desk, campaign, "delete" if campaign.status is CampaignStatus.DRAFT else "cancel")


async def _mint_delete(desk: Desk, wanted: OfCampaign) -> Result:
    return await _mint(desk, await able(desk, wanted.campaign, "delete"), "delete")


async def _started(desk: Desk, campaign: CampaignView) -> Result:
    desk.watching.add(campaign.id)
    progress = await desk.orchestrator.progress(desk.actor, campaign.id)
    return {"ok": True, "spoken": progress.spoken, "campaign": campaign_facts(campaign)}


def add_to(registry: Registry) -> None:
    @registry.act(_mint_run, RunCampaign)
    async def run_campaign(desk: Desk, spent: ConfirmationView) -> Result:
        """Read a campaign back with its price and ask for the yes that runs it. It spends credits, so nothing
        starts until the owner has said yes and confirm was called.
        """
        campaigns = desk.orchestrator.campaigns
        cap = spent.arguments.get("cap")
        campaign = await campaigns.run(desk.actor, spent.campaign_id, cap, version=spent.campaign_version)
        return await _started(desk, campaign)

    @registry.act(_mint_resume, OfCampaign)
    async def resume_campaign(desk: Desk, spent: ConfirmationView) -> Result:
        """Ask for the yes that lets a paused campaign go on."""
        campaigns = desk.orchestrator.campaigns
        campaign = await campaigns.resume(desk.actor, spent.campaign_id, version=spent.campaign_version)
        return await _started(desk, campaign)

    @registry.act(_mint_restart, RunCampaign)
    async def restart_campaign(desk: Desk, spent: ConfirmationView) -> Result:
        """Ask for the yes that starts a failed campaign again where it stopped."""
        campaigns = desk.orchestrator.campaigns
        cap = spent.arguments.get("cap")
        campaign = await campaigns.restart(desk.actor, spent.campaign_id, cap, version=spent.campaign_version)
        return await _started(desk, campaign)

    @registry.act(_mint_cancel, OfCampaign)
    async def cancel_campaign(desk: Desk, spent: ConfirmationView) -> Result:
        """Ask for the yes that cancels a campaign's run. What was made is kept."""
        campaign = await desk.orchestrator.campaigns.cancel(
            desk.actor, spent.campaign_id, version=spent.campaign_version
        )
        desk.watching.discard(campaign.id)
        spoken = line("cancelled", desk.turn_position, name=campaign.name)
        return {"ok": True, "spoken": spoken, "campaign": campaign_facts(campaign)}

    @registry.act(_mint_delete, OfCampaign)
    async def delete_campaign(desk: Desk, spent: ConfirmationView) -> Result:
        """Ask for the yes that deletes a draft for good. Only drafts can be deleted; others are archived."""
        await desk.orchestrator.campaigns.delete(
            desk.actor, spent.campaign_id, version=spent.campaign_version
        )
        if desk.campaign_id == spent.campaign_id:
            desk.campaign_id = None
        return {"ok": True, "spoken": line("deleted", desk.turn_position, name=spent.campaign_name)}

    @registry.tool(Effect.DRAFT, NoArguments)
    async def confirm(desk: Desk, _: NoArguments) -> Result:
        """Do what was just read back. Only when the owner's last words are a plain yes to that very read-back; the
        words are checked again here, and anything else is refused.
        """
        return await registry.confirm(desk)

    @registry.tool(Effect.DRAFT, NoArguments)
    async def decline(desk: Desk, _: NoArguments) -> Result:
        """Drop what was read back: the owner said no."""
        confirmations = desk.orchestrator.confirmations
        open_one = await confirmations.pending(desk.actor, desk.conversation_id)
        await confirmations.decline(desk.actor, desk.conversation_id)
        action, name = (open_one.action, open_one.campaign_name) if open_one else ("", "")
        result: Result = {
            "ok": True,
            "spoken": line("declined", desk.turn_position, action=action, name=name),
        }
        if desk.campaign_id is not None:
            result["campaign"] = campaign_facts(
                await desk.orchestrator.campaigns.get(desk.actor, desk.campaign_id)
            )
        return result

    @registry.tool(Effect.DRAFT, OfCampaign)
    async def pause_campaign(desk: Desk, wanted: OfCampaign) -> Result:
        """Pause a running campaign: what is in hand is finished, nothing new is started."""
        campaign = await able(desk, wanted.campaign, "pause")
        campaign = await desk.orchestrator.campaigns.pause(desk.actor, campaign.id)
        return _said("paused", desk, campaign)

    @registry.tool(Effect.DRAFT, OfCampaign)
    async def archive_campaign(desk: Desk, wanted: OfCampaign) -> Result:
        """Put a campaign away. It is kept, read-only, and can be brought back."""
        campaign = await able(desk, wanted.campaign, "archive")
        campaign = await desk.orchestrator.campaigns.archive(desk.actor, campaign.id)
        return _said("archived", desk, campaign)

    @registry.tool(Effect.DRAFT, OfCampaign)
    async def unarchive_campaign(desk: Desk, wanted: OfCampaign) -> Result:
        """Bring an archived campaign back."""
        campaign = await able(desk, wanted.campaign, "unarchive")
        campaign = await desk.orchestrator.campaigns.unarchive(desk.actor, campaign.id)
        return _said("unarchived", desk, campaign)


def _said(key: str, desk: Desk, campaign: CampaignView) -> Result:
    spoken = line(key, desk.turn_position, name=campaign.name)
    return {"ok": True, "spoken": spoken, "campaign": campaign_facts(campaign)}
