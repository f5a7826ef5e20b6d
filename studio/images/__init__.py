"""Pictures for a campaign, painted without any model."""

from __future__ import annotations

from studio.images.maker import EmbeddedPainter, headline_of, size_of
from studio.ports import Maker
from studio.render import RenderPool


def maker(render: RenderPool) -> Maker:
    """The embedded maker of `images`."""
    return EmbeddedPainter(render)


__all__ = ["headline_of", "maker", "size_of"]
