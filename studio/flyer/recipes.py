"""Art direction of flyers as data."""

from __future__ import annotations

from dataclasses import dataclass

from studio.images.palette import Scheme
from studio.images.recipes import FULL, Box, Mask


@dataclass(frozen=True, slots=True)
class FlyerRecipe:
    """One kind of flyer; boxes in shares of the trimmed sheet. `copy` holds the words, `foot` sender and QR code.

    A `card` is a panel of paper under the words; a `band` is a bar of the button's colour under the foot.
    """

    name: str
    schemes: tuple[Scheme, ...]
    motifs: tuple[str, ...]
    art: Box
    copy: Box
    foot: Box
    mask: Mask = Mask.BOX
    at: str = "middle"
    centred: bool = False
    quiet: bool = False
    seamless: bool = False
    card: Box | None = None
    band: Box | None = None


_FOOT: Box = (0.08, 0.835, 0.92, 0.955)
_BAND: Box = (0.0, 0.82, 1.0, 1.0)

RECIPES: tuple[FlyerRecipe, ...] = (
    FlyerRecipe(
        "cover",
        (Scheme.PAPER, Scheme.NIGHT, Scheme.BOLD),
        ("tiles", "ridges", "form", "arcs"),
        art=(0.0, 0.0, 1.0, 0.36),
        copy=(0.08, 0.405, 0.92, 0.805),
        foot=_FOOT,
        at="top",
    ),
    FlyerRecipe(
        "arch",
        (Scheme.TINT, Scheme.PAPER, Scheme.SUN),
        ("form", "sunrise", "ridges"),
        art=(0.24, 0.53, 0.76, 0.82),
        copy=(0.08, 0.06, 0.92, 0.505),
        foot=(0.08, 0.84, 0.92, 0.98),
        mask=Mask.ARCH,
        at="top",
        centred=True,
        band=_BAND,
    ),
    FlyerRecipe(
        "poster",
        (Scheme.SUN, Scheme.BOLD),
        ("tiles", "halftone", "waves"),
        art=(0.0, 0.66, 1.0, 0.81),
        copy=(0.08, 0.06, 0.92, 0.63),
        foot=_FOOT,
    ),
    FlyerRecipe(
        "slope",
        (Scheme.NIGHT, Scheme.BOLD, Scheme.PAPER),
        ("mesh", "tiles", "ribbon"),
        art=(0.0, 0.52, 1.0, 0.82),
        copy=(0.08, 0.06, 0.92, 0.56),
        foot=(0.08, 0.84, 0.92, 0.98),
        mask=Mask.RISE,
        at="top",
        band=_BAND,
    ),
    FlyerRecipe(
        "column",
        (Scheme.PAPER, Scheme.TINT, Scheme.BOLD),
        ("arcs", "tiles", "contours", "ridges"),
        art=(0.0, 0.0, 0.32, 1.0),
        copy=(0.385, 0.06, 0.93, 0.79),
        foot=(0.385, 0.835, 0.93, 0.955),
    ),
    FlyerRecipe(
        "card",
        (Scheme.BOLD, Scheme.SUN, Scheme.NIGHT),
        ("rays", "confetti", "contours", "halftone"),
        art=FULL,
        copy=(0.14, 0.13, 0.86, 0.75),
        foot=(0.14, 0.785, 0.86, 0.9),
        centred=False,
        card=(0.075, 0.07, 0.925, 0.93),
    ),
    FlyerRecipe(
        "round",
        (Scheme.TINT, Scheme.SUN, Scheme.BOLD),
        ("ridges", "form", "sunrise", "tiles"),
        art=(0.4, -0.06, 1.1, 0.43),
        copy=(0.08, 0.44, 0.92, 0.81),
        foot=_FOOT,
        mask=Mask.CIRCLE,
        at="bottom",
    ),
    FlyerRecipe(
        "stage",
        (Scheme.TINT, Scheme.NIGHT, Scheme.PAPER),
        ("form",),
        art=(0.0, 0.44, 1.0, 0.82),
        copy=(0.08, 0.06, 0.92, 0.43),
        foot=(0.08, 0.84, 0.92, 0.98),
        at="top",
        centred=True,
        seamless=True,
        band=_BAND,
    ),
)

_STRIDE = 3
"""Shares no factor with the number of recipes, so that all are visited before any comes again."""


def recipe(turn: int, index: int, seed: int, *, photo: bool) -> tuple[FlyerRecipe, Scheme, str]:
    """Unit `index`'s recipe, scheme and motif. With a photo, those with no room for one are left out."""
    fitting = [each for each in RECIPES if each.name not in _NO_PHOTO] if photo else list(RECIPES)
    chosen = fitting[(turn + (index - 1) * _STRIDE) % len(fitting)]
    scheme = chosen.schemes[(turn // 7 + index) % len(chosen.schemes)]
    return chosen, scheme, chosen.motifs[(seed // 3 + index) % len(chosen.motifs)]


_NO_PHOTO = frozenset({"card", "poster", "column"})
