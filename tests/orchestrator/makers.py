"""Small makers for tests of the run: they make what the brief says, the same for the same seed, in no
time."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from store.words import DeliverableType
from studio.ports import Brief, File, Maker, MakerError, Output, Verdict


def written(brief: Brief) -> Output:
    """A page that a reader could trace back to its brief."""
    colour = sha256(str(brief.seed).encode()).hexdigest()[:6]
    title = f"{brief.name}: {brief.type.replace('_', ' ')} {brief.index} of {brief.of}"
    notes = "".join(f"\n- {note}" for note in brief.notes)
    text = (
        f"{title}\n{brief.topic} for {brief.objective} in #{colour}, after {len(brief.priors)} pieces.{notes}"
    )
    page = File(f"{brief.type}-{brief.index}.txt", "text", "text/plain", text.encode())
    swatch = File(f"{brief.type}-{brief.index}.css", "document", "text/css", f"a{{color:#{colour}}}".encode())
    return Output(title, text, (page, swatch), {"maker": "scribe", "seed": brief.seed})


@dataclass
class Scribe:
    """Writes at once and remembers what it was asked."""

    name: str = "scribe"
    briefs: list[Brief] = field(default_factory=list)

    async def make(self, brief: Brief) -> Output:
        self.briefs.append(brief)
        return written(brief)


@dataclass
class Gated(Scribe):
    """Writes when the test opens the gate; `busy` and `most` count the units in its hands."""

    gate: threading.Event = field(default_factory=threading.Event)
    begun: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    busy: int = 0
    most: int = 0

    async def make(self, brief: Brief) -> Output:
        self.busy += 1
        self.most = max(self.most, self.busy)
        self.begun.release()
        try:
            await asyncio.to_thread(self.gate.wait, 20)
        finally:
            self.busy -= 1
        return await super().make(brief)


@dataclass
class Stumbling(Scribe):
    """Raises its errors first, one a call, then writes."""

    errors: list[Exception] = field(default_factory=list)

    async def make(self, brief: Brief) -> Output:
        if self.errors:
            self.briefs.append(brief)
            raise self.errors.pop(0)
        return await super().make(brief)


def hiccup() -> MakerError:
    return MakerError("the provider is busy", "wait a little, then restart", transient=True)


@dataclass
class Lenient:
    """Passes everything."""

    seen: list[tuple[Brief, tuple[str, ...]]] = field(default_factory=list)

    async def review(self, brief: Brief, output: Output, siblings: Sequence[str]) -> Verdict:
        self.seen.append((brief, tuple(siblings)))
        return Verdict(passed=True, score=1.0)


@dataclass
class Picky:
    """Objects to the first `objections` versions of each unit of `type`."""

    type: DeliverableType
    objections: int

    async def review(self, brief: Brief, output: Output, siblings: Sequence[str]) -> Verdict:
        if brief.type == self.type and len(brief.notes) < self.objections:
            return Verdict(passed=False, score=0.3, reasons=(f"Say the price, try {len(brief.notes) + 1}.",))
        return Verdict(passed=True, score=0.9)


@dataclass
class Logging(Scribe):
    """Takes a moment, and notes each unit made in a file that outlives the process."""

    log: Path = Path("made.log")
    seconds: float = 0.03

    async def make(self, brief: Brief) -> Output:
        await asyncio.sleep(self.seconds)
        output = await super().make(brief)
        with self.log.open("a", encoding="utf-8") as log:
            log.write(f"{brief.name} {brief.type} {brief.index} by {os.getpid()}\n")
        return output


def all_by(maker: Maker) -> Mapping[DeliverableType, Maker]:
    return dict.fromkeys(DeliverableType, maker)
