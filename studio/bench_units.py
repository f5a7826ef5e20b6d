"""The typical campaign whose units every bench of the studio makes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

import numpy as np

from settings import Settings
from store.words import DeliverableType
from studio.catalogue import makers
from studio.ports import Brand, Brief, Output, Passage
from studio.render import RenderPool

T = TypeVar("T")

EMBEDDED = Settings(openai_api_key=None, openai_base_url="", veo_api_key=None, _env_file=None)
"""No provider, whatever the machine's own settings say."""

_BRAND = Brand("Fellside", "Made for the long way round", "warm, plain", "https://fellside.example")
_KNOWN = Passage("doc-1", "Price list", "prices.md", "The Ridgeline 2 costs 139 euros.")
_HUM_RATE = 22_050
_A_LETTER = 0.06
"""Seconds; an unhurried voice says about seventeen letters a second."""


class Hum:
    """Stands for a voice, whose engine is no part of the studio: a tone as long as the words would take."""

    name = "hum"

    async def say(self, text: str) -> tuple[bytes, int]:
        turns = np.arange(round(len(text) * _A_LETTER * _HUM_RATE)) * 220 / _HUM_RATE
        return (0.3 * np.sin(2 * np.pi * turns) * 32767).astype("<i2").tobytes(), _HUM_RATE


class InPlace(RenderPool):
    """Draws where it is called: the process under measure is the rendering process."""

    async def run(self, fn: Callable[..., T], *args: object) -> T:
        return fn(*args)


def brief_of(kind: DeliverableType, index: int, of: int) -> Brief:
    """Unit `index` (from 1) of `of`."""
    return Brief(
        kind,
        index=index,
        of=of,
        seed=index,
        name="Trail Season",
        topic="our running shoes, the new trail line",
        objective="a thousand new leads",
        channels=("tiktok",) if kind is DeliverableType.VIDEO else ("instagram", "email"),
        audience="trail runners who train before work",
        messaging="grip you can trust when the path turns wet",
        products=("Ridgeline 2",),
        brand=_BRAND,
        knowledge=(_KNOWN,),
    )


def make_unit(kind: DeliverableType, index: int, of: int = 4) -> Output:
    """One unit by the embedded maker, in this process."""
    return asyncio.run(makers(EMBEDDED, InPlace(), Hum())[kind].make(brief_of(kind, index, of)))
