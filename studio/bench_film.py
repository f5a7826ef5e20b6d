"""A whole film as the bench measures it: script, shots, voice, music and cutting in the measuring process."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

import numpy as np

from store.words import DeliverableType
from studio.creative.writer import EmbeddedWriter
from studio.ports import Brand, Brief, Output
from studio.render import RenderPool
from studio.video.filmer import EmbeddedFilmer
from studio.video.maker import VideoMaker

T = TypeVar("T")

_HUM_RATE = 22_050
_A_LETTER = 0.06
"""Seconds; an unhurried voice says about seventeen letters a second."""


class Hum:
    """Stands for a voice, whose engine is no part of the studio: a tone as long as the words would take."""

    name = "hum"

    async def say(self, text: str) -> tuple[bytes, int]:
        turns = np.arange(round(len(text) * _A_LETTER * _HUM_RATE)) * 220 / _HUM_RATE
        return (0.3 * np.sin(2 * np.pi * turns) * 32767).astype("<i2").tobytes(), _HUM_RATE


class _InPlace(RenderPool):
    """Renders where it is called: the process under measure is the rendering process."""

    async def run(self, fn: Callable[..., T], *args: object) -> T:
        return fn(*args)


def make_film(index: int, lines: int | None = None) -> Output:
    """Film `index` (from 1) of a typical campaign, upright, at 720p unless `lines` says otherwise.

    `provenance["seconds"]` is its length; divide by it for seconds of work a second of film.
    """
    brief = Brief(
        DeliverableType.VIDEO,
        index=index,
        of=4,
        seed=index,
        name="Trail Season",
        topic="our running shoes, the new trail line",
        objective="a thousand new leads",
        channels=("tiktok",),
        audience="trail runners who train before work",
        messaging="grip you can trust when the path turns wet",
        products=("Ridgeline 2",),
        brand=Brand("Fellside", "Made for the long way round", "warm, plain", "https://fellside.example"),
    )
    maker = VideoMaker(EmbeddedWriter(), EmbeddedFilmer(_InPlace(), Hum(), lines))
    return asyncio.run(maker.make(brief))
