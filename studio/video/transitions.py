"""How one scene gives way to the next, computed on the frames as they are encoded."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from studio.video.encoding import Planes
from studio.video.layers import eased

Plane: TypeAlias = NDArray[np.uint8]


def blended(kind: str, before: Planes, after: Planes, share: float) -> Planes:
    """The frame `share` (0 to 1) through the transition: fade, slide or wipe; anything else is a cut."""
    if share >= 1:
        return after
    match kind:
        case "fade":
            return _each(before, after, lambda old, new: _mixed(old, new, share))
        case "slide":
            return _each(before, after, lambda old, new: _slid(old, new, eased(share)))
        case "wipe":
            return _each(before, after, lambda old, new: _wiped(old, new, eased(share)))
        case _:
            return after


def _each(before: Planes, after: Planes, join: Callable[[Plane, Plane], Plane]) -> Planes:
    luma, blue, red = (join(old, new) for old, new in zip(before, after, strict=True))
    return luma, blue, red


def _mixed(old: Plane, new: Plane, share: float) -> Plane:
    part = round(share * 256)
    return ((old.astype(np.uint16) * (256 - part) + new.astype(np.uint16) * part) >> 8).astype(np.uint8)


def _slid(old: Plane, new: Plane, share: float) -> Plane:
    """The new pushes the old out to the left."""
    width = old.shape[1]
    gone = min(width, round(width * share / 2) * 2)
    return np.concatenate((old[:, gone:], new[:, :gone]), axis=1)


def _wiped(old: Plane, new: Plane, share: float) -> Plane:
    """A slanted edge that uncovers the new from the left."""
    height, width = old.shape
    slant = np.linspace(0.18, 0, height) * width
    edge = share * width * 1.18 - slant
    shown = np.arange(width)[None, :] < edge[:, None]
    return np.where(shown, new, old)
