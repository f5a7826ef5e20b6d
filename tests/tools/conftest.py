"""The tools work on the orchestrator of its own tests."""

from tests.orchestrator.conftest import drafted, engine, orchestrator, owner, settings

__all__ = ["drafted", "engine", "orchestrator", "owner", "settings"]
