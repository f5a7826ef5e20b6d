"""What a maker is given and what it gives back.

A maker turns one `Brief` into one `Output`. It may not touch the store, the clock or the network except through what
it was built with, so that the orchestrator can run it anywhere, twice, and save the result once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Protocol

from store.words import AwarenessStage, DeliverableType


@dataclass(frozen=True, slots=True)
class Brand:
    """The workspace's brand kit. Colours are `#rrggbb`; `voice` is a few adjectives ("warm, plain, confident")."""

    name: str = ""
    tagline: str = ""
    voice: str = ""
    website: str = ""
    primary_colour: str = "#1f6feb"
    accent_colour: str = "#f59e0b"
    background_colour: str = "#ffffff"
    text_colour: str = "#111827"
    banned_words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of the knowledge base: `source` is what a citation names."""

    document_id: str
    title: str
    source: str
    text: str


@dataclass(frozen=True, slots=True)
class Prior:
    """What an earlier unit of the same campaign made; `text` is its plain text ("" for pure media)."""

    type: DeliverableType
    index: int
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Brief:
    """Everything one unit is made from. `index` counts from 1 to `of`; `seed` makes it repeatable and varied."""

    type: DeliverableType
    index: int
    of: int
    seed: int
    name: str
    topic: str
    objective: str
    channels: tuple[str, ...] = ()
    audience: str = ""
    messaging: str = ""
    goals: str = ""
    awareness_stage: AwarenessStage | None = None
    products: tuple[str, ...] = ()
    deadline: str = ""
    brand: Brand = field(default_factory=Brand)
    knowledge: tuple[Passage, ...] = ()
    priors: tuple[Prior, ...] = ()
    notes: tuple[str, ...] = ()
    """What the reviewer asked to be changed, newest last; empty on the first attempt."""
    photo: bytes | None = None
    """A picture of the product (PNG, JPEG or WebP; with or without a transparent ground), when the owner gave one."""


@dataclass(frozen=True, slots=True)
class File:
    """One file of an output. `name` is a plain file name; `kind` is text | email | image | document | audio | video."""

    name: str
    kind: str
    mime: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Output:
    """What a maker made. `files[0]` is the one a person opens first; `text` is what later steps are given and what
    the reviewer reads; `provenance` names the maker, its model, the prompt's hash and the sources used.
    """

    title: str
    text: str
    files: Sequence[File]
    provenance: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Verdict:
    """A review: `score` 0 to 1; `reasons` are sentences that say what to mend (empty when it passed)."""

    passed: bool
    score: float
    reasons: tuple[str, ...] = ()
    reviewer: str = "rules"


class MakerError(Exception):
    """A unit could not be made. `cause` and `mend` are said to the owner; `transient` asks for another attempt."""

    def __init__(self, cause: str, mend: str, *, transient: bool = False) -> None:
        super().__init__(cause)
        self.cause = cause
        self.mend = mend
        self.transient = transient

    def __reduce__(self) -> tuple[Any, ...]:
        # Raised in a rendering process too: one that cannot be pickled would take the process down with it.
        return partial(type(self), transient=self.transient), (self.cause, self.mend)


class Maker(Protocol):
    """Makes one unit of one type."""

    name: str

    async def make(self, brief: Brief) -> Output: ...


class Reviewer(Protocol):
    """Judges an output against its brief; `siblings` are the texts of the step's finished units."""

    async def review(self, brief: Brief, output: Output, siblings: Sequence[str]) -> Verdict: ...
