"""Campaigns as the JSON that tool results and the model's state carry."""

from __future__ import annotations

from typing import Any

from orchestrator.spoken import called, phrase
from orchestrator.views import CampaignView, Quantity
from prompts import line
from store.words import CampaignStatus
from tools.registry import Desk


def campaign_facts(campaign: CampaignView) -> dict[str, Any]:
    """What a model may know of a campaign: values, statuses and evidence, no prices beyond the estimate."""
    return {
        "id": campaign.id,
        "name": campaign.name,
        "topic": campaign.topic,
        "objective": campaign.objective,
        "channels": list(campaign.channels),
        "audience": campaign.audience,
        "messaging": campaign.messaging,
        "goals": campaign.goals,
        "awareness_stage": campaign.awareness_stage,
        "products": list(campaign.products),
        "deadline": campaign.deadline,
        "deliverables": [
            {"type": str(item.type), "quantity": item.quantity, "completed": item.completed}
            for item in campaign.deliverables
        ],
        "status": str(campaign.status),
        "missing": list(campaign.missing),
        "slots": {
            name: {"status": slot.status, "evidence": slot.evidence} for name, slot in campaign.slots.items()
        },
        "estimate": {"credits": campaign.estimate.credits, "balance": campaign.estimate.balance},
    }


def found(desk: Desk, campaign: CampaignView) -> str:
    """What a campaign that was picked up is, in a sentence; of a draft also what it holds."""
    drafted = campaign.status in (CampaignStatus.DRAFT, CampaignStatus.READY)
    items = [Quantity(item.type, item.quantity) for item in campaign.deliverables] if drafted else []
    return line(
        "found", desk.turn_position, name=called(campaign), status=str(campaign.status), what=phrase(items)
    )
