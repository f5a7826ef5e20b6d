"""The stages of a creative asset as values: three concepts, one script, its scenes."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from store.words import AwarenessStage


class Aspect(StrEnum):
    """Width to height of a film."""

    PORTRAIT = "9:16"
    SQUARE = "1:1"
    LANDSCAPE = "16:9"


class Resolution(StrEnum):
    """Lines of the shorter side; product.md §4 prices a scene by it."""

    HD = "720p"
    FULL_HD = "1080p"


@dataclass(frozen=True, slots=True)
class Concept:
    """One idea for an ad (product.md §5)."""

    title: str
    hook: str
    """The first words that a viewer sees or hears."""
    narrative: str
    visuals: str
    sound: str


@dataclass(frozen=True, slots=True)
class Scene:
    """One shot. `number` counts from 1; `seconds` is how long it stands before its transition."""

    number: int
    seconds: float
    says: str
    """The voice-over; "" is a scene without words."""
    shows: str
    """The headline on the screen; a few words."""
    visual: str
    """What is to be seen, in words; the embedded filmer takes its motif from it."""
    transition: str = "cut"
    """How the scene before gives way: cut | fade | slide | wipe."""


@dataclass(frozen=True, slots=True)
class Script:
    """A short ad. The texts of the scenes are the script's text."""

    title: str
    scenes: tuple[Scene, ...]
    music: str = ""
    """The mood of the bed, in words."""
    call_to_action: str = ""

    @property
    def seconds(self) -> float:
        return sum(scene.seconds for scene in self.scenes)


@dataclass(frozen=True, slots=True)
class Direction:
    """What product.md §5 lets a project say beside the campaign; "" is taken from the campaign or left open."""

    product_name: str = ""
    product_description: str = ""
    business_type: str = ""
    industry: str = ""
    creative_style: str = ""
    target_avatar: str = ""
    persuasion_principle: str = ""
    awareness_stage: AwarenessStage | None = None
    aspect: Aspect = Aspect.PORTRAIT
    resolution: Resolution = Resolution.HD
    notes: tuple[str, ...] = field(default_factory=tuple)
