"""Rings people up when what they wait for is over: follows the news, takes what is due, has it dialled."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Protocol

import structlog

from agent.telephone.carrier import CarrierRefused, CarrierUnheard, Placing
from orchestrator.callbacks import CallBacks, CallBackView

log = structlog.get_logger()

LOOK_AGAIN = 60.0
"""Seconds at most between looks: for news that was missed while the database was away."""


class Phone(Protocol):
    """What places calls."""

    async def place(self, call: Placing) -> str:
        """Returns the carrier's id of the call. Raises `CarrierRefused` or `CarrierUnheard`."""


class Ringer:
    """`run` until cancelled. Any number of processes may: an attempt is given to one of them."""

    def __init__(
        self, callbacks: CallBacks, phone: Phone, public_url: str, clock: Callable[[], datetime]
    ) -> None:
        self._callbacks = callbacks
        self._phone = phone
        self._base = f"{public_url.rstrip('/')}/phone/twilio"
        self._clock = clock
        self._stirred = asyncio.Event()

    async def run(self) -> None:
        following = asyncio.create_task(self._follow())
        try:
            while True:
                self._stirred.clear()
                await self._look()
                await self._wait()
        finally:
            following.cancel()

    def stir(self) -> None:
        """Something may be due."""
        self._stirred.set()

    async def ring_due(self) -> int:
        """Places every call that is due now; returns how many were tried."""
        due = await self._callbacks.claim_due()
        for each in due:
            await self._ring(each)
        return len(due)

    async def _look(self) -> None:
        try:
            await self.ring_due()
        except Exception:
            # A store that is away for a moment must not end calling back for good.
            log.exception("looking for due call backs failed")

    async def _wait(self) -> None:
        seconds = LOOK_AGAIN
        with suppress(Exception):
            due = await self._callbacks.next_look()
            if due is not None:
                seconds = min(seconds, max(1.0, (due - self._clock()).total_seconds()))
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._stirred.wait()

    async def _ring(self, due: CallBackView) -> None:
        attempt = f"{due.id}/{due.attempts}"
        call = Placing(due.number, f"{self._base}/answered/{attempt}", f"{self._base}/status/{attempt}")
        try:
            sid = await self._phone.place(call)
            log.info("calling back", call_back=due.id, attempt=due.attempts, call=sid)
        except CarrierRefused as refused:
            log.warning("a call back was refused", call_back=due.id, why=str(refused))
            await self._callbacks.refused(due.id, due.attempts, str(refused))
        except CarrierUnheard as unheard:
            log.warning("the carrier did not answer", call_back=due.id, why=str(unheard))

    async def _follow(self) -> None:
        while True:
            try:
                async for _ in self._callbacks.news():
                    self._stirred.set()
            except Exception:
                log.exception("following news for call backs broke off")
            await asyncio.sleep(LOOK_AGAIN)
