"""A workspace with something to lose: a complete draft, an old draft and a running campaign."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from orchestrator.orchestrator import Orchestrator
from orchestrator.views import Actor, CampaignEdit, CampaignView, DeliverableChange
from store.words import DeliverableType
from tests.agent.scripted import NotedEngine

Snapshot = Callable[[], Awaitable[Any]]
Make = Callable[..., Awaitable[CampaignView]]


@pytest.fixture
def make(orchestrator: Orchestrator, owner: Actor) -> Make:
    """Makes a complete draft; keyword arguments replace its slots."""

    async def create(**slots: str) -> CampaignView:
        fields = {"topic": "our trail shoes", "objective": "a thousand leads", **slots}
        images = DeliverableChange(DeliverableType.IMAGES, "set", 5)
        return await orchestrator.campaigns.create(owner, CampaignEdit(fields=fields, deliverables=[images]))

    return create


@pytest.fixture
async def summer(make: Make, orchestrator: Orchestrator, owner: Actor) -> CampaignView:
    await make(name="Old Draft")
    running = await make(name="Autumn Launch")
    await orchestrator.campaigns.run(owner, running.id, version=running.version)
    return await make(name="Summer Sale")


@pytest.fixture
def harm(orchestrator: Orchestrator, owner: Actor, engine: NotedEngine) -> Snapshot:
    """What an attack must not change: which campaigns there are, their status, the credits, the runs started."""

    async def look() -> Any:
        page = await orchestrator.campaigns.list(owner, limit=100)
        existing = {
            item.id: "draft" if str(item.status) == "ready" else str(item.status) for item in page.items
        }
        return existing, await orchestrator.credits.balance(owner), list(engine.started)

    return look
