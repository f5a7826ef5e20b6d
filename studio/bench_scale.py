"""How a run of many deliverables scales with rendering processes, beside the same units one after another."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import resource
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from store.words import DeliverableType
from studio.bench_units import EMBEDDED, Hum, InPlace, brief_of
from studio.catalogue import makers
from studio.ports import Brief
from studio.render import RenderPool
from studio.review import RuleReviewer

_D = DeliverableType
_TIERS = (
    (_D.RESEARCH,),
    (_D.PLAN,),
    (_D.BLOG_POST, _D.SOCIAL_POSTS, _D.EMAIL_NURTURE),
    (_D.IMAGES, _D.BANNER, _D.FLYER, _D.JINGLE),
)
"""In the order of a run; films have their own figure, for a single one would outweigh all the rest."""

HUNDRED = {
    _D.RESEARCH: 2,
    _D.PLAN: 2,
    _D.BLOG_POST: 6,
    _D.SOCIAL_POSTS: 26,
    _D.EMAIL_NURTURE: 12,
    _D.IMAGES: 20,
    _D.BANNER: 14,
    _D.FLYER: 10,
    _D.JINGLE: 8,
}
"""A large campaign's hundred deliverables."""
QUICK = dict.fromkeys((_D.PLAN, _D.SOCIAL_POSTS, _D.EMAIL_NURTURE, _D.IMAGES, _D.BANNER), 1)
WORKERS = (1, 2, 4)
_MIB = 1024
"""`ru_maxrss` counts kibibytes on Linux."""


@dataclass(frozen=True, slots=True)
class Run:
    """`seconds` for `units` made and reviewed; `peak` in MiB, of this process and the largest worker together."""

    units: int
    seconds: float
    peak: float
    worker_peak: float


def scaling(*, quick: bool = False) -> list[tuple[str, str, str, str]]:
    """A row for each number of workers: time, units a second and memory, against one process and no pool."""
    owed = QUICK if quick else HUNDRED
    alone = _fresh(owed, 0)
    rows = []
    for workers in WORKERS[1:2] if quick else WORKERS:
        run = _fresh(owed, workers)
        what = f"{run.units} deliverables made and reviewed, {workers} at a time on {os.cpu_count()} cores"
        memory = f"{run.peak:.0f} MiB + {workers} x {run.worker_peak:.0f} MiB"
        rows.append(
            (
                what,
                f"{run.seconds:.1f} s, {run.units / run.seconds:.1f}/s, {memory}",
                f"{alone.seconds:.1f} s, {alone.units / alone.seconds:.1f}/s, {alone.peak:.0f} MiB",
                "the same units one after another in one process, not reviewed",
            )
        )
    return rows


def _fresh(owed: dict[DeliverableType, int], workers: int) -> Run:
    """In a process that has done nothing else, so that its peaks are this run's."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as alone:
        return alone.submit(_measure, owed, workers).result()


def _measure(owed: dict[DeliverableType, int], workers: int) -> Run:
    begun = time.perf_counter()
    asyncio.run(_run(owed, workers) if workers else _one_by_one(owed))
    seconds = time.perf_counter() - begun
    peaks = [
        resource.getrusage(who).ru_maxrss / _MIB for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    ]
    return Run(sum(owed.values()), seconds, *peaks)


async def _run(owed: dict[DeliverableType, int], workers: int) -> None:
    """Tier by tier, within a tier side by side, as the orchestrator does it."""
    pool, reviewer = RenderPool(workers), RuleReviewer()
    makers_ = makers(EMBEDDED, pool, Hum())

    async def unit(brief: Brief) -> None:
        output = await makers_[brief.type].make(brief)
        await reviewer.review(brief, output, ())

    try:
        for tier in _TIERS:
            await asyncio.gather(*(unit(brief) for brief in _briefs(owed) if brief.type in tier))
    finally:
        pool.close()


async def _one_by_one(owed: dict[DeliverableType, int]) -> None:
    makers_ = makers(EMBEDDED, InPlace(), Hum())
    for brief in _briefs(owed):
        await makers_[brief.type].make(brief)


def _briefs(owed: dict[DeliverableType, int]) -> list[Brief]:
    return [brief_of(kind, index, of) for kind, of in owed.items() for index in range(1, of + 1)]
