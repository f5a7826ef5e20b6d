"""What a maker is told: the campaign, the brand, passages of the knowledge base and what is already made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from orchestrator.catalogue import TIER
from store.models import Campaign, Unit
from store.unit_of_work import UnitOfWork
from store.words import AwarenessStage, DeliverableType
from studio.ports import Brand, Brief, Passage, Prior

PASSAGES = 6
"""Passages of the knowledge base in a brief: about a page and a half, enough to cite from."""

PHOTOS = frozenset({"image/png", "image/jpeg", "image/webp"})
"""Pictures that every painter can read."""

_BRAND_FIELDS = frozenset(field.name for field in fields(Brand))


async def brief_of(uow: UnitOfWork, campaign: Campaign, unit: Unit) -> Brief:
    """The unit's brief from the rows as they are now. The campaign comes with its deliverables."""
    kind = DeliverableType(unit.type)
    quantity = {deliverable.id: deliverable.quantity for deliverable in campaign.deliverables}
    return Brief(
        type=kind,
        index=unit.index,
        of=max(unit.index, quantity.get(unit.deliverable_id or "", 1)),
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
        priors=await _priors(uow, campaign, kind),
    )


async def photo_of(uow: UnitOfWork, campaign: Campaign) -> str:
    """SHA-256 of the photo uploaded for the campaign, else of the first picture it was given; empty without one."""
    if campaign.photo:
        return campaign.photo
    given = await uow.hub.inputs(campaign.id)
    return next((asset.sha256 for asset, _, _ in given if asset.mime in PHOTOS), "")


def brand_of(stored: Mapping[str, Any]) -> Brand:
    """The brand kit, with the port's defaults for what the workspace has not set."""
    known = {
        name: value for name, value in stored.items() if name in _BRAND_FIELDS and value not in (None, "")
    }
    if "banned_words" in known:
        known["banned_words"] = tuple(known["banned_words"])
    return Brand(**known)


async def siblings_of(uow: UnitOfWork, unit: Unit) -> tuple[str, ...]:
    """Texts of the campaign's finished units of the same type, which a new one may not repeat."""
    made = await uow.work.made(unit.campaign_id, {unit.type})
    return tuple(sibling.text for sibling in made if sibling.index != unit.index)


async def _priors(uow: UnitOfWork, campaign: Campaign, kind: DeliverableType) -> tuple[Prior, ...]:
    """What the campaign was given from others, then what the tiers before `kind`'s made, in tier order."""
    earlier = {other for other in DeliverableType if TIER[other] < TIER[kind]}
    made = await uow.work.made(campaign.id, earlier)
    priors = (Prior(DeliverableType(unit.type), unit.index, unit.title, unit.text) for unit in made)
    own = sorted(priors, key=lambda prior: (TIER[prior.type], prior.type, prior.index))
    given = {unit.id: (told, unit) for _, told, unit in await uow.hub.inputs(campaign.id)}
    others = (
        Prior(DeliverableType(unit.type), unit.index, told.title, told.text) for told, unit in given.values()
    )
    return (*others, *own)


async def _knowledge(uow: UnitOfWork, campaign: Campaign) -> tuple[Passage, ...]:
    query = " ".join((campaign.topic, campaign.objective, *campaign.products)).strip()
    if not query:
        return ()
    found = await uow.knowledge.search(campaign.workspace_id, query, limit=PASSAGES)
    return tuple(Passage(hit.document_id, hit.title, hit.source, hit.text) for hit in found)
