"""The embedded writer of projects."""

from __future__ import annotations

import random
from collections.abc import Sequence

from studio.creative.concepts import write_concepts
from studio.creative.scenes import break_down
from studio.creative.script import rewrite_script, write_script
from studio.creative.types import Concept, Direction, Scene, Script
from studio.ports import Brief


class EmbeddedWriter:
    """Implements `studio.creative.ports.Writer` from a bank of devices."""

    name = "embedded-writer"

    async def concepts(
        self, brief: Brief, direction: Direction, earlier: Sequence[Concept]
    ) -> tuple[Concept, ...]:
        return write_concepts(brief, direction, earlier)

    async def script(self, brief: Brief, direction: Direction, concept: Concept) -> Script:
        return write_script(brief, concept, direction, random.Random(f"{brief.seed}/script"))

    async def rewrite(self, brief: Brief, direction: Direction, script: Script, note: str) -> Script:
        return rewrite_script(brief, direction, script, note, random.Random(f"{brief.seed}/rewrite"))

    async def scenes(self, brief: Brief, direction: Direction, script: Script) -> tuple[Scene, ...]:
        return break_down(brief, direction, script)
