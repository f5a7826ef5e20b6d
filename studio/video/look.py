"""What all scenes of a film share: brand, type, subject, and the sizes of its frames."""

from __future__ import annotations

from dataclasses import dataclass

from studio.creative.types import Aspect, Direction, Resolution, Scene
from studio.images.fonts import Pairing, any_face, pairing, unwritable
from studio.images.words import campaign_turn
from studio.ports import Brand, Brief, MakerError
from studio.text.spoken import clipped, plain

FPS = 30
"""Frames a second; what phones record and every network plays without converting."""

TAIL = 0.4
"""Seconds that a clip goes on after its scene, for the next one to come in over it."""

MAKER = "the Drumbeat embedded filmer"

_LINES = {Resolution.HD: 720, Resolution.FULL_HD: 1080}
_SHAPES = {Aspect.PORTRAIT: (9, 16), Aspect.SQUARE: (1, 1), Aspect.LANDSCAPE: (16, 9)}


@dataclass(frozen=True, slots=True)
class Look:
    """`subject` is what drawn products are taken from, `products` what a scene's words may call the thing.

    `turn` is the same for all films of a campaign, `scenes` how many this one has; the last is its end card.
    """

    brand: Brand
    name: str
    site: str
    faces: Pairing
    subject: str
    products: tuple[str, ...]
    turn: int
    scenes: int


def look_of(brief: Brief, direction: Direction, scene: Scene, scenes: int) -> Look:
    """The look of a brief's film. Raises `MakerError` for words that no font here can set."""
    turn = campaign_turn(brief)
    name = clipped(plain(brief.brand.name), 32)
    text = f"{scene.shows} {name} {brief.brand.tagline}"
    faces = pairing(brief.brand.voice, text, turn)
    if faces is None:
        strange = "".join(sorted(unwritable(text, any_face()))) or scene.shows
        raise MakerError(
            f"the film's fonts have no letters for {strange}",
            "give the scene's headline in Latin, Greek or Cyrillic letters",
        )
    goods = tuple(filter(None, (direction.product_name, *brief.products, brief.topic)))
    subject = " ".join((*goods, direction.industry, brief.brand.name))
    site = brief.brand.website.strip().removeprefix("https://").removeprefix("http://").removeprefix("www.")
    return Look(brief.brand, name, site.rstrip("/")[:40], faces, subject, goods, turn, scenes)


def size_of(aspect: Aspect, resolution: Resolution, lines: int | None = None) -> tuple[int, int]:
    """Width and height in pixels, even as H.264 wants them; `lines` is another length of the shorter side."""
    short = lines or _LINES[resolution]
    across, down = _SHAPES[aspect]
    least = min(across, down)
    return short * across // least // 2 * 2, short * down // least // 2 * 2


def frame_count(seconds: float) -> int:
    return max(1, round(seconds * FPS))


def aspect_of(size: tuple[int, int]) -> Aspect:
    width, height = size
    if width == height:
        return Aspect.SQUARE
    return Aspect.PORTRAIT if height > width else Aspect.LANDSCAPE
