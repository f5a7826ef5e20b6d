"""A workspace with campaigns to run, made of rows, and a run driven by hand."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from orchestrator.finishing import next_batch
from orchestrator.runs import cancel_run, pause_run, plan_run, resume_run
from orchestrator.views import Actor
from orchestrator.work import Workshop
from store.clock import new_id, utc_now
from store.database import Database
from store.files import FileStore
from store.models import Campaign, Deliverable, Event, KnowledgeDocument, Run, Step, Unit, Workspace
from store.repositories.knowledge import Chunk
from store.words import CampaignStatus, Role
from studio.ports import Maker, Reviewer
from tests.orchestrator.makers import Lenient, all_by


@dataclass
class World:
    """One workspace in a real database."""

    db: Database
    files: FileStore
    workspace_id: str

    @property
    def actor(self) -> Actor:
        return Actor(self.workspace_id, None, Role.OWNER, "Ada")

    @classmethod
    async def found(cls, db: Database, root: Path, credits: int = 200) -> World:  # noqa: A002
        async with db.write() as uow:
            workspace = Workspace(id=uow.new_id(), name="Acme", timezone="UTC", created_at=uow.now)
            uow.work.add(workspace)
            await uow.work.flush()
        world = cls(db, FileStore(root), workspace.id)
        await world.grant(credits, "opening")
        return world

    async def grant(self, amount: int, key: str) -> None:
        async with self.db.write() as uow:
            await uow.ledger.change(self.workspace_id, amount, kind="grant", key=f"grant:{key}", cause={})

    async def campaign(self, owed: Mapping[str, int], name: str = "Summer Sale") -> str:
        async with self.db.write() as uow:
            campaign = Campaign(
                id=uow.new_id(),
                workspace_id=self.workspace_id,
                source="api",
                name=name,
                topic="sun hats",
                objective="a thousand leads",
                status=CampaignStatus.READY,
                created_at=uow.now,
                updated_at=uow.now,
            )
            uow.work.add(campaign)
            await uow.work.flush()
            for position, (kind, quantity) in enumerate(owed.items()):
                uow.work.add(
                    Deliverable(
                        id=uow.new_id(),
                        campaign_id=campaign.id,
                        type=kind,
                        quantity=quantity,
                        position=position,
                    )
                )
        return campaign.id

    async def owe(self, campaign_id: str, kind: str, quantity: int) -> None:
        async with self.db.write() as uow:
            campaign = await uow.work.lock_campaign(campaign_id)
            next(each for each in campaign.deliverables if each.type == kind).quantity = quantity

    async def brand(self, kit: dict) -> None:
        async with self.db.write() as uow:
            await uow.workspaces.set_brand(self.workspace_id, kit)

    async def know(self, title: str, text: str) -> None:
        async with self.db.write() as uow:
            document = KnowledgeDocument(
                id=uow.new_id(),
                workspace_id=self.workspace_id,
                title=title,
                source=title,
                text=text,
                created_at=uow.now,
            )
            await uow.knowledge.add(document, [Chunk(text)])

    async def told(self, campaign_id: str) -> list[Event]:
        async with self.db.read() as uow:
            return list(await uow.events.after(0, self.workspace_id, campaign_id, 10_000))

    async def _moved(self, campaign_id: str, status: CampaignStatus, change, **how) -> Run:
        async with self.db.write() as uow:
            campaign = await uow.work.lock_campaign(campaign_id)
            campaign.status = status
            return await change(uow, campaign, **how)

    async def run(self, campaign_id: str, cap: int | None = None) -> Run:
        return await self._moved(campaign_id, CampaignStatus.RUNNING, plan_run, actor=self.actor, cap=cap)

    async def pause(self, campaign_id: str) -> Run:
        return await self._moved(campaign_id, CampaignStatus.PAUSED, pause_run)

    async def resume(self, campaign_id: str) -> Run:
        return await self._moved(campaign_id, CampaignStatus.RUNNING, resume_run)

    async def unpause_behind_its_back(self, campaign_id: str) -> None:
        """Make the run active again without a new epoch, as if its drive had ended by mistake."""
        async with self.db.write() as uow:
            (await uow.work.lock_campaign(campaign_id)).status = CampaignStatus.RUNNING
            (await uow.work.latest_run(campaign_id)).status = "active"

    async def cancel(self, campaign_id: str) -> Run:
        return await self._moved(campaign_id, CampaignStatus.READY, cancel_run)

    def workshop(self, maker: Maker, reviewer: Reviewer | None = None, sleep=None) -> Workshop:
        async def no_wait(_: float) -> None: ...

        return Workshop(self.db, all_by(maker), reviewer or Lenient(), self.files, sleep or no_wait)

    async def drive(self, run: Run, workshop: Workshop, *, at_once: bool = True) -> list[str]:
        """The run from here to its end, as the engine does it, a batch at once or one by one; the outcomes."""
        outcomes: list[str] = []
        while True:
            async with self.db.write() as uow:
                batch = await next_batch(uow, run.id, run.epoch)
            if not batch:
                return outcomes
            makings = [workshop.make(unit, run.id, run.epoch) for unit in batch]
            outcomes += await asyncio.gather(*makings) if at_once else [await making for making in makings]

    async def batch(self, run: Run) -> list[str]:
        async with self.db.write() as uow:
            return await next_batch(uow, run.id, run.epoch)

    async def status(self, campaign_id: str) -> str:
        async with self.db.read() as uow:
            return (await uow.work.campaign(campaign_id)).status

    async def error(self, campaign_id: str) -> dict | None:
        async with self.db.read() as uow:
            return (await uow.work.campaign(campaign_id)).error

    async def units(self, campaign_id: str) -> list[Unit]:
        async with self.db.read() as uow:
            return list(await uow.work.units(campaign_id))

    async def made(self, campaign_id: str) -> list[str]:
        return [f"{u.type} {u.index}" for u in await self.units(campaign_id) if u.status == "completed"]

    async def steps(self, run: Run) -> list[Step]:
        async with self.db.read() as uow:
            return list(await uow.work.steps(run.id))

    async def balance(self) -> int:
        async with self.db.read() as uow:
            return await uow.work.lock_balance(self.workspace_id)

    async def charges(self) -> list[int]:
        """What was charged for units; the whole ledger always sums to the balance."""
        async with self.db.read() as uow:
            entries = await uow.ledger.page(self.workspace_id, 10_000, None)
        assert sum(entry.amount for entry in entries) == await self.balance()
        return [-entry.amount for entry in entries if entry.kind == "unit"]


@asynccontextmanager
async def founded(data_dir: Path, credits: int, url: str) -> AsyncIterator[World]:  # noqa: A002
    """A world in that migrated database, with its files in the directory."""
    db = Database(url, clock=utc_now, new_id=new_id)
    yield await World.found(db, data_dir / "files", credits)
    await db.close()
