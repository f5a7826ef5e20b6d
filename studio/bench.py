"""Seconds and memory per asset type, each in a process of its own, beside the least that its format costs.

The baseline is taken in the same process: for pictures a plain Pillow canvas of the same size saved in the same
format, for everything else the process itself once its maker is imported.
"""

from __future__ import annotations

import asyncio
import io
import multiprocessing
import resource
import statistics
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from PIL import Image, ImageDraw

from settings import Settings
from store.words import DeliverableType
from studio.catalogue import makers
from studio.ports import Brand, Brief, Output, Passage
from studio.render import RenderPool

T = TypeVar("T")

ROUNDS = 4
"""Units of each type; more would measure the machine's mood rather than the makers."""

_MIB = 1024
"""`ru_maxrss` counts kibibytes on Linux."""

_BRAND = Brand("Fellside", "Made for the long way round", "warm, plain", "https://fellside.example")
_KNOWN = Passage("doc-1", "Price list", "prices.md", "The Ridgeline 2 costs 139 euros.")


@dataclass(frozen=True, slots=True)
class Job:
    """`make` takes a unit's index (from 1); it must be picklable, so that a fresh process can run it."""

    name: str
    make: Callable[[int], Output]


@dataclass(frozen=True, slots=True)
class Cost:
    """Median seconds a unit, the process's peak in MiB, and both for the baseline."""

    seconds: float
    peak: float
    bare_seconds: float
    bare_peak: float


class _InPlace(RenderPool):
    """Draws where it is called: the process under measure is the rendering process."""

    async def run(self, fn: Callable[..., T], *args: object) -> T:
        return fn(*args)


def make_unit(kind: DeliverableType, index: int) -> Output:
    """One unit of a typical campaign, made by the embedded maker."""
    brief = Brief(
        kind,
        index=index,
        of=ROUNDS,
        seed=index,
        name="Trail Season",
        topic="our running shoes, the new trail line",
        objective="a thousand new leads",
        channels=("instagram", "email"),
        audience="trail runners who train before work",
        messaging="grip you can trust when the path turns wet",
        products=("Ridgeline 2",),
        brand=_BRAND,
        knowledge=(_KNOWN,),
    )
    embedded = Settings(openai_api_key=None, openai_base_url="", _env_file=None)
    return asyncio.run(makers(embedded, _InPlace())[kind].make(brief))


JOBS = tuple(
    Job(str(kind), partial(make_unit, kind)) for kind in DeliverableType if kind is not DeliverableType.VIDEO
)
"""Every type that needs nothing but a brief; whoever has a voice for films adds theirs."""


async def studio_figures(extra: Sequence[Job] = ()) -> list[tuple[str, str, str, str]]:
    """Rows of what was measured, ours, the baseline's, and what the baseline is."""
    rows = []
    for job in (*JOBS, *extra):
        cost = await asyncio.to_thread(measured, job)
        rows.append(
            (
                f"{job.name}: one unit, peak memory",
                f"{cost.seconds:.2f} s, {cost.peak:.0f} MiB",
                f"{cost.bare_seconds:.2f} s, {cost.bare_peak:.0f} MiB",
                "the same files' sizes as plain canvases; the process with the maker imported",
            )
        )
    return rows


def measured(job: Job, rounds: int = ROUNDS) -> Cost:
    """The job's cost in a process that has done nothing else."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as alone:
        return alone.submit(_measure, job, rounds).result()


def _measure(job: Job, rounds: int) -> Cost:
    bare_peak = _peak()
    seconds, bare = [], []
    for index in range(1, rounds + 1):
        begun = time.perf_counter()
        output = job.make(index)
        seconds.append(time.perf_counter() - begun)
        bare.append(sum(_plain(file.data) for file in output.files if file.mime.startswith("image/")))
    return Cost(statistics.median(seconds), _peak(), statistics.median(bare), bare_peak)


def _plain(data: bytes) -> float:
    """Seconds to draw and save a canvas of the picture's size and format with a single shape on it."""
    with Image.open(io.BytesIO(data)) as picture:
        size, kind = picture.size, picture.format
    begun = time.perf_counter()
    canvas = Image.new("RGB", size, (240, 240, 240))
    ImageDraw.Draw(canvas).ellipse((0, 0, *size), fill=(20, 80, 60))
    canvas.save(io.BytesIO(), kind)
    return time.perf_counter() - begun


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MIB
