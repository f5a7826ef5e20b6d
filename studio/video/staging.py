"""Direction as data: which layout, motif and scheme a scene gets, and where things stand in each shape of frame."""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random

from studio.creative.types import Aspect, Scene
from studio.images.palette import Scheme
from studio.images.recipes import FULL, Box
from studio.video.look import Look


@dataclass(frozen=True, slots=True)
class Places:
    """Where the picture and the headline stand, as shares of the frame; clear of the captions below."""

    picture: Box
    copy: Box
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Staging:
    """How one scene is shown. `gesture` is what else moves: "", numeral, strike or halves."""

    layout: str
    motif: str
    scheme: Scheme
    gesture: str
    move: str


LAYOUTS: dict[str, dict[Aspect, Places]] = {
    "full": {
        Aspect.PORTRAIT: Places(FULL, (0.09, 0.2, 0.91, 0.64)),
        Aspect.SQUARE: Places(FULL, (0.09, 0.16, 0.91, 0.74)),
        Aspect.LANDSCAPE: Places(FULL, (0.08, 0.18, 0.84, 0.74)),
    },
    "window": {
        Aspect.PORTRAIT: Places((0.0, 0.43, 1.0, 1.0), (0.09, 0.13, 0.91, 0.395)),
        Aspect.SQUARE: Places((0.0, 0.47, 1.0, 1.0), (0.08, 0.14, 0.92, 0.43)),
        Aspect.LANDSCAPE: Places((0.52, 0.0, 1.0, 1.0), (0.06, 0.18, 0.48, 0.74)),
    },
    "above": {
        Aspect.PORTRAIT: Places((0.0, 0.0, 1.0, 0.42), (0.09, 0.46, 0.91, 0.68)),
        Aspect.SQUARE: Places((0.0, 0.0, 1.0, 0.42), (0.08, 0.46, 0.92, 0.76)),
        Aspect.LANDSCAPE: Places((0.0, 0.0, 0.44, 1.0), (0.5, 0.18, 0.94, 0.74)),
    },
    "card": {
        Aspect.PORTRAIT: Places(FULL, (0.16, 0.3, 0.84, 0.56), centred=True),
        Aspect.SQUARE: Places(FULL, (0.19, 0.24, 0.81, 0.64), centred=True),
        Aspect.LANDSCAPE: Places(FULL, (0.26, 0.24, 0.74, 0.66), centred=True),
    },
    "stage": {
        Aspect.PORTRAIT: Places((0.0, 0.24, 1.0, 0.9), (0.09, 0.13, 0.91, 0.33), centred=True),
        Aspect.SQUARE: Places((0.0, 0.3, 1.0, 1.0), (0.08, 0.12, 0.92, 0.32), centred=True),
        Aspect.LANDSCAPE: Places((0.46, 0.0, 1.0, 1.0), (0.06, 0.18, 0.5, 0.74)),
    },
    "statement": {
        Aspect.PORTRAIT: Places(FULL, (0.09, 0.2, 0.91, 0.64)),
        Aspect.SQUARE: Places(FULL, (0.09, 0.16, 0.91, 0.74)),
        Aspect.LANDSCAPE: Places(FULL, (0.09, 0.18, 0.84, 0.74)),
    },
    "end": {
        Aspect.PORTRAIT: Places(FULL, (0.1, 0.24, 0.9, 0.44), centred=True),
        Aspect.SQUARE: Places(FULL, (0.1, 0.16, 0.9, 0.42), centred=True),
        Aspect.LANDSCAPE: Places(FULL, (0.18, 0.14, 0.82, 0.42), centred=True),
    },
}

CAPTIONS = {Aspect.PORTRAIT: 0.75, Aspect.SQUARE: 0.86, Aspect.LANDSCAPE: 0.865}
"""The captions' middle as a share of the height: above the buttons that apps lay over the lowest fifth of a phone."""

MARK = {Aspect.PORTRAIT: (0.09, 0.075), Aspect.SQUARE: (0.08, 0.065), Aspect.LANDSCAPE: (0.06, 0.085)}
"""Where the brand's name begins."""

