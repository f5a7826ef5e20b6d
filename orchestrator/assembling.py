"""From rows to campaign views, and back from content to rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from orchestrator.catalogue import PRICE
from orchestrator.editing import Content
from orchestrator.errors import NotFound
from orchestrator.fields import EMPTY
from orchestrator.views import (
    Actor,
    CampaignView,
    DeliverableView,
    Estimate,
    EstimateLine,
    SlotView,
)
from store.models import Campaign, CampaignRevision, CampaignSlot, Deliverable
from store.unit_of_work import UnitOfWork
from store.words import CampaignStatus, DeliverableType, SlotName, SlotStatus, WorkStatus

Counts = Mapping[str, Mapping[str, int]]
"""Units by deliverable id and status."""


async def campaign_of(uow: UnitOfWork, actor: Actor, campaign_id: str, *, lock: bool = False) -> Campaign:
    """The workspace's campaign, read afresh. Raises `NotFound`, also for another's: a workspace's, or a guest's."""
    campaign = await uow.campaigns.get(actor.workspace_id, campaign_id, lock=lock)
    if campaign is None or actor.only_of not in (None, campaign.guest):
        raise NotFound("There is no such campaign.")
    return campaign


async def view_of(uow: UnitOfWork, actor: Actor, campaign_id: str) -> CampaignView:
    """The campaign as it stands in this transaction."""
    await uow.flush()
    return (await views_of(uow, actor, [await campaign_of(uow, actor, campaign_id)]))[0]


async def views_of(uow: UnitOfWork, actor: Actor, campaigns: Sequence[Campaign]) -> list[CampaignView]:
    if not campaigns:
        return []
    balance = (await uow.workspaces.get(actor.workspace_id)).balance
    counts = await uow.campaigns.unit_counts([campaign.id for campaign in campaigns])
    return [_view(campaign, counts, balance) for campaign in campaigns]


def _view(campaign: Campaign, counts: Counts, balance: int) -> CampaignView:
    deliverables = tuple(_deliverable(item, counts.get(item.id, {})) for item in campaign.deliverables)
    return CampaignView(
        id=campaign.id,
        name=campaign.name,
        topic=campaign.topic,
        objective=campaign.objective,
        channels=tuple(campaign.channels),
        audience=campaign.audience,
        messaging=campaign.messaging,
        goals=campaign.goals,
        awareness_stage=campaign.awareness_stage,
        products=tuple(campaign.products),
        deadline=campaign.deadline,
        deliverables=deliverables,
        status=CampaignStatus(campaign.status),
        missing=content_of(campaign).missing,
        estimate=estimate_of(deliverables, balance),
        error=campaign.error,
        slots=_slots(campaign),
        version=campaign.version,
        source=campaign.source,
        created_at=campaign.created_at,
        updated_at=campaign.updated_at,
    )


def _deliverable(row: Deliverable, units: Mapping[str, int]) -> DeliverableView:
    completed, failed = units.get(WorkStatus.COMPLETED, 0), units.get(WorkStatus.FAILED, 0)
    if completed >= row.quantity:
        status = WorkStatus.COMPLETED
    elif failed:
        status = WorkStatus.FAILED
    else:
        status = WorkStatus.ACTIVE if units.get(WorkStatus.ACTIVE) else WorkStatus.PENDING
    return DeliverableView(DeliverableType(row.type), row.quantity, status, completed, failed)


def _slots(campaign: Campaign) -> dict[str, SlotView]:
    rows = {row.name: row for row in campaign.slots}
    views = {}
    for slot in SlotName:
        row = rows.get(slot)
        said = row.evidence[-1]["words"] if row is not None and row.evidence else ""
        views[str(slot)] = SlotView(row.status if row is not None else str(SlotStatus.EMPTY), said)
    return views


def estimate_of(deliverables: Iterable[DeliverableView], balance: int) -> Estimate:
    """The price of what is not made yet."""
    lines = tuple(
        EstimateLine(item.type, owed, PRICE[item.type], owed * PRICE[item.type])
        for item in deliverables
        if (owed := max(0, item.quantity - item.completed))
    )
    return Estimate(sum(line.credits for line in lines), balance, lines)


def content_of(campaign: Campaign) -> Content:
    return Content(
        {slot: getattr(campaign, slot) for slot in EMPTY},
        {row.type: row.quantity for row in campaign.deliverables},
        {row.name: {"status": row.status, "evidence": row.evidence} for row in campaign.slots},
    )


async def made_by_type(uow: UnitOfWork, campaign: Campaign) -> dict[str, int]:
    """Finished units by deliverable type."""
    counts = await uow.campaigns.unit_counts([campaign.id])
    made = {row.type: counts.get(row.id, {}).get(WorkStatus.COMPLETED, 0) for row in campaign.deliverables}
    return {kind: count for kind, count in made.items() if count}


def remember(uow: UnitOfWork, campaign: Campaign) -> None:
    """Keep the campaign's content as it is now, so that the edit to come can be undone."""
    uow.campaigns.add(
        CampaignRevision(
            id=uow.new_id(),
            campaign_id=campaign.id,
            version=campaign.version,
            snapshot=content_of(campaign).as_json(),
            created_at=uow.now,
        )
    )


async def write_content(uow: UnitOfWork, campaign: Campaign, content: Content) -> None:
    """Make the campaign's rows say the content."""
    for slot, value in content.fields.items():
        setattr(campaign, slot, value)
    await _write_deliverables(uow, campaign, content.deliverables)
    rows = {row.name: row for row in campaign.slots if row.name in content.slots}
    for name, said in content.slots.items():
        row = rows.setdefault(name, CampaignSlot(campaign_id=campaign.id, name=name))
        row.status, row.evidence = said["status"], list(said["evidence"])
    campaign.slots = list(rows.values())


async def _write_deliverables(uow: UnitOfWork, campaign: Campaign, wanted: Mapping[str, int]) -> None:
    for row in campaign.deliverables:
        if row.type not in wanted:
            await uow.campaigns.forget_work(row.id)
    kept = {row.type: row for row in campaign.deliverables if row.type in wanted}
    rows = []
    for position, (kind, quantity) in enumerate(wanted.items()):
        row = kept.get(kind) or Deliverable(id=uow.new_id(), campaign_id=campaign.id, type=kind)
        row.quantity, row.position = quantity, position
        rows.append(row)
    campaign.deliverables = rows
