"""The breakdown of a script into shots: what is seen, for how long, and how the shot before gives way."""

from __future__ import annotations

import random
from dataclasses import replace

from studio.creative.script import seconds_of
from studio.creative.types import Direction, Scene, Script
from studio.ports import Brief
from studio.text.data import data
from studio.text.spoken import capital, cleaned


def break_down(brief: Brief, direction: Direction, script: Script) -> tuple[Scene, ...]:
    """A shot for each scene of the script; a transition is never used twice in a row and the first is a cut."""
    rng = random.Random(f"{brief.seed}/scenes")
    transitions: list[str] = list(data("ads")["transitions"])
    product = cleaned(direction.product_name) or next(iter(brief.products), "") or brief.topic or brief.name
    style = cleaned(direction.creative_style)
    shots: list[Scene] = []
    for scene in script.scenes:
        before = shots[-1].transition if shots else ""
        transition = rng.choice([one for one in transitions if one != before]) if shots else "cut"
        visual = scene.visual.replace("the thing itself", product).replace("the thing", product)
        if style and style.casefold() not in visual.casefold():
            visual = f"{visual}, {style} style"
        seconds = max(scene.seconds, seconds_of(scene.says))
        shots.append(replace(scene, visual=capital(visual), transition=transition, seconds=seconds))
    return tuple(shots)
