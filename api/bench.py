"""`./dev bench`: every figure beside a baseline taken in the same run, because the machine is noisy."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from agent.speech.ports import Heard
from api.runtime import Runtime, start
from orchestrator.errors import DrumbeatError
from settings import Settings
from store.words import ConversationChannel

INTERVIEW = (
    "create a campaign called Bench about our trail shoes",
    "a thousand new leads",
    "research and two social posts",
    "make that three",
    "no",
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One row: what was measured, ours, the baseline's, and what the baseline is."""

    what: str
    ours: str
    baseline: str
    against: str


async def run_benches(only: str, console: Console, *, quick: bool = False) -> None:
    """Runs the bench named (all when empty) and prints one table. `quick` shortens the long ones: voice and studio."""
    from agent.rehearsal.bench import voice_figures
    from orchestrator.bench_engine import engine_figures
    from studio.bench import studio_figures

    benches: dict[str, Callable[[], Awaitable[list[Figure]]]] = {
        "talk": talk_figures,
        "engine": lambda: _adapt(engine_figures()),
        "voice": lambda: _adapt(
            voice_figures(quick=quick, progress=lambda what: console.print(f"  {what} …"))
        ),
        "studio": lambda: _adapt(studio_figures(quick=quick)),
    }
    if only and only not in benches:
        raise DrumbeatError(f"There is no bench called {only}; there are {', '.join(benches)}.")
    table = Table("Measured", "Drumbeat", "Baseline", "Baseline is")
    for name, bench in benches.items():
        if only in ("", name):
            console.print(f"measuring {name} …")
            for figure in await bench():
                table.add_row(figure.what, figure.ours, figure.baseline, figure.against)
    console.print(table)


async def _adapt(rows: Awaitable[list[tuple[str, str, str, str]]]) -> list[Figure]:
    return [Figure(*row) for row in await rows]


async def talk_figures(rounds: int = 8) -> list[Figure]:
    """Typed turns a second through store, tools and embedded brain, against the bare brain on the same words."""
    with tempfile.TemporaryDirectory(prefix="drumbeat-bench-") as folder:
        runtime = await start(Settings(data_dir=Path(folder), database_url="", _env_file=None))
        try:
            ours = [await _interview(runtime) for _ in range(rounds)]
            bare = [await _bare(runtime) for _ in range(rounds)]
        finally:
            await runtime.close()
    turns = [second for one in ours for second in one]
    calls = [second for one in bare for second in one]
    return [
        Figure(
            "conversation turns per second, one talk",
            f"{1 / statistics.median(turns):.0f}",
            f"{1 / statistics.median(calls):.0f}",
            "the embedded brain alone, one completion, no store and no tools",
        ),
        Figure(
            "conversation turn, median / worst",
            f"{statistics.median(turns) * 1000:.1f} / {max(turns) * 1000:.1f} ms",
            f"{statistics.median(calls) * 1000:.1f} / {max(calls) * 1000:.1f} ms",
            "the same",
        ),
    ]


async def _interview(runtime: Runtime) -> list[float]:
    actor = await runtime.orchestrator.access.owner()
    conversation = await runtime.talks.start(actor, ConversationChannel.TYPED)
    async for _ in conversation.open():
        pass
    seconds = []
    for words in INTERVIEW:
        begun = time.perf_counter()
        async for _ in conversation.hear(Heard(words, 1.0, engine="typed")):
            pass
        seconds.append(time.perf_counter() - begun)
    return seconds


async def _bare(runtime: Runtime) -> list[float]:
    brain = runtime.talks.brains[-1]
    tools = runtime.talks.registry.schemas()
    seconds = []
    for words in INTERVIEW:
        messages = [{"role": "system", "content": "STATE\n{}"}, {"role": "user", "content": words}]
        begun = time.perf_counter()
        async for _ in brain.answer(messages, tools):
            pass
        seconds.append(time.perf_counter() - begun)
    return seconds
