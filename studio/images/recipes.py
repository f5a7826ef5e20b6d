"""Art direction as data: where the picture and the words go, and which schemes and motifs suit each other."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from studio.images.formats import Shape
from studio.images.palette import Scheme

Box = tuple[float, float, float, float]
"""Left, top, right, bottom as shares of the whole picture."""

FULL: Box = (0.0, 0.0, 1.0, 1.0)


class Mask(StrEnum):
    """What the motif is cut to."""

    BOX = "box"
    ARCH = "arch"
    CIRCLE = "circle"
    SLANT = "slant"
    RISE = "rise"
    """Cut by a slope along its top, however tall it is."""


class Panel(StrEnum):
    """What is laid under the words when the motif fills the picture."""

    NONE = "none"
    CARD = "card"
    DISC = "disc"


@dataclass(frozen=True, slots=True)
class Layout:
    """Places for one shape. `at` says where in its column the text stands: top, middle or bottom."""

    motif: Box
    copy: Box
    at: str = "middle"
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Recipe:
    """One kind of picture. `headline` is the largest type as a share of the picture's mean side.

    A `quiet` motif is toned down for words to stand on; a `seamless` one runs into the ground beside it.
    """

    name: str
    schemes: tuple[Scheme, ...]
    motifs: tuple[str, ...]
    layouts: dict[Shape, Layout]
    mask: Mask = Mask.BOX
    panel: Panel = Panel.NONE
    panel_scheme: Scheme | None = None
    quiet: bool = False
    seamless: bool = False
    headline: float = 0.135

    @property
    def shows(self) -> bool:
        """True when it has a place of its own for a photo in every shape."""
        return all(_roomy(layout.motif) for layout in self.layouts.values())


_LEAST_PHOTO = 0.24
"""The least share of the picture's height, and of its width, in which a product is still seen."""


def _roomy(box: Box) -> bool:
    left, top, right, bottom = box
    return box != FULL and right - left >= _LEAST_PHOTO and bottom - top >= _LEAST_PHOTO


def _layouts(wide: Layout, square: Layout, tall: Layout) -> dict[Shape, Layout]:
    return {Shape.WIDE: wide, Shape.SQUARE: square, Shape.TALL: tall}


_TOP_COPY = Layout((0.0, 0.6, 1.0, 1.0), (0.07, 0.07, 0.93, 0.56), at="top")

