"""Small films: two scenes of a second and a half, 360 lines, spoken by a tone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from studio.creative.types import Aspect, Direction, Scene, Script
from studio.ports import Brief
from studio.video.filmer import EmbeddedFilmer
from studio.video.look import TAIL, look_of
from studio.video.rendering import render_scene
from tests.studio.briefs import RUNNING

LINES = 360
BRIEF: Brief = RUNNING
SCRIPT = Script(
    "Running shoes: a closer look",
    (
        Scene(1, 1.6, "Grip you can trust.", "Grip you can trust", "early light, wide shot"),
        Scene(2, 1.4, "Sign up today.", "Sign up", "the brand on its own colour", "fade"),
    ),
    music="warm",
    call_to_action="Sign up",
)


class Tone:
    """A narrator that hums: a tenth of a second for each letter's third, as long as an unhurried voice takes."""

    name = "tone"

    def __init__(self, seconds_a_letter: float = 0.04) -> None:
        self._letter = seconds_a_letter

    async def say(self, text: str) -> tuple[bytes, int]:
        frames = round(len(text) * self._letter * 16_000)
        wave = 0.3 * np.sin(np.arange(frames) * 2 * np.pi * 220 / 16_000)
        return (wave * 32767).astype("<i2").tobytes(), 16_000


def direction(aspect: Aspect = Aspect.PORTRAIT) -> Direction:
    return Direction(aspect=aspect)


def clips(aspect: Aspect, script: Script = SCRIPT, seed: int = 5) -> list[bytes]:
    made = []
    for scene in script.scenes:
        look = look_of(BRIEF, direction(aspect), scene, len(script.scenes))
        made.append(render_scene(scene, look, aspect, direction().resolution, seed, LINES))
    return made


def seconds_shown(scene: Scene) -> float:
    return scene.seconds + TAIL


def filmer_of(pool: object, narrator: object) -> EmbeddedFilmer:
    return EmbeddedFilmer(pool, narrator, LINES)  # type: ignore[arg-type]


def shortened(brief: Brief, **changes: object) -> Brief:
    return replace(brief, **changes)  # type: ignore[arg-type]
