"""The one door through which anything changes: voice, click and HTTP all call this."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from orchestrator import spoken
from orchestrator.access import Access
from orchestrator.assembling import view_of
from orchestrator.assets import Assets, views_of_campaign
from orchestrator.brand import BrandKit
from orchestrator.callbacks import CallBacks
from orchestrator.callers import Callers
from orchestrator.campaigns import Campaigns
from orchestrator.confirmations import Confirmations
from orchestrator.conversations import Conversations
from orchestrator.credits import Credits
from orchestrator.engine import JobEngine
from orchestrator.events import Events
from orchestrator.handiwork import Handiwork
from orchestrator.knowledge import Knowledge
from orchestrator.notifications import Notifications
from orchestrator.outward import outward_of
from orchestrator.photos import Photos
from orchestrator.progress import Work, progress_of
from orchestrator.projects.projects import Projects
from orchestrator.recordings import Recordings
from orchestrator.remakes import Remakes
from orchestrator.shares import Shares
from orchestrator.views import Actor, AssetView, Progress, Quantity, WorkspaceView
from orchestrator.webhooks import Webhooks
from orchestrator.widgets import Widgets
from prompts import line
from settings import Settings
from store.database import Database
from store.files import Files
from studio.catalogue import read_by_a_model
from studio.openai.embedding import embedder
from studio.review import RuleReviewer


class Orchestrator:
    """Commands and questions by subject. What an actor asks for is looked for in the actor's workspace only;
    anything else raises `NotFound`.

    `jobs` is None in processes that do no work: runs then wait in the tables for one that does.
    """

    def __init__(self, db: Database, files: Files, settings: Settings, jobs: JobEngine | None) -> None:
        self._db = db
        self._settings = settings
        self._embedder = embedder(settings)
        self.access = Access(db)
        self.brand = BrandKit(db)
        self.callbacks = CallBacks(db, settings)
        self.callers = Callers(db)
        self.campaigns = Campaigns(db, jobs)
        self.confirmations = Confirmations(db)
        self.conversations = Conversations(db)
        self.credits = Credits(db)
        self.events = Events(db)
        self.handiwork = Handiwork(db, files, RuleReviewer())
        self.hub = Assets(db, files)
        self.knowledge = Knowledge(db, outward_of(settings), self._embedder)
        self.notifications = Notifications(db)
        self.photos = Photos(db, files)
        self.projects = Projects(db, jobs)
        self.recordings = Recordings(db, settings)
        self.remakes = Remakes(db, jobs, read_by_a_model(settings))
        self.shares = Shares(db)
        self.webhooks = Webhooks(db, outward_of(settings))
        self.widgets = Widgets(db)

    async def close(self) -> None:
        """Ends the connections that questions have opened; the store is its opener's to close."""
        if self._embedder is not None:
            await self._embedder.close()

    def clock(self) -> datetime:
        return self._db.clock()

    async def answers(self) -> bool:
        """True when the store answers."""
        return await self._db.answers()

    async def workspace(self, actor: Actor) -> WorkspaceView:
        async with self._db.read() as uow:
            row = await uow.workspaces.get(actor.workspace_id)
            return WorkspaceView(row.id, row.name, row.timezone, row.balance)

    async def progress(self, actor: Actor, campaign_id: str) -> Progress:
        """Where the campaign stands, in figures and in a sentence."""
        async with self._db.read() as uow:
            campaign = await view_of(uow, actor, campaign_id)
            run = await uow.work.latest_run(campaign_id)
            open_error = run.error if run is not None and run.finished_at is None else None
            work = Work(
                campaign=campaign,
                units=await uow.work.units(campaign_id),
                error=open_error,
                now=uow.now,
                at_once=self._settings.units_at_once,
                besides=await uow.hub.spent_besides(campaign_id),
            )
            return progress_of(work)

    async def results(self, actor: Actor, campaign_id: str) -> tuple[str, Sequence[AssetView]]:
        """What there is to say of what was made, and all of it."""
        async with self._db.read() as uow:
            campaign = await view_of(uow, actor, campaign_id)
            assets = await views_of_campaign(uow, campaign_id)
        done = [Quantity(i.type, i.completed) for i in campaign.deliverables if i.completed]
        name = spoken.called(campaign)
        if not done:
            return line("results_none", 0, name=name), assets
        said = line(
            "results_some",
            0,
            name=name,
            made=spoken.phrase(done),
            more=bool(campaign.estimate.lines),
            single=sum(item.quantity for item in done) == 1,
        )
        return said, assets

    async def assets(self, actor: Actor, campaign_id: str) -> Sequence[AssetView]:
        """The newest version of everything, in the order of the deliverables, their units and files."""
        return await self.hub.of_campaign(actor, campaign_id)

    async def asset(self, actor: Actor, asset_id: str) -> AssetView:
        return await self.hub.get(actor, asset_id)
