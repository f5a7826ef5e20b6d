"""The embedded filmer: draws, speaks, scores and stitches with no model and no network."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from studio.creative.types import Direction, Scene, Script
from studio.ports import Brief, File, MakerError, Output
from studio.provenance import DigitalSource, Facts
from studio.render import RenderPool
from studio.video.encoding import comment_of
from studio.video.look import FPS, MAKER, look_of, size_of
from studio.video.music import mood_of, score_bed
from studio.video.narration import Narrator, narrate
from studio.video.rendering import render_scene
from studio.video.stitching import Cut, stitch

VERSION = "1"


class EmbeddedFilmer:
    """Implements `studio.creative.ports.Filmer`. `lines` is a shorter side of the frame other than the resolution's."""

    name = "embedded-filmer"

    def __init__(self, render: RenderPool, narrator: Narrator, lines: int | None = None) -> None:
        self.render, self.narrator, self.lines = render, narrator, lines

    async def clip(self, brief: Brief, direction: Direction, scene: Scene, of: int) -> File:
        look = look_of(brief, direction, scene, of)
        data = await self.render.run(
            render_scene, scene, look, direction.aspect, direction.resolution, brief.seed, self.lines
        )
        return File(f"scene-{scene.number:02}.mp4", "video", "video/mp4", data)

    async def voice(self, brief: Brief, direction: Direction, script: Script) -> File:  # noqa: ARG002
        return File("voice-over.wav", "audio", "audio/wav", await narrate(script, self.narrator))

    async def film(
        self, brief: Brief, direction: Direction, script: Script, clips: Sequence[bytes], voice: bytes
    ) -> Output:
        if len(clips) != len(script.scenes):
            raise MakerError(
                f"there are {len(clips)} clips for {len(script.scenes)} scenes",
                "make the missing scenes again",
            )
        shots = [await asyncio.to_thread(comment_of, clip) for clip in clips]
        source = _source(shots)
        facts = Facts(MAKER, source, script.title, brief.brand.name, "Film cut, scored and captioned")
        faces = look_of(brief, direction, script.scenes[0], len(clips)).faces
        cut = Cut(
            f"video-{brief.index:02}",
            direction.aspect,
            direction.resolution,
            faces,
            comment=facts.comment,
            lines=self.lines,
        )
        bed = await self.render.run(score_bed, script, brief.brand, brief.seed)
        files = await self.render.run(stitch, clips, script, voice, bed, cut)
        return Output(
            script.title, spoken(script), files, self._about(brief, direction, script, shots, source)
        )

    def _about(
        self, brief: Brief, direction: Direction, script: Script, shots: list[str], source: DigitalSource
    ) -> dict[str, Any]:
        return {
            "maker": self.name,
            "version": VERSION,
            "seed": brief.seed,
            "seconds": round(script.seconds, 2),
            "fps": FPS,
            "size": list(size_of(direction.aspect, direction.resolution, self.lines)),
            "aspect": direction.aspect.value,
            "scenes": len(script.scenes),
            "says": [scene.says for scene in script.scenes if scene.says.strip()],
            "voice": self.narrator.name,
            "music": mood_of(script.music, brief.brand, brief.seed).name,
            "shots": shots,
            "sources": [],
            "digital_source_type": source.value,
        }


def spoken(script: Script) -> str:
    """What a viewer hears and reads, a line each."""
    lines = [line for scene in script.scenes for line in (scene.says, scene.shows) if line.strip()]
    return "\n".join(dict.fromkeys(lines)) + "\n"


def _source(shots: Sequence[str]) -> DigitalSource:
    """A film with one model-made shot in it is a composite that says so."""
    modelled = any(DigitalSource.MODEL.value in shot for shot in shots)
    return DigitalSource.COMPOSITE_WITH_MODEL if modelled else DigitalSource.ALGORITHM
