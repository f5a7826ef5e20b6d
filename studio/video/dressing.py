"""A provider's shot made one of ours: cut to the scene, its headline set over it, and told who made it."""

from __future__ import annotations

from collections.abc import Iterator

import av
import numpy as np
from PIL import Image

from studio.creative.types import Aspect, Resolution, Scene
from studio.images.colour import BLACK, WHITE
from studio.images.typesetting import DoesNotFit, fit
from studio.ports import MakerError
from studio.video.encoding import clip, pictures
from studio.video.layers import Words
from studio.video.look import FPS, TAIL, Look, aspect_of, frame_count, size_of
from studio.video.staging import LAYOUTS

_SHADE = 0.62
"""How dark the top of the picture gets under the headline."""


def dress(
    shot: bytes,
    scene: Scene,
    look: Look,
    aspect: Aspect,
    resolution: Resolution,
    comment: str,
    lines: int | None = None,
) -> bytes:
    """The shot as a silent clip of the scene's length and size. A shot too short stands on its last frame.

    Raises `MakerError` when the shot is no video.
    """
    size = size_of(aspect, resolution, lines)
    try:
        return clip(_dressed(shot, scene, look, size), size, {"comment": comment})
    except (av.error.FFmpegError, IndexError) as error:
        raise MakerError(
            "the provider's video does not open", "make the scene again", transient=True
        ) from error


def _dressed(shot: bytes, scene: Scene, look: Look, size: tuple[int, int]) -> Iterator[Image.Image]:
    words = _words(scene, look, size)
    shade = _gradient(size) if words else None
    last: Image.Image | None = None
    source = pictures(shot, size)
    for number in range(frame_count(scene.seconds + TAIL)):
        last = next(source, last)
        if last is None:
            raise MakerError("the provider's video is empty", "make the scene again", transient=True)
        frame = last.copy()
        if words and shade is not None:
            frame.paste(BLACK, (0, 0), shade)
            words.draw(frame, number / FPS)
        yield frame


def _words(scene: Scene, look: Look, size: tuple[int, int]) -> Words | None:
    width, height = size
    left, top, right, bottom = LAYOUTS["window"][Aspect.PORTRAIT].copy
    if aspect_of(size) is not Aspect.PORTRAIT:
        left, top, right, bottom = LAYOUTS["window"][Aspect.SQUARE].copy
    room = round((right - left) * width), round((bottom - top) * height)
    if not scene.shows.strip():
        return None
    try:
        block = fit(scene.shows, look.faces.display, *room, round((width * height) ** 0.5 * 0.1), 4)
    except DoesNotFit:
        return None
    return Words(block, (round(left * width), round(top * height)), WHITE, 0.3, centred=False)


def _gradient(size: tuple[int, int]) -> Image.Image:
    """Dark at the top, so that white type is read on any picture, and gone by the middle."""
    column = np.clip(1 - np.arange(size[1]) / (size[1] * 0.55), 0, 1) ** 0.7 * 255 * _SHADE
    return Image.fromarray(np.repeat(column.astype(np.uint8)[:, None], size[0], axis=1))
