"""What a serving process does beside answering: rings people up, and clears recordings whose time is over."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any

import structlog

from agent.telephone.carrier import TwilioCalls
from agent.telephone.ringing import Ringer
from orchestrator.orchestrator import Orchestrator
from settings import Settings
from studio.ports import MakerError

log = structlog.get_logger()

FILL_EVERY = 300.0
"""Seconds. Between two looks for passages without a vector; there are none but after a failure."""
PURGE_EVERY = 3600.0
"""Seconds. Recordings are kept for days, so an hour more or less is none."""


def telephone(settings: Settings) -> TwilioCalls | None:
    """Twilio's REST API, where the account is set."""
    if settings.twilio_auth_token is None or not settings.twilio_account_sid:
        return None
    token = settings.twilio_auth_token.get_secret_value()
    return TwilioCalls(settings.twilio_account_sid, token, settings.twilio_number, settings.twilio_api_url)


@dataclass(slots=True)
class Chores:
    """Runs from `start` to `close`. Without a telephone nobody is rung up."""

    ringer: Ringer | None
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    @classmethod
    def start(cls, settings: Settings, orchestrator: Orchestrator, phone: TwilioCalls | None) -> Chores:
        ringer = None
        if phone is not None and phone.number:
            ringer = Ringer(orchestrator.callbacks, phone, settings.public_url, orchestrator.clock)
        chores = cls(ringer)
        if ringer is not None:
            chores._tasks.append(asyncio.create_task(ringer.run()))
        chores._tasks.append(asyncio.create_task(_purge(orchestrator)))
        if orchestrator.knowledge.by_meaning:
            chores._tasks.append(asyncio.create_task(_fill(orchestrator)))
        return chores

    def take_on(self, work: Coroutine[Any, Any, None]) -> None:
        """Something more to be done until `close`."""
        self._tasks.append(asyncio.create_task(work))

    def ring(self) -> None:
        """There may be somebody to ring up."""
        if self.ringer is not None:
            self.ringer.stir()

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


async def _fill(orchestrator: Orchestrator) -> None:
    """Give what the knowledge base holds its vectors, whatever was kept while there was no model or it was silent."""
    while True:
        try:
            while count := await orchestrator.knowledge.fill():
                log.info("passages can be found by meaning now", count=count)
        except MakerError as error:
            log.warning("passages wait for their vectors", cause=error.cause)
        except Exception:
            log.exception("giving passages their vectors failed")
        await asyncio.sleep(FILL_EVERY)


async def _purge(orchestrator: Orchestrator) -> None:
    while True:
        try:
            if gone := await orchestrator.recordings.purge():
                log.info("recordings purged", count=gone)
        except Exception:
            log.exception("purging recordings failed")
        await asyncio.sleep(PURGE_EVERY)
