"""The worker that LiveKit's server gives rooms to: a process for each call, so many at once, drained at its end."""

from __future__ import annotations

import asyncio
import functools
import math
import signal
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from livekit.agents import AgentServer, JobContext, JobProcess, JobRequest

from agent.channels.rooms.job import BUSY, RoomJob
from agent.channels.rooms.tokens import AGENT

GETS_READY_WITHIN = 90.0
"""Seconds in which a call's process loads speech and models; 4 on an idle core."""
WARM = 1
"""Processes kept ready for the next caller, each about as large as a call. A second one at once waits some seconds."""

TOLD_AT_ONCE = 3
"""Callers over the limit who are being told that all lines are busy."""

Prepare = Callable[[dict[str, Any]], None]
"""Makes a call's process ready; runs in it, before there is a call. Picklable, like `Take`."""
Take = Callable[[RoomJob], Awaitable[None]]
"""Holds one call."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the LiveKit server is, and where this worker says that it is well."""

    url: str
    key: str
    secret: str
    health_host: str
    health_port: int


def server(place: Place, most_calls: int, prepare: Prepare, take: Take, *, drain_seconds: int) -> AgentServer:
    """A worker for `most_calls` rooms at once; full, it is passed over for others."""
    made = AgentServer(
        ws_url=place.url,
        api_key=place.key,
        api_secret=place.secret,
        host=place.health_host,
        port=place.health_port,
        load_fnc=functools.partial(load, most_calls=most_calls),
        # Of its own reckoning, the server takes one call at a time for a full house while there is none yet.
        load_threshold=math.inf,
        num_idle_processes=WARM,
        initialize_process_timeout=GETS_READY_WITHIN,
        drain_timeout=drain_seconds,
        setup_fnc=functools.partial(_prepare, prepare),
        preload_modules=[take.__module__],
    )
    lines = Lines(lambda: len(made.active_jobs), most_calls)
    made.rtc_session(functools.partial(_enter, take), agent_name=AGENT, on_request=lines.answer)
    return made


async def run(worker: AgentServer, said: Callable[[str], None]) -> None:
    """Serves until SIGTERM or SIGINT; then takes no more calls and waits for those that are up. `said` tells of it.

    A second signal ends those too.
    """
    loop, told = asyncio.get_running_loop(), asyncio.Event()
    twice = asyncio.Event()

    def stop() -> None:
        (twice if told.is_set() else told).set()

    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop)
    worker.on("worker_registered", lambda *_: said("Waiting for calls. Stop with Ctrl-C."))
    serving = asyncio.create_task(worker.run())
    telling = asyncio.create_task(told.wait())
    try:
        await asyncio.wait({serving, telling}, return_when=asyncio.FIRST_COMPLETED)
        if told.is_set():
            said("Taking no more calls; waiting for those that are up.")
            draining = asyncio.create_task(_drain(worker))
            await asyncio.wait(
                {draining, asyncio.create_task(twice.wait())}, return_when=asyncio.FIRST_COMPLETED
            )
            draining.cancel()
    finally:
        telling.cancel()
        await worker.aclose()
    await serving


def load(worker: AgentServer, *, most_calls: int) -> float:
    """The share of this worker's lines that are taken."""
    return min(1.0, len(worker.active_jobs) / most_calls)


class Lines:
    """Admission: calls that are up and calls that are being taken count alike.

    LiveKit's server asks the worker with the least load, so a full one is asked only when all are full. Some callers
    over the limit are let in to be told so; the room of one whom nobody enters would stay silent.
    """

    def __init__(self, active: Callable[[], int], most: int) -> None:
        self._active = active
        self._most = most
        self._coming = 0

    async def answer(self, request: JobRequest) -> None:
        """Takes the room, to talk or to say that all lines are busy, or leaves it to another worker."""
        taken = self._active() + self._coming
        if taken >= self._most + TOLD_AT_ONCE:
            await request.reject(terminate=False)
            return
        self._coming += 1
        try:
            await request.accept(name="Drumbeat", attributes={BUSY: "1"} if taken >= self._most else None)
        finally:
            self._coming -= 1


async def _drain(worker: AgentServer) -> None:
    try:
        await worker.drain()
    except TimeoutError:
        return


def _prepare(prepare: Prepare, process: JobProcess) -> None:
    prepare(process.userdata)


async def _enter(take: Take, context: JobContext) -> None:
    await take(RoomJob(context))