RECIPES: tuple[Recipe, ...] = (
    Recipe(
        "split",
        (Scheme.PAPER, Scheme.BOLD, Scheme.NIGHT),
        ("tiles", "arcs", "ridges"),
        _layouts(
            Layout((0.54, 0.0, 1.0, 1.0), (0.06, 0.09, 0.49, 0.91)),
            Layout((0.0, 0.0, 1.0, 0.44), (0.07, 0.49, 0.93, 0.93), at="bottom"),
            Layout((0.0, 0.0, 1.0, 0.46), (0.08, 0.5, 0.92, 0.82), at="top"),
        ),
    ),
    Recipe(
        "editorial",
        (Scheme.PAPER, Scheme.TINT),
        ("ridges", "sunrise", "form"),
        _layouts(
            Layout((0.66, 0.13, 0.94, 1.0), (0.06, 0.1, 0.6, 0.9), at="bottom"),
            Layout((0.57, 0.6, 0.93, 1.0), (0.07, 0.07, 0.93, 0.58), at="top"),
            Layout((0.36, 0.56, 0.92, 1.0), (0.08, 0.13, 0.92, 0.53), at="top"),
        ),
        mask=Mask.ARCH,
        headline=0.145,
    ),
    Recipe(
        "centred",
        (Scheme.BOLD, Scheme.NIGHT, Scheme.SUN),
        ("rays", "contours", "arcs"),
        _layouts(
            Layout(FULL, (0.14, 0.1, 0.86, 0.9), centred=True),
            Layout(FULL, (0.1, 0.09, 0.9, 0.91), centred=True),
            Layout(FULL, (0.1, 0.14, 0.9, 0.81), centred=True),
        ),
        quiet=True,
        headline=0.15,
    ),
    Recipe(
        "badge",
        (Scheme.BOLD, Scheme.SUN, Scheme.NIGHT),
        ("rays", "halftone", "confetti"),
        _layouts(
            Layout(FULL, (0.34, 0.15, 0.66, 0.85), centred=True),
            Layout(FULL, (0.2, 0.2, 0.8, 0.8), centred=True),
            Layout(FULL, (0.18, 0.28, 0.82, 0.7), centred=True),
        ),
        panel=Panel.DISC,
        panel_scheme=Scheme.PAPER,
        headline=0.12,
    ),
    Recipe(
        "diagonal",
        (Scheme.BOLD, Scheme.PAPER, Scheme.NIGHT),
        ("mesh", "tiles", "halftone"),
        _layouts(
            Layout((0.5, 0.0, 1.0, 1.0), (0.06, 0.09, 0.5, 0.91)),
            Layout((0.0, 0.52, 1.0, 1.0), (0.07, 0.07, 0.93, 0.52), at="top"),
            Layout((0.0, 0.54, 1.0, 1.0), (0.08, 0.13, 0.92, 0.54), at="top"),
        ),
        mask=Mask.SLANT,
    ),
    Recipe(
        "frame",
        (Scheme.BOLD, Scheme.TINT, Scheme.NIGHT),
        ("tiles", "contours", "ribbon", "confetti"),
        _layouts(
            Layout(FULL, (0.15, 0.17, 0.85, 0.83), centred=True),
            Layout(FULL, (0.16, 0.16, 0.84, 0.84), centred=True),
            Layout(FULL, (0.15, 0.23, 0.85, 0.74), centred=True),
        ),
        panel=Panel.CARD,
        panel_scheme=Scheme.PAPER,
        headline=0.125,
    ),
    Recipe(
        "stack",
        (Scheme.TINT, Scheme.PAPER, Scheme.NIGHT),
        ("waves", "ridges", "ribbon"),
        _layouts(
            Layout((0.0, 0.62, 1.0, 1.0), (0.06, 0.08, 0.94, 0.62), at="top"),
            _TOP_COPY,
            Layout((0.0, 0.58, 1.0, 1.0), (0.08, 0.13, 0.92, 0.55), at="top"),
        ),
        seamless=True,
        headline=0.15,
    ),
    Recipe(
        "gradient",
        (Scheme.NIGHT, Scheme.BOLD, Scheme.PAPER),
        ("glow",),
        _layouts(
            Layout(FULL, (0.06, 0.1, 0.8, 0.9), at="bottom"),
            Layout(FULL, (0.07, 0.07, 0.93, 0.93), at="bottom"),
            Layout(FULL, (0.08, 0.13, 0.92, 0.81), at="bottom"),
        ),
        headline=0.14,
    ),
    Recipe(
        "orbit",
        (Scheme.NIGHT, Scheme.TINT),
        ("orb",),
        _layouts(
            Layout((0.52, 0.0, 1.0, 1.0), (0.06, 0.1, 0.49, 0.9)),
            Layout((0.0, 0.0, 1.0, 0.52), (0.07, 0.53, 0.93, 0.93), at="bottom"),
            Layout((0.0, 0.1, 1.0, 0.52), (0.08, 0.52, 0.92, 0.81), at="top"),
        ),
    ),
    Recipe(
        "poster",
        (Scheme.SUN, Scheme.BOLD),
        ("tiles", "halftone"),
        _layouts(
            Layout((0.0, 0.82, 1.0, 1.0), (0.06, 0.08, 0.94, 0.77), at="top"),
            Layout((0.0, 0.8, 1.0, 1.0), (0.07, 0.07, 0.93, 0.75), at="top"),
            Layout((0.0, 0.8, 1.0, 1.0), (0.08, 0.13, 0.92, 0.77), at="top"),
        ),
        headline=0.19,
    ),
    Recipe(
        "window",
        (Scheme.SUN, Scheme.TINT, Scheme.PAPER),
        ("ridges", "sunrise", "mesh", "tiles"),
        _layouts(
            Layout((0.06, 0.12, 0.44, 0.88), (0.5, 0.12, 0.94, 0.88)),
            Layout((0.31, 0.06, 0.69, 0.44), (0.07, 0.48, 0.93, 0.95), centred=True),
            Layout((0.2, 0.13, 0.8, 0.48), (0.08, 0.51, 0.92, 0.82), centred=True, at="top"),
        ),
        mask=Mask.CIRCLE,
    ),
    Recipe(
        "stage",
        (Scheme.TINT, Scheme.BOLD, Scheme.SUN),
        ("form",),
        _layouts(
            Layout((0.5, 0.0, 1.0, 1.0), (0.06, 0.1, 0.5, 0.9)),
            Layout((0.0, 0.47, 1.0, 1.0), (0.07, 0.06, 0.93, 0.47), at="top", centred=True),
            Layout((0.0, 0.5, 1.0, 1.0), (0.08, 0.13, 0.92, 0.5), at="top", centred=True),
        ),
        seamless=True,
        headline=0.13,
    ),
)


def recipe(turn: int, index: int, seed: int, *, photo: bool = False) -> tuple[Recipe, Scheme, str]:
    """Unit `index`'s recipe, scheme and motif: all recipes come once before any comes again.

    With a photo, those that have no place for one are left out.
    """
    fitting = [each for each in RECIPES if each.shows] if photo else RECIPES
    chosen = fitting[(turn + (index - 1) * _STRIDE) % len(fitting)]
    scheme = chosen.schemes[(turn // 7 + index) % len(chosen.schemes)]
    return chosen, scheme, chosen.motifs[(seed // 3 + index) % len(chosen.motifs)]


_STRIDE = 5
"""Shares no factor with the number of recipes, so that all are visited, and puts unlike ones side by side."""
