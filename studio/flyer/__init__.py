"""Flyers and posters: a picture for screens and a PDF for the printer from one layout."""

from __future__ import annotations

from studio.flyer.maker import FlyerMaker
from studio.ports import Maker
from studio.render import RenderPool


def maker(render: RenderPool) -> Maker:
    """The embedded maker of `flyer`."""
    return FlyerMaker(render)


__all__ = ["maker"]
