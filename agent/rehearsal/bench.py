"""Voice figures measured on the wire: our phone channel beside pipecat's defaults, on the same audio and engines."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

from agent.rehearsal.bench_lines import (
    CUT_INS,
    HESITANT,
    HUMMED,
    INTERVIEWS,
    MURMURED,
    cutting_in,
    humming,
    murmuring,
    said,
)
from agent.rehearsal.board import Board, switchboard
from agent.rehearsal.caller import CALLER_TONE, CallRecord, Line, call, percentile
from agent.rehearsal.capacity import FULL_LOAD, Load, Step, heaviest, until_it_breaks
from agent.rehearsal.measured import MISSED_AFTER, Held
from agent.rehearsal.noted import Note
from agent.speech.espeak import EspeakVoice

AGAINST = "pipecat 1.14, default turn strategies, the same ears, voice, brain and tools"
TAKES_FLOOR_AFTER = 0.6
"""Seconds of silence after which the bench's callers speak: the agent's sentences are 0.2 s apart."""
PATIENCE = 6.0
CALLS_FOR_MEMORY = 10


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured."""

    interviews: Sequence[tuple[str, ...]] = INTERVIEWS
    hesitant: Sequence[tuple[str, ...]] = HESITANT
    cut_ins: tuple[str, ...] = CUT_INS
    hummed: tuple[float, ...] = HUMMED
    murmured: tuple[str, ...] = MURMURED
    calls_for_memory: int = CALLS_FOR_MEMORY
    load: Load = FULL_LOAD


FULL = Plan()
"""About 25 minutes."""
QUICK = Plan(
    interviews=(INTERVIEWS[0][:2],),
    hesitant=(HESITANT[0][:1],),
    cut_ins=CUT_INS[:1],
    hummed=HUMMED[2:3],
    murmured=MURMURED[:1],
    calls_for_memory=2,
    load=Load(steps=(2,), lines=INTERVIEWS[0][:1], come_within=1.0),
)
"""One or two minutes: shows that everything is measured, not what the figures are."""


@dataclass(frozen=True, slots=True)
class VoiceFigures:
    """One side's measurements."""

    fluent: Held
    hesitant: Held
    cut_in: Held
    hummed: Held
    murmured: Held
    megabytes_per_call: float
    cores_per_call: float
    """Processor seconds of the serving process for each second of one call."""
    steps: Sequence[Step] = ()

    def with_notes(self, notes: Sequence[Note]) -> VoiceFigures:
        """The same, with all that the talks noted."""
        return replace(
            self, fluent=replace(self.fluent, notes=notes), hesitant=replace(self.hesitant, notes=notes)
        )


Row = tuple[str, str, str, str]
Found = TypeVar("Found")


async def voice_figures(
    *, quick: bool = False, progress: Callable[[str], object] = lambda _: None
) -> list[Row]:
    """Rows for the bench's table: what, ours, baseline, what the baseline is."""
    return rows(*await voice_bench(QUICK if quick else FULL, progress))


async def voice_bench(
    plan: Plan, progress: Callable[[str], object] = lambda _: None
) -> tuple[VoiceFigures, VoiceFigures]:
    """Our channel's figures and the baseline's. `progress` is told what has begun."""
    async with _boards() as boards:
        # What is built at a process's first call belongs to no figure.
        await _both(boards, lambda board: _one_call(board, said(plan.interviews[0][:1])))
        progress("turns")
        used = [board.processor_seconds() for board in boards]
        fluent = await _both(boards, lambda board: _all_calls(board, plan.interviews, together=1))
        used = [board.processor_seconds() - before for board, before in zip(boards, used, strict=True)]
        cores = [seconds / held.seconds() for seconds, held in zip(used, fluent, strict=True)]
        progress("pauses")
        hesitant = await _both(boards, lambda board: _all_calls(board, plan.hesitant, together=2))
        progress("cutting in and murmurs")
        over = await _both(boards, lambda board: _over_the_agent(board, plan))
        progress("memory")
        memory = await _both(boards, lambda board: _memory(board, plan.calls_for_memory))
        found = [
            VoiceFigures(*parts)
            for parts in zip(fluent, hesitant, *zip(*over, strict=True), memory, cores, strict=True)
        ]
        for place, board in enumerate(boards):
            progress(f"calls at once, {board.side}")
            found[place] = replace(found[place], steps=await until_it_breaks(board, plan.load))
        # A talk may still be answering when its caller gives up: what it notes then is read at the end.
        found = [figures.with_notes(board.notes.read()) for figures, board in zip(found, boards, strict=True)]
    return found[0], found[1]


@asynccontextmanager
async def _boards() -> AsyncIterator[tuple[Board, Board]]:
    with tempfile.TemporaryDirectory(prefix="drumbeat-voice-") as name:
        folder = Path(name)
        async with (
            switchboard("ours", folder / "ours") as ours,
            switchboard("plain", folder / "plain") as plain,
        ):
            yield ours, plain


