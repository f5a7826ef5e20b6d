"""A scene as a silent clip. Runs in a rendering process."""

from __future__ import annotations

from studio.creative.types import Aspect, Resolution, Scene
from studio.images.typesetting import DoesNotFit
from studio.ports import MakerError
from studio.provenance import DigitalSource, Facts
from studio.video.encoding import clip
from studio.video.look import MAKER, Look, size_of
from studio.video.scenes import frames

_DRAWN = Facts(MAKER, DigitalSource.ALGORITHM, description="Drawn")


def render_scene(
    scene: Scene, look: Look, aspect: Aspect, resolution: Resolution, seed: int, lines: int | None = None
) -> bytes:
    """A silent MP4 of the scene and the tail that the next one comes in over; the same bytes for the same scene.

    `lines` is another length of the shorter side than the resolution's. Raises `MakerError` for a headline with a
    word too long for the frame.
    """
    size = size_of(aspect, resolution, lines)
    try:
        return clip(frames(scene, look, size, seed), size, {"comment": _DRAWN.comment})
    except DoesNotFit as error:
        raise MakerError(
            f'scene {scene.number}\'s headline "{scene.shows}" holds a word too long for the frame',
            "shorten the headline",
        ) from error
