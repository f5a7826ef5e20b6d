"""Everything a process needs, wired once: store, orchestrator, engine, tools, brains, speech."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

import structlog

from agent.brain import Brain, embedded_brain, remote_brain
from agent.channels.calls import Calls
from agent.channels.peers import Peers
from agent.channels.twiml import MediaTokens
from agent.speech.choose import choose, prepare
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
    engines: LazySpeech
    peers: Peers = field(default_factory=Peers)
    closing: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when the process is told to stop: streams that have no end of their own end then."""
    opened: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def speech(self) -> SpeechKit:
        """The speech engines; loaded at the first call, so that a typed-only process stays small."""
        return await self.engines.get()

    async def close(self) -> None:
        """Closes everything, the last opened first; what fails to close does not keep the rest open."""
        await self.opened.aclose()


class LazySpeech:
    """Speech engines that are loaded when they are first asked for."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._kit: SpeechKit | None = None
        self._loading = asyncio.Lock()

    async def prepare(self) -> None:
        """What takes long of the first loading."""
        async with self._loading:
            if self._kit is None:
                await prepare(self._settings)

    async def get(self) -> SpeechKit:
        async with self._loading:
            if self._kit is None:
                self._kit = await asyncio.to_thread(choose, self._settings)
            return self._kit

    def close(self) -> None:
        if self._kit is not None:
            self._kit.close()


def brains(settings: Settings) -> list[Brain]:
    """The brains in the order in which they are asked; the embedded one is always the last."""
    remote = remote_brain(settings)
    return [remote, embedded_brain()] if remote else [embedded_brain()]


async def start(settings: Settings) -> Runtime:
    """Migrates the store and brings a whole process up, its engine working.

    What fails leaves nothing open. What depends on the settings alone is made first.
    """
    async with AsyncExitStack() as opened:
        runtime = await _start(settings, opened)
        runtime.opened = opened.pop_all()
    return runtime


async def _start(settings: Settings, opened: AsyncExitStack) -> Runtime:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    files, phone, voice = files_of(settings), telephone(settings), FilmVoice(settings)
    opened.push_async_callback(asyncio.to_thread, telemetry.begin(settings))
    await asyncio.to_thread(upgrade, settings.database)

    def open_database() -> Database:
        return Database(settings.database, clock=utc_now, new_id=new_id)

    database = open_database()
    opened.push_async_callback(database.close)
    news = news_desk(database, settings)
    render = RenderPool(settings.render_processes)
    engine = DbosEngine(
        settings,
        make_database=open_database,
        makers=makers(settings, render, voice),
        crew=crew(settings, render, voice),
        reviewer=RuleReviewer(),
        files=files,
    )
    orchestrator = Orchestrator(database, files, settings, engine)
    opened.push_async_callback(orchestrator.close)
    talks = Talks(orchestrator, toolbox(), brains(settings))
    opened.push_async_callback(talks.close)
    speech = LazySpeech(settings)
    opened.callback(speech.close)
    await orchestrator.access.bootstrap(settings)
    opened.callback(render.close)
    await engine.start()
    opened.push_async_callback(engine.stop)
    if settings.embedded and (left := await orchestrator.conversations.end_left_behind()):
        log.warning("calls were cut off when the last process died", count=left)
    warm = await talks.warm_up()
    calls = Calls(settings.max_calls)
    opened.push_async_callback(calls.close)
    chores = Chores.start(settings, orchestrator, phone)
    opened.push_async_callback(chores.close)
    if not warm:
        chores.take_on(talks.keep_warming())
    chores.take_on(news.run())
    chores.take_on(speech.prepare())
    tokens = MediaTokens(utc_now)
    return Runtime(
        settings, database, orchestrator, talks, calls, tokens, engine, render, phone, chores, speech
    )
