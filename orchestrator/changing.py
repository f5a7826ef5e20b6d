"""What every change of a campaign does beside the change: version, revision, confirmations, event."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from orchestrator.assembling import content_of, remember, write_content
from orchestrator.editing import Content, changed
from orchestrator.errors import ConfirmationRefused, InvalidField, MissingSlots
from orchestrator.lifecycle import after_edit
from orchestrator.views import Actor
from prompts import line
from store.models import Campaign
from store.unit_of_work import UnitOfWork
from store.words import CampaignStatus


async def new_campaign(uow: UnitOfWork, actor: Actor, content: Content, source: str) -> Campaign:
    campaign = Campaign(
        id=uow.new_id(),
        workspace_id=actor.workspace_id,
        created_by=actor.member_id,
        guest=actor.only_of or "",
        source=source,
        status=CampaignStatus.DRAFT,
        version=1,
        created_at=uow.now,
        updated_at=uow.now,
        deliverables=[],
        slots=[],
    )
    uow.campaigns.add(campaign)
    await write_content(uow, campaign, content)
    await emit(uow, campaign, "campaign.created", changed=changed(Content(), content))
    return campaign


async def take(uow: UnitOfWork, campaign: Campaign, content: Content, made: Mapping[str, int]) -> None:
    """Make the content the campaign's, as a version that can be undone. `made` counts finished units by type.

    Nothing happens when it says nothing new. Raises `InvalidField` when a campaign that has run would lose
    what it needs.
    """
    what = changed(content_of(campaign), content)
    if not what:
        return
    before = CampaignStatus(campaign.status)
    if before in (CampaignStatus.COMPLETED, CampaignStatus.FAILED) and content.missing:
        raise InvalidField(content.missing[0], line("still_needed", 0, slots=list(content.missing)))
    remember(uow, campaign)
    await write_content(uow, campaign, content)
    owes = any(quantity > made.get(kind, 0) for kind, quantity in content.deliverables.items())
    status = after_edit(before, complete=not content.missing, owes=owes, made=bool(made))
    campaign.version += 1
    campaign.status = status
    campaign.updated_at = uow.now
    if status is not CampaignStatus.FAILED:
        campaign.error = None
    await uow.confirmations.kill_of_campaign(campaign.id)
    await emit(uow, campaign, "campaign.updated", changed=what)
    if status is CampaignStatus.COMPLETED and before is not status:
        # Not `campaign.completed`: no run has ended, so nobody is written to or told of one.
        await emit(uow, campaign, "campaign.settled")


async def move(uow: UnitOfWork, campaign: Campaign, status: CampaignStatus, event: str) -> None:
    """Give the campaign its next status, which a read-back made before no longer describes."""
    campaign.status = status
    campaign.updated_at = uow.now
    await uow.confirmations.kill_of_campaign(campaign.id)
    await emit(uow, campaign, event)


async def emit(uow: UnitOfWork, campaign: Campaign, event: str, **more: Any) -> None:
    payload = {"name": campaign.name, "status": str(campaign.status), **more}
    await uow.emit(event, campaign.workspace_id, campaign.id, payload)


def require_heard(campaign: Campaign, version: int | None) -> None:
    """The campaign, held by the caller, must still be the version that was confirmed; None asks for nothing.

    Raises `ConfirmationRefused`.
    """
    if version is not None and campaign.version != version:
        raise ConfirmationRefused("The campaign was changed meanwhile; hear it again.")


def require_complete(campaign: Campaign) -> None:
    """Raises `MissingSlots`, naming them."""
    missing = content_of(campaign).missing
    if missing:
        raise MissingSlots(line("incomplete", 0, slots=list(missing)), missing)
