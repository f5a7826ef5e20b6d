"""The maker of whole videos: idea, script, shots, voice and film in one go, for campaigns that ask for no choice."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from studio.creative.ports import Filmer, Writer
from studio.creative.script import wishes_of as wishes_for_script
from studio.creative.types import Aspect, Concept, Direction, Script
from studio.images.formats import Shape, place
from studio.images.wishing import coloured
from studio.images.words import campaign_turn
from studio.ports import Brief, Output
from studio.wishes import wishes_of

_ASPECTS = {Shape.TALL: Aspect.PORTRAIT, Shape.SQUARE: Aspect.SQUARE, Shape.WIDE: Aspect.LANDSCAPE}


class VideoMaker:
    """Makes one video of a step by a writer and a filmer."""

    def __init__(self, writer: Writer, filmer: Filmer) -> None:
        self._writer, self._filmer = writer, filmer
        self.name = filmer.name

    async def make(self, brief: Brief) -> Output:
        direction = direction_of(brief)
        brief, wanted = _heeded(brief)
        concept = await self._concept(brief, direction)
        script = await self._writer.script(brief, direction, concept)
        for note in wanted:
            script = await self._writer.rewrite(brief, direction, script, note)
        script = replace(script, scenes=await self._writer.scenes(brief, direction, script))
        return await self._shot(brief, direction, script)

    async def _concept(self, brief: Brief, direction: Direction) -> Concept:
        """Another idea for each unit of the step, and for each time that one was turned down."""
        shared = replace(brief, seed=campaign_turn(brief), index=1, of=1)
        wanted = brief.index - 1 + len(brief.notes) * max(brief.of, 1)
        found: tuple[Concept, ...] = ()
        while len(found) <= wanted:
            found += await self._writer.concepts(shared, direction, found)
        return found[wanted]

    async def _shot(self, brief: Brief, direction: Direction, script: Script) -> Output:
        filmer, scenes = self._filmer, script.scenes
        voice = await filmer.voice(brief, direction, script)
        clips = await asyncio.gather(*(filmer.clip(brief, direction, scene, len(scenes)) for scene in scenes))
        return await filmer.film(brief, direction, script, [clip.data for clip in clips], voice.data)


def _heeded(brief: Brief) -> tuple[Brief, list[str]]:
    """The brief in the colours that its notes ask for, and the notes that are for its script; both keep the idea."""
    wishes, rest = wishes_of(brief.notes, "pictures")
    said = [note for note in brief.notes if wishes_for_script(note)]
    notes = tuple(note for note in rest if note not in said)
    return replace(brief, brand=coloured(brief.brand, wishes), notes=notes), said


def direction_of(brief: Brief) -> Direction:
    """The frame that the unit's network shows best; upright where the brief names none."""
    network, size = place(brief.channels, brief.index)
    if network == "social":
        return Direction(aspect=(Aspect.PORTRAIT, Aspect.SQUARE, Aspect.LANDSCAPE)[(brief.index - 1) % 3])
    return Direction(aspect=_ASPECTS[size.shape])