async def _both(boards: Sequence[Board], measure: Callable[[Board], Awaitable[Found]]) -> Sequence[Found]:
    """At the same time: what else the machine does hits both alike."""
    return await asyncio.gather(*(measure(board) for board in boards))


async def _all_calls(board: Board, scripts: Sequence[tuple[str, ...]], *, together: int) -> Held:
    lines = asyncio.Semaphore(together)

    async def hold(script: tuple[str, ...]) -> CallRecord:
        async with lines:
            return await _one_call(board, said(script))

    calls = await asyncio.gather(*(hold(script) for script in scripts))
    return Held(calls, board.notes.read())


async def _over_the_agent(board: Board, plan: Plan) -> tuple[Held, Held, Held]:
    scripts = (cutting_in(plan.cut_ins), humming(plan.hummed), murmuring(plan.murmured))
    cut_in, hummed, murmured = [
        [await _one_call(board, script, "/story")] if script else [] for script in scripts
    ]
    notes = board.notes.read()
    return Held(cut_in, notes), Held(hummed, notes), Held(murmured, notes)


async def _one_call(board: Board, script: Sequence[Line], talk: str = "/campaign") -> CallRecord:
    return await call(
        board.url + talk,
        script,
        voice=EspeakVoice(CALLER_TONE),
        call_sid=f"CA{uuid4().hex}",
        takes_floor_after=TAKES_FLOOR_AFTER,
        patience=PATIENCE,
    )


async def _memory(board: Board, calls: int) -> float:
    """Megabytes that each of several calls adds to the process that serves them."""
    before = board.megabytes()
    held = [
        asyncio.create_task(_one_call(board, [Line("how far are we"), Line("[1500]")])) for _ in range(calls)
    ]
    most = before
    while not all(task.done() for task in held):
        await asyncio.wait(held, timeout=0.5, return_when=asyncio.ALL_COMPLETED)
        most = max(most, board.megabytes())
    await asyncio.gather(*held)
    return (most - before) / calls


def rows(ours: VoiceFigures, plain: VoiceFigures) -> list[Row]:
    """The table; a figure that conversation.md holds us to says so."""

    def row(what: str, of: Callable[[VoiceFigures], str]) -> Row:
        return what, of(ours), of(plain), AGAINST

    return [
        row("end of speech to first audio, p50 / p95 (500 / 900 ms)", lambda f: _two(f.fluent.latencies())),
        row(
            "turn with a tool, first words p50 / p95 (– / 900 ms)", lambda f: _two(f.fluent.tool_latencies())
        ),
        row(
            "replies inside a turn with pauses of 0.3 to 0.7 s (5 %)",
            lambda f: str(f.hesitant.false_starts()),
        ),
        row("such turns taken for two", lambda f: str(f.hesitant.split())),
        row("such turns, end of speech to first audio, p50 / p95", lambda f: _two(f.hesitant.latencies())),
        row(f"ends missed: no answer in {MISSED_AFTER / 1000:.0f} s", lambda f: str(_missed(f))),
        row("caller cuts in to agent silent, p50 / p95 (– / 400 ms)", lambda f: _two(f.cut_in.stops())),
        row('agent stopped by a hummed "mm-hm" (10 %)', lambda f: str(f.hummed.silenced())),
        row('agent stopped by "yeah", "okay", "uh huh", … spoken', lambda f: str(f.murmured.silenced())),
        row("memory per call", lambda f: f"{f.megabytes_per_call:.1f} MB"),
        row("processor per call", lambda f: f"{f.cores_per_call:.1%} of a core"),
        row("calls at once with p95 up to 900 ms (20)", lambda f: heaviest(f.steps)),
        *_each_step(ours, plain),
        _load(),
    ]


def _load() -> Row:
    """What else went on: latencies of a machine with more to do than it has cores are the machine's."""
    load = f"{os.getloadavg()[2]:.1f}"
    return (
        f"processes that ran or waited, on {os.cpu_count()} cores, 15 min mean",
        load,
        load,
        "the same machine",
    )


def _each_step(ours: VoiceFigures, plain: VoiceFigures) -> list[Row]:
    calls = sorted({step.calls for figures in (ours, plain) for step in figures.steps})

    def at(figures: VoiceFigures, count: int) -> str:
        return next((str(step) for step in figures.steps if step.calls == count), "not tried")

    return [
        (f"{count} calls at once: p50 / p95", at(ours, count), at(plain, count), AGAINST) for count in calls
    ]


def _missed(figures: VoiceFigures) -> object:
    calls = [*figures.fluent.calls, *figures.hesitant.calls]
    return Held(calls, ()).missed()


def _two(values: list[float]) -> str:
    if not values:
        return "none"
    return f"{percentile(values, 50):.0f} / {percentile(values, 95):.0f} ms (n {len(values)})"
