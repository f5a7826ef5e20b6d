"""What a maker is told: the campaign, the brand, passages of the knowledge base and what is already made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from store.unit_of_work import UnitOfWork

from orchestrator.catalogue import TIER
from store.models import Campaign, Unit
from store.words import AwarenessStage, DeliverableType, WorkStatus
from studio.ports import Brand, Brief, Passage, Prior

PASSAGES = 6
"""Passages of the knowledge base in a brief: about a page and a half, enough to cite from."""

_BRAND_FIELDS = frozenset(field.name for field in fields(Brand))


async def brief_of(uow: UnitOfWork, campaign: Campaign, unit: Unit, units: Sequence[Unit]) -> Brief:
    """The unit's brief from the rows as they are now. `campaign` comes with deliverables, `units` are all."""
    kind = DeliverableType(unit.type)
    quantity = {deliverable.id: deliverable.quantity for deliverable in campaign.deliverables}
    return Brief(
        type=kind,
        index=unit.index,
        of=max(unit.index, quantity.get(unit.deliverable_id, 1)),
        seed=unit.seed,
        name=campaign.name,
        topic=campaign.topic,
        objective=campaign.objective,
        channels=tuple(campaign.channels),
        audience=campaign.audience,
        messaging=campaign.messaging,
        goals=campaign.goals,
        awareness_stage=AwarenessStage(campaign.awareness_stage) if campaign.awareness_stage else None,
        products=tuple(campaign.products),
        deadline=campaign.deadline,
        brand=brand_of(await uow.work.brand(campaign.workspace_id)),
        knowledge=await _knowledge(uow, campaign),
        priors=priors_of(kind, units),
    )


def brand_of(stored: Mapping[str, Any]) -> Brand:
    """The brand kit, with the port's defaults for what the workspace has not set."""
    known = {
        name: value for name, value in stored.items() if name in _BRAND_FIELDS and value not in (None, "")
    }
    if "banned_words" in known:
        known["banned_words"] = tuple(known["banned_words"])
    return Brand(**known)


def priors_of(kind: DeliverableType, units: Sequence[Unit]) -> tuple[Prior, ...]:
    """What the tiers before `kind`'s made, in tier order."""
    earlier = [
        unit
        for unit in units
        if unit.status == WorkStatus.COMPLETED and TIER[DeliverableType(unit.type)] < TIER[kind]
    ]
    earlier.sort(key=lambda unit: (TIER[DeliverableType(unit.type)], unit.type, unit.index))
    return tuple(Prior(DeliverableType(unit.type), unit.index, unit.title, unit.text) for unit in earlier)


def siblings_of(unit: Unit, units: Sequence[Unit]) -> tuple[str, ...]:
    """Texts of the same deliverable's finished units, which a new one may not repeat."""
    return tuple(
        other.text
        for other in units
        if other.deliverable_id == unit.deliverable_id
        and other.id != unit.id
        and other.status == WorkStatus.COMPLETED
    )


async def _knowledge(uow: UnitOfWork, campaign: Campaign) -> tuple[Passage, ...]:
    query = " ".join((campaign.topic, campaign.objective, *campaign.products)).strip()
    if not query:
        return ()
    found = await uow.knowledge.search(campaign.workspace_id, query, limit=PASSAGES)
    return tuple(Passage(hit.document_id, hit.title, hit.source, hit.text) for hit in found)
