"""Seconds and memory per asset type, each in a process of its own, beside the least that its format costs.

The baseline is taken in the same process: for pictures a plain Pillow canvas of the same size saved in the same
format, for films a single-coloured one of the same size and length through the same encoder, for everything else the
process itself once its maker is imported.
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

import av
from PIL import Image, ImageDraw

from store.words import DeliverableType
from studio.bench_scale import scaling
from studio.bench_units import make_unit
from studio.ports import Output
from studio.video.encoding import clip

ROUNDS = 4
"""Units of each type; more would measure the machine's mood rather than the makers."""

_MIB = 1024
"""`ru_maxrss` counts kibibytes on Linux."""


@dataclass(frozen=True, slots=True)
class Job:
    """`make` takes a unit's index (from 1); it must be picklable, so that a fresh process can run it."""

    name: str
    make: Callable[[int], Output]
    rounds: int = ROUNDS


@dataclass(frozen=True, slots=True)
class Cost:
    """Median seconds a unit, the process's peak in MiB, and both for the baseline."""

    seconds: float
    peak: float
    bare_seconds: float
    bare_peak: float


JOBS = tuple(
    Job(str(kind), partial(make_unit, kind), 2 if kind is DeliverableType.VIDEO else ROUNDS)
    for kind in DeliverableType
)
"""Every type; of the films fewer, for one takes as long as all the rest."""


async def studio_figures(
    extra: Sequence[Job] = (), *, quick: bool = False
) -> list[tuple[str, str, str, str]]:
    """Rows of what was measured, ours, the baseline's, and what the baseline is.

    `quick` makes one unit of each type but films, and a small run: that it works, not how well.
    """
    jobs = [job for job in (*JOBS, *extra) if not (quick and job.name == DeliverableType.VIDEO)]
    rows = []
    for job in jobs:
        cost = await asyncio.to_thread(measured, job, 1 if quick else job.rounds)
        rows.append(
            (
                f"{job.name}: one unit, peak memory",
                f"{cost.seconds:.2f} s, {cost.peak:.0f} MiB",
                f"{cost.bare_seconds:.2f} s, {cost.bare_peak:.0f} MiB",
                "the same files' sizes as plain canvases; the process with the maker imported",
            )
        )
    return [*rows, *await asyncio.to_thread(scaling, quick=quick)]


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
        bare.append(sum(_plain(file.data, file.mime) for file in output.files))
    return Cost(statistics.median(seconds), _peak(), statistics.median(bare), bare_peak)


def _plain(data: bytes, mime: str) -> float:
    """Seconds to draw and save the least that has the file's size and format; 0 for what is no picture."""
    if mime == "video/mp4":
        return _plain_film(data)
    if not mime.startswith("image/"):
        return 0.0
    with Image.open(io.BytesIO(data)) as picture:
        size, kind = picture.size, picture.format
    begun = time.perf_counter()
    canvas = Image.new("RGB", size, (240, 240, 240))
    ImageDraw.Draw(canvas).ellipse((0, 0, *size), fill=(20, 80, 60))
    canvas.save(io.BytesIO(), kind)
    return time.perf_counter() - begun


def _plain_film(data: bytes) -> float:
    with av.open(io.BytesIO(data), "r") as file:
        stream = file.streams.video[0]
        width, height, frames = stream.width, stream.height, stream.frames
    begun = time.perf_counter()
    still = Image.new("RGB", (width, height), (240, 240, 240))
    clip((still for _ in range(frames)), (width, height), {})
    return time.perf_counter() - begun


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MIB
