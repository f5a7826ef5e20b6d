"""What a kind of project costs before there is one: the price list of product.md §4, by stage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from orchestrator.projects.stages import REROLL, SCENE, SCRIPT, STITCH, VOICE, unit_price
from store.words import ProjectKind
from studio.creative.script import LONGEST_FILM, SHORTEST_FILM
from studio.creative.types import Resolution


@dataclass(frozen=True, slots=True)
class KindView:
    """Credits by stage; `scenes` are the fewest and the most of a script, empty for a kind without one."""

    kind: ProjectKind
    prices: Mapping[str, int]
    scene: Mapping[Resolution, int] = field(default_factory=dict)
    scenes: tuple[int, ...] = ()


def kinds() -> Sequence[KindView]:
    """Every kind that a project may have."""
    return [_film() if kind is ProjectKind.VIDEO else _piece(kind) for kind in ProjectKind]


def _film() -> KindView:
    prices = {"ideas": 0, "reroll": REROLL, "script": SCRIPT, "scenes": 0, "voice": VOICE, "stitch": STITCH}
    return KindView(ProjectKind.VIDEO, prices, SCENE, (SHORTEST_FILM, LONGEST_FILM))


def _piece(kind: ProjectKind) -> KindView:
    return KindView(kind, {"ideas": 0, "reroll": REROLL, "render": unit_price(kind)})
