"""Everything a process needs, wired once: store, orchestrator, engine, tools, brains, speech."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

import structlog

from agent.brain import Brain, embedded_brain, remote_brain
from agent.channels.calls import Calls
from agent.channels.peers import Peers
from agent.channels.twiml import MediaTokens
from agent.speech.choose import choose
from agent.speech.ports import SpeechKit
from agent.talks import Talks
from agent.telephone.carrier import TwilioCalls
from api import telemetry
from api.chores import Chores, telephone
from api.film_voice import FilmVoice
from orchestrator.engine import JobEngine
from orchestrator.engine_dbos import DbosEngine
from orchestrator.news.desk import news_desk
from orchestrator.orchestrator import Orchestrator
from settings import Settings
from store.clock import new_id, utc_now
from store.database import Database
from store.migrate import upgrade
from store.objects import files_of
from studio.catalogue import crew, makers
from studio.render import RenderPool
from studio.review import RuleReviewer
from tools.toolbox import toolbox

log = structlog.get_logger()


@dataclass(slots=True)
class Runtime:
    """One process's parts, from `start` to `close`."""

    settings: Settings
    database: Database
    orchestrator: Orchestrator
    talks: Talks
    calls: Calls
    tokens: MediaTokens
    engine: JobEngine
    render: RenderPool
    phone: TwilioCalls | None
    """Twilio's REST API; None where no account is set."""
    chores: Chores
    peers: Peers = field(default_factory=Peers)
    end_traces: Callable[[], None] = lambda: None
    closing: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when the process is told to stop: streams that have no end of their own end then."""
    _speech: SpeechKit | None = field(default=None)
    _loading: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def speech(self) -> SpeechKit:
        """The speech engines; loaded at the first call, so that a typed-only process stays small."""
        async with self._loading:
            if self._speech is None:
                self._speech = await asyncio.to_thread(choose, self.settings)
            return self._speech

    async def close(self) -> None:
        await self.chores.close()
        await self.calls.close()
        await self.engine.stop()
        self.render.close()
        if self._speech is not None:
            self._speech.close()
        await self.talks.close()
        await self.database.close()
        await asyncio.to_thread(self.end_traces)


def brains(settings: Settings) -> list[Brain]:
    """The brains in the order in which they are asked; the embedded one is always the last."""
    remote = remote_brain(settings)
    return [remote, embedded_brain()] if remote else [embedded_brain()]


async def start(settings: Settings) -> Runtime:
    """Migrates the store and brings a whole process up, its engine working."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    await asyncio.to_thread(upgrade, settings.database)

    def open_database() -> Database:
        return Database(settings.database, clock=utc_now, new_id=new_id)

    database = open_database()
    files = files_of(settings)
    render = RenderPool(settings.render_processes)
    voice = FilmVoice(settings)
    engine = DbosEngine(
        settings,
        make_database=open_database,
        makers=makers(settings, render, voice),
        crew=crew(settings, render, voice),
        reviewer=RuleReviewer(),
        files=files,
    )
    orchestrator = Orchestrator(database, files, settings, engine)
    await orchestrator.access.bootstrap(settings)
    await engine.start()
    if settings.embedded and (left := await orchestrator.conversations.end_left_behind()):
        log.warning("calls were cut off when the last process died", count=left)
    talks = Talks(orchestrator, toolbox(), brains(settings))
    warm = await talks.warm_up()
    calls = Calls(settings.max_calls)
    phone = telephone(settings)
    chores = Chores.start(settings, orchestrator, phone)
    if not warm:
        chores.take_on(talks.keep_warming())
    chores.take_on(news_desk(database, settings).run())
    tokens = MediaTokens(utc_now)
    traces = telemetry.begin(settings)
    return Runtime(
        settings,
        database,
        orchestrator,
        talks,
        calls,
        tokens,
        engine,
        render,
        phone,
        chores,
        end_traces=traces,
    )
