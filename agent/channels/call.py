"""One call, whatever carries it: transport, ear and floor wired together, from the greeting to an orderly end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import structlog
from pipecat.pipeline.pipeline import Pipeline
from pipecat.pipeline.worker import PipelineParams, PipelineWorker
from pipecat.transports.base_transport import BaseTransport
from pipecat.workers.runner import WorkerRunner

from agent.channels.ear import Ear, Turn
from agent.channels.echo import EchoGuard
from agent.channels.floor import Floor, Manners
from agent.channels.models import RATE
from agent.channels.news import tell
from agent.channels.ports import Talk
from agent.channels.wire import AfterTheWire, Line
from agent.speech.ports import Heard, SpeechKit
from agent.speech.recording import Recording

log = structlog.get_logger()

DEAD_AFTER = 15.0
"""Seconds without any audio from the caller's side (silence is sent too) after which the line is dead."""
FINISH_WITHIN = 10.0
"""Seconds that a turn under way gets to finish its acts after the caller has hung up."""


class Call:
    """One call's parts, wired; `hold` runs it."""

    def __init__(
        self,
        transport: BaseTransport,
        talk: Talk,
        speech: SpeechKit,
        hung_up: asyncio.Event,
        *,
        recording: Recording | None,
        manners: Manners | None,
        picked_up: asyncio.Event | None = None,
        guard: EchoGuard | None = None,
        on_words: Callable[[str], None] = lambda _words: None,
    ) -> None:
        """`hung_up` is set by the channel when the caller is gone, `picked_up` (when given) once they can hear.

        `guard` keeps the agent's own voice out of the ear, where a loudspeaker could bring it back. `on_words` is
        told the caller's words as they come, and "" when they came to nothing.
        """
        self._talk = talk
        self._hung_up = hung_up
        self._picked_up = picked_up
        self._line = Line(recording, guard)
        self.floor = Floor(talk, speech.voice, self._line, manners)
        self._ear = Ear(
            speech.ears,
            expectation=talk.expectation,
            agent_speaks=lambda: self.floor.agent_speaks,
            on_cut_in=self.floor.cut_in,
            on_turn=self.floor.heard,
            on_words=on_words,
        )
        self._line.ear = self._ear
        self._line.on_digits = self._keyed
        self.floor.caller_speaks = lambda: self._ear.speaking
        self.floor.unsent = lambda: self._line.unsent
        transport.add_event_handler("on_client_disconnected", self._disconnected)
        self._worker = PipelineWorker(
            Pipeline(
                [
                    transport.input(),
                    self._line,
                    transport.output(),
                    AfterTheWire(self._line, self.floor, recording),
                ]
            ),
            params=PipelineParams(audio_in_sample_rate=RATE, audio_out_sample_rate=RATE),
            enable_rtvi=False,
            enable_turn_tracking=False,
            idle_timeout_secs=None,
        )

    async def hold(self, announcements: AsyncIterator[str] | None) -> str:
        """Runs the call to its end and returns why it ended."""
        runner = WorkerRunner(handle_sigint=False, check_dangling_tasks=False)
        await runner.add_workers(self._worker)
        wire = asyncio.create_task(runner.run())
        floor = asyncio.create_task(self._run_floor())
        endings = {
            floor: "",
            asyncio.create_task(self._hung_up.wait()): "hung_up",
            asyncio.create_task(self._line_goes_dead()): "dead_line",
            wire: "hung_up",
        }
        news = (
            asyncio.create_task(tell(announcements, self.floor.announce))
            if announcements is not None
            else None
        )
        reason = "cancelled"
        try:
            done, _ = await asyncio.wait(endings, return_when=asyncio.FIRST_COMPLETED)
            reason = _outcome(floor) if floor in done else endings[done.pop()]
        finally:
            self._ear.close()
            self.floor.hang_up()
            await asyncio.wait({floor}, timeout=FINISH_WITHIN)
            await self._worker.cancel()
            await _cancel(*(task for task in (news, *endings) if task is not None and task is not wire))
            await asyncio.wait({wire}, timeout=FINISH_WITHIN)
            await self._talk.close(reason)
        return reason

    async def _run_floor(self) -> str:
        if self._picked_up is not None:
            await self._picked_up.wait()
        return await self.floor.run()

    async def _line_goes_dead(self) -> None:
        clock = asyncio.get_running_loop().time
        left = DEAD_AFTER
        while left > 0:
            await asyncio.sleep(left)
            left = self._line.last_audio + DEAD_AFTER - clock()

    async def _disconnected(self, *_: object) -> None:
        self._hung_up.set()

    def take(self, words: str, engine: str) -> None:
        """A turn that was not spoken: keys pressed, words typed. It stops the agent's voice like any other."""
        now = asyncio.get_running_loop().time()
        self.floor.cut_in()
        self.floor.heard(Turn(Heard(words, 1.0, engine=engine), now))

    def _keyed(self, digits: str) -> None:
        self.take(digits, "keypad")


def _outcome(floor: asyncio.Task[str]) -> str:
    failure = floor.exception()
    if failure is None:
        return floor.result()
    log.error("a call broke off", exc_info=failure)
    return "error"


async def _cancel(*tasks: asyncio.Task[Any]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
