"""A film crew for tests, and a hand to do the engine's work on projects."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from orchestrator.projects.making import PartMaker
from orchestrator.projects.planning import next_parts
from store.database import Database
from store.files import FileStore
from studio.creative.ports import Crew
from studio.creative.types import Direction, Scene, Script
from studio.creative.writer import EmbeddedWriter
from studio.ports import Brief, File, Maker, MakerError, Output, Reviewer
from tests.orchestrator.makers import Lenient, Scribe
from tests.orchestrator.world import World


@dataclass
class SmallFilmer:
    """Films in no time, in words; fails the scenes in `broken`, and notes each part in a file that may outlive it."""

    name: str = "small-filmer"
    broken: set[int] = field(default_factory=set)
    clips: list[int] = field(default_factory=list)
    log: Path | None = None
    seconds: float = 0.0

    async def clip(self, brief: Brief, direction: Direction, scene: Scene, of: int) -> File:
        await asyncio.sleep(self.seconds)
        if scene.number in self.broken:
            raise MakerError(f"scene {scene.number} would not render", "change its words")
        self.clips.append(scene.number)
        return self._made(f"scene-{scene.number}", f"{scene.number}/{of} {direction.resolution} {scene.says}")

    async def voice(self, brief: Brief, direction: Direction, script: Script) -> File:
        await asyncio.sleep(self.seconds)
        return self._made("voice", " ".join(scene.says for scene in script.scenes))

    async def film(
        self, brief: Brief, direction: Direction, script: Script, clips: Sequence[bytes], voice: bytes
    ) -> Output:
        await asyncio.sleep(self.seconds)
        film = self._made("film", "\n".join([*(clip.decode() for clip in clips), voice.decode()]))
        return Output(script.title, film.data.decode(), (film,), {"maker": self.name})

    def _made(self, name: str, text: str) -> File:
        if self.log is not None:
            with self.log.open("a", encoding="utf-8") as log:
                log.write(f"{name} by {os.getpid()}\n")
        return File(f"{name}.mp4", "video", "video/mp4", text.encode())


async def _no_wait(_: float) -> None: ...


@dataclass
class Inline:
    """A `JobEngine` that does a project's work before it returns."""

    db: Database
    files: FileStore
    workspace_id: str
    filmer: SmallFilmer | None = field(default_factory=SmallFilmer)
    maker: Maker = field(default_factory=Scribe)
    reviewer: Reviewer = field(default_factory=Lenient)
    running: bool = True

    async def start(self) -> None: ...

    async def start_run(self, run_id: str, epoch: int) -> None: ...

    async def start_remake(self, remake_id: str, epoch: int) -> None: ...

    async def stop(self) -> None: ...

    def part_maker(self) -> PartMaker:
        workshop = World(self.db, self.files, self.workspace_id).workshop(self.maker, self.reviewer)
        return PartMaker(self.db, workshop, Crew(EmbeddedWriter(), self.filmer), self.files, _no_wait)

    async def start_project(self, project_id: str, epoch: int) -> None:
        while True:
            async with self.db.write() as uow:
                parts = await next_parts(uow, project_id, epoch)
            if not parts:
                return
            await asyncio.gather(*(self.part_maker().make(part, epoch) for part in parts))
