"""Art direction of banners as data."""

from __future__ import annotations

from dataclasses import dataclass

from studio.banner.formats import Family
from studio.images.palette import Scheme
from studio.images.recipes import FULL, Box, Mask


@dataclass(frozen=True, slots=True)
class Place:
    """Where things stand, in shares of the banner. Without a `button` box the button closes the column of words;
    a `slab` is a button that fills its box. A `bar` is a stripe of the strong colour.
    """

    copy: Box
    art: Box | None = None
    button: Box | None = None
    slab: Box | None = None
    bar: Box | None = None
    mask: Mask = Mask.BOX
    at: str = "middle"
    centred: bool = False


@dataclass(frozen=True, slots=True)
class BannerRecipe:
    """One kind of banner. A `quiet` motif is toned down for words to stand on."""

    name: str
    schemes: tuple[Scheme, ...]
    motifs: tuple[str, ...]
    places: dict[Family, Place]
    quiet: bool = False
    seamless: bool = False

    @property
    def shows(self) -> bool:
        """True when it has room of its own for a photo."""
        return not self.quiet and all(place.art is not None for place in self.places.values())


_STRIP_BUTTON: Box = (0.74, 0.0, 0.99, 1.0)

RECIPES: tuple[BannerRecipe, ...] = (
    BannerRecipe(
        "split",
        (Scheme.PAPER, Scheme.BOLD, Scheme.NIGHT),
        ("form", "arcs", "tiles", "sunrise"),
        {
            Family.STRIP: Place((0.18, 0.12, 0.74, 0.88), art=(0.0, 0.0, 0.145, 1.0), button=_STRIP_BUTTON),
            Family.BILLBOARD: Place((0.045, 0.1, 0.56, 0.9), art=(0.62, 0.0, 1.0, 1.0)),
            Family.BLOCK: Place((0.07, 0.08, 0.58, 0.92), art=(0.62, 0.0, 1.0, 1.0)),
            Family.TOWER: Place((0.09, 0.44, 0.91, 0.96), art=(0.0, 0.0, 1.0, 0.4)),
        },
    ),
    BannerRecipe(
        "slab",
        (Scheme.NIGHT, Scheme.TINT, Scheme.BOLD),
        ("form", "halftone", "ridges", "arcs"),
        {
            Family.STRIP: Place(
                (0.16, 0.12, 0.76, 0.88), art=(0.0, 0.0, 0.13, 1.0), slab=(0.79, 0.0, 1.0, 1.0)
            ),
            Family.BILLBOARD: Place(
                (0.3, 0.1, 0.76, 0.9), art=(0.0, 0.0, 0.26, 1.0), slab=(0.81, 0.0, 1.0, 1.0)
            ),
            Family.BLOCK: Place(
                (0.07, 0.44, 0.93, 0.78), art=(0.0, 0.0, 1.0, 0.38), slab=(0.0, 0.83, 1.0, 1.0)
            ),
            Family.TOWER: Place(
                (0.09, 0.04, 0.91, 0.52), art=(0.0, 0.56, 1.0, 0.9), slab=(0.0, 0.9, 1.0, 1.0), at="top"
            ),
        },
    ),
    BannerRecipe(
        "type",
        (Scheme.SUN, Scheme.BOLD, Scheme.PAPER),
        (),
        {
            Family.STRIP: Place((0.035, 0.12, 0.73, 0.88), bar=(0.0, 0.0, 0.011, 1.0), button=_STRIP_BUTTON),
            Family.BILLBOARD: Place(
                (0.045, 0.12, 0.7, 0.88), bar=(0.0, 0.0, 0.014, 1.0), button=(0.72, 0.0, 0.97, 1.0)
            ),
            Family.BLOCK: Place((0.08, 0.11, 0.92, 0.92), bar=(0.0, 0.0, 1.0, 0.035), at="top"),
            Family.TOWER: Place((0.09, 0.06, 0.91, 0.78), slab=(0.0, 0.82, 1.0, 1.0)),
        },
    ),
    BannerRecipe(
        "arch",
        (Scheme.TINT, Scheme.PAPER, Scheme.SUN),
        ("form", "sunrise", "ridges"),
        {
            Family.STRIP: Place(
                (0.17, 0.12, 0.74, 0.88), art=(0.025, 0.12, 0.135, 1.0), mask=Mask.ARCH, button=_STRIP_BUTTON
            ),
            Family.BILLBOARD: Place((0.045, 0.1, 0.58, 0.9), art=(0.66, 0.1, 0.94, 1.0), mask=Mask.ARCH),
            Family.BLOCK: Place((0.07, 0.08, 0.56, 0.92), art=(0.6, 0.2, 0.94, 1.0), mask=Mask.ARCH),
            Family.TOWER: Place(
                (0.09, 0.05, 0.91, 0.6), art=(0.12, 0.64, 0.88, 1.0), mask=Mask.ARCH, at="top"
            ),
        },
    ),
    BannerRecipe(
        "field",
        (Scheme.BOLD, Scheme.NIGHT, Scheme.SUN),
        ("rays", "contours", "arcs", "halftone"),
        {
            Family.STRIP: Place((0.035, 0.12, 0.73, 0.88), art=FULL, button=_STRIP_BUTTON),
            Family.BILLBOARD: Place((0.15, 0.09, 0.85, 0.91), art=FULL, centred=True),
            Family.BLOCK: Place((0.08, 0.09, 0.92, 0.91), art=FULL, centred=True),
            Family.TOWER: Place((0.09, 0.06, 0.91, 0.94), art=FULL, centred=True),
        },
        quiet=True,
    ),
    BannerRecipe(
        "slope",
        (Scheme.PAPER, Scheme.NIGHT, Scheme.BOLD),
        ("tiles", "mesh", "ribbon"),
        {
            Family.STRIP: Place(
                (0.035, 0.12, 0.57, 0.88), art=(0.58, 0.0, 0.73, 1.0), mask=Mask.SLANT, button=_STRIP_BUTTON
            ),
            Family.BILLBOARD: Place((0.045, 0.1, 0.54, 0.9), art=(0.56, 0.0, 1.0, 1.0), mask=Mask.SLANT),
            Family.BLOCK: Place((0.07, 0.08, 0.54, 0.92), art=(0.53, 0.0, 1.0, 1.0), mask=Mask.SLANT),
            Family.TOWER: Place((0.09, 0.05, 0.91, 0.6), art=(0.0, 0.6, 1.0, 1.0), mask=Mask.RISE, at="top"),
        },
    ),
    BannerRecipe(
        "round",
        (Scheme.SUN, Scheme.TINT, Scheme.BOLD),
        ("form", "ridges", "sunrise", "tiles"),
        {
            Family.STRIP: Place(
                (0.18, 0.12, 0.74, 0.88),
                art=(-0.01, -0.25, 0.15, 1.25),
                mask=Mask.CIRCLE,
                button=_STRIP_BUTTON,
            ),
            Family.BILLBOARD: Place((0.045, 0.1, 0.6, 0.9), art=(0.62, -0.3, 1.02, 1.3), mask=Mask.CIRCLE),
            Family.BLOCK: Place((0.07, 0.08, 0.57, 0.92), art=(0.61, 0.16, 1.21, 0.88), mask=Mask.CIRCLE),
            Family.TOWER: Place(
                (0.09, 0.5, 0.91, 0.96), art=(-0.14, -0.02, 1.14, 0.47), mask=Mask.CIRCLE, at="top"
            ),
        },
    ),
    BannerRecipe(
        "stage",
        (Scheme.TINT, Scheme.NIGHT, Scheme.PAPER),
        ("form",),
        {
            Family.STRIP: Place((0.035, 0.12, 0.58, 0.88), art=(0.59, 0.0, 0.73, 1.0), button=_STRIP_BUTTON),
            Family.BILLBOARD: Place((0.045, 0.1, 0.56, 0.9), art=(0.6, 0.0, 1.0, 1.0)),
            Family.BLOCK: Place((0.07, 0.08, 0.56, 0.92), art=(0.59, 0.05, 1.0, 1.0)),
            Family.TOWER: Place((0.09, 0.05, 0.91, 0.56), art=(0.0, 0.58, 1.0, 1.0), at="top", centred=True),
        },
        seamless=True,
    ),
)

_STRIDE = 3
"""Shares no factor with the number of recipes, so that all are visited before any comes again."""


def recipe(turn: int, index: int, seed: int, *, photo: bool) -> tuple[BannerRecipe, Scheme, str]:
    """Unit `index`'s recipe, scheme and motif ("" for none)."""
    fitting = [each for each in RECIPES if each.shows] if photo else list(RECIPES)
    chosen = fitting[(turn + (index - 1) * _STRIDE) % len(fitting)]
    scheme = chosen.schemes[(turn // 7 + index) % len(chosen.schemes)]
    motif = chosen.motifs[(seed // 3 + index) % len(chosen.motifs)] if chosen.motifs else ""
    return chosen, scheme, motif
