"""Display banners in the IAB's sizes."""

from __future__ import annotations

from studio.banner.maker import BannerMaker
from studio.ports import Maker
from studio.render import RenderPool


def maker(render: RenderPool) -> Maker:
    """The embedded maker of `banner`."""
    return BannerMaker(render)


__all__ = ["maker"]
