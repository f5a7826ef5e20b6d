"""How many calls at once one process holds before its answers come too late."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from agent.rehearsal.bench_lines import INTERVIEWS, said
from agent.rehearsal.board import Board
from agent.rehearsal.caller import CALLER_TONE, CallRecord, Line, call, percentile, speech
from agent.rehearsal.measured import Held
from agent.speech.espeak import EspeakVoice

BROKEN_FROM = 900.0
"""Milliseconds of the 95th percentile of end of speech to first audio (conversation.md)."""
LEAST_ANSWERED = 0.95
"""Share of lines; a process that answers fewer is broken however fast it answers the rest."""


@dataclass(frozen=True, slots=True)
class Load:
    """What each step puts on the line: `calls` interviews at once, until a step breaks."""

    steps: tuple[int, ...] = (1, 5, 10, 15, 20, 25, 30, 35, 40)
    lines: tuple[str, ...] = INTERVIEWS[0][:5]
    come_within: float = 10.0
    """Seconds over which a step's callers come: calls begin one by one, and speak at different times."""


FULL_LOAD = Load()


@dataclass(frozen=True, slots=True)
class Step:
    """One step's measurements; milliseconds, and shares from 0 to 1."""

    calls: int
    latencies: Sequence[float]
    answered: float
    processor: float
    """Cores that the serving process used."""

    @property
    def broken(self) -> bool:
        late = percentile(list(self.latencies), 95)
        return late is None or late > BROKEN_FROM or self.answered < LEAST_ANSWERED

    def __str__(self) -> str:
        if not self.latencies:
            return "no answer"
        found = list(self.latencies)
        return (
            f"{percentile(found, 50):.0f} / {percentile(found, 95):.0f} ms, "
            f"{self.answered:.0%} answered, {self.processor:.1f} cores"
        )


def heaviest(steps: Sequence[Step]) -> str:
    """The most calls that were held well, and how that is known."""
    held = [step.calls for step in steps if not step.broken]
    if not held:
        return "none"
    broken = [step.calls for step in steps if step.broken]
    return f"{max(held)} (broke at {broken[0]})" if broken else f"{max(held)} or more"


async def until_it_breaks(board: Board, load: Load) -> list[Step]:
    """The steps taken, the last one broken unless all held. The audio is made before, not during the calls."""
    voice = EspeakVoice(CALLER_TONE)
    script = [Line(line.words, pcm=await speech(line.words, voice)) for line in said(load.lines)]
    steps: list[Step] = []
    for calls in load.steps:
        steps.append(await _step(board, script, calls, load.come_within))
        if steps[-1].broken:
            break
    return steps


async def _step(board: Board, script: Sequence[Line], calls: int, come_within: float) -> Step:
    clock = asyncio.get_running_loop().time
    begun, used = clock(), board.processor_seconds()
    records = await asyncio.gather(
        *(_come(board, script, come_within * place / calls) for place in range(calls))
    )
    cores = (board.processor_seconds() - used) / (clock() - begun)
    held = Held(records, ())
    answered = sum(e.latency is not None or e.false_start for record in records for e in record.exchanges)
    return Step(calls, held.latencies(), answered / (len(script) * calls), cores)


async def _come(board: Board, script: Sequence[Line], after: float) -> CallRecord:
    await asyncio.sleep(after)
    sid = f"CA{uuid4().hex}"
    return await call(board.url + "/campaign", script, call_sid=sid, takes_floor_after=0.6, patience=6.0)
