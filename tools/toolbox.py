"""Every tool there is."""

from __future__ import annotations

from tools import calling, drafting, hub, projects, reading, running, talking
from tools.registry import Registry


def toolbox() -> Registry:
    """A registry with all tools, in the order in which a model reads them."""
    registry = Registry()
    for topic in (drafting, running, calling, hub, projects, reading, talking):
        topic.add_to(registry)
    return registry