_SEEN = (
    ("figure|statistic|fact|chart", ("statement",), ("contours",)),
    ("saying|question|word|type|message|plain|figure|calendar|page", ("statement", "full"), ("contours", "mesh")),
    ("side by side|split|line between|both frames|before and after", ("full",), ("mesh",)),
    ("numeral|step|top view|above", ("full", "window"), ("tiles", "arcs")),
    ("detail|macro|close|closer|fills", ("card", "above"), ("contours", "tiles", "ribbon")),
    (
        "hand|people|portrait|face|crowd|everybody|person|family|friend",
        ("card", "window"),
        ("confetti", "halftone", "tiles"),
    ),
    ("door|invit|open|festive|celebrat", ("full", "window"), ("rays", "arcs")),
    ("dawn|early|morning|dusk|evening|sunset|sun|night", ("above", "window"), ("sunrise", "ridges")),
    (
        "light|wide|landscape|outdoor|nature|mountain|street|city|sea",
        ("above", "window"),
        ("ridges", "waves", "sunrise"),
    ),
)  # fmt: skip
"""What a scene's description speaks of, and the layouts and motifs that suit it; the first that is met holds."""

_OTHERWISE = (("full", "card", "window", "above"), ("waves", "orb", "ribbon", "tiles", "arcs"))
_SCHEMES = (Scheme.BOLD, Scheme.PAPER, Scheme.NIGHT, Scheme.SUN, Scheme.TINT)
_MOVES = ("in", "out", "left", "right", "up")
_LOUD = frozenset({"card", "window", "above"})
"""Layouts whose motif has no words on it."""


def staged(scene: Scene, look: Look, seed: int) -> Staging:
    """The scene's staging; neighbouring scenes differ in scheme, and `seed` varies the rest."""
    rng = Random(f"{seed}/{scene.number}/staging")
    scheme = _SCHEMES[(look.turn + scene.number) % len(_SCHEMES)]
    move = _MOVES[(rng.randrange(len(_MOVES)) + scene.number) % len(_MOVES)]
    if scene.number == look.scenes and look.name:
        return Staging("end", rng.choice(("rays", "arcs", "contours")), Scheme.BOLD, "", "in")
    if _shows_thing(scene, look):
        suited = Scheme.TINT if scheme in {Scheme.NIGHT, Scheme.PAPER} else scheme
        return Staging("stage", "form", suited, _gesture(scene), "in")
    layouts, motifs = _suited(scene.visual)
    layout = layouts[(look.turn + scene.number) % len(layouts)]
    # Rays are a ground for words; as a picture of their own they are empty.
    fitting = [motif for motif in motifs if motif != "rays" or layout == "full"] or ["sunrise"]
    motif = rng.choice(fitting)
    return Staging(layout, motif, scheme, _gesture(scene), move)


def quiet(layout: str) -> bool:
    """Whether words stand on the motif, so that it must be toned down."""
    return layout not in _LOUD and layout != "stage"


def _suited(visual: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    for words, layouts, motifs in _SEEN:
        if re.search(rf"\b(?:{words})", visual, re.IGNORECASE):
            return layouts, motifs
    return _OTHERWISE


def _shows_thing(scene: Scene, look: Look) -> bool:
    seen = scene.visual.casefold()
    return any(good.casefold() in seen for good in look.products if good) or "product" in seen


def _gesture(scene: Scene) -> str:
    if re.match(r"\d{1,2}[.)]\s+\S", scene.shows):
        return "numeral"
    # What is struck through is a saying; the answer to it that may stand in the same shot is not.
    quoted = scene.shows.strip().startswith(('"', "\u201c", "\u2018"))
    if quoted and re.search(r"struck|cross(?:es|ed)? out|strike", scene.visual, re.IGNORECASE):
        return "strike"
    if re.search(r"side by side|line between|split", scene.visual, re.IGNORECASE):
        return "halves"
    return ""
