"""Who writes and who films for a project: two small ports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from studio.creative.types import Concept, Direction, Scene, Script
from studio.ports import Brief, File, Output


class Writer(Protocol):
    """Writes what comes before the pictures. `brief.seed` makes it repeatable; all raise `MakerError`."""

    name: str

    async def concepts(
        self, brief: Brief, direction: Direction, earlier: Sequence[Concept]
    ) -> tuple[Concept, ...]:
        """Three ideas, unlike each other and unlike the `earlier` ones."""
        ...

    async def script(self, brief: Brief, direction: Direction, concept: Concept) -> Script:
        """Three to five scenes."""
        ...

    async def rewrite(self, brief: Brief, direction: Direction, script: Script, note: str) -> Script:
        """The script changed as the note asks ("shorter", "less formal")."""
        ...

    async def scenes(self, brief: Brief, direction: Direction, script: Script) -> tuple[Scene, ...]:
        """The shots of the script: what is to be seen, for how long, and how each begins."""
        ...


class Filmer(Protocol):
    """Makes a video's parts one by one, so that each can be kept; all raise `MakerError`."""

    name: str

    async def clip(self, brief: Brief, direction: Direction, scene: Scene, of: int) -> File:
        """The scene's pictures, silent. `of` is how many scenes the film has."""
        ...

    async def voice(self, brief: Brief, direction: Direction, script: Script) -> File:
        """The whole voice-over as one WAV file."""
        ...

    async def film(
        self, brief: Brief, direction: Direction, script: Script, clips: Sequence[bytes], voice: bytes
    ) -> Output:
        """The finished film of the clips, in the scenes' order, and the voice."""
        ...


@dataclass(frozen=True, slots=True)
class Crew:
    """Who works on projects. Without a filmer no video is rendered."""

    writer: Writer
    filmer: Filmer | None = None
