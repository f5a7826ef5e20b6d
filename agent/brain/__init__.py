"""The model that leads the talk, behind one client: a remote one, or the embedded one at the same interface."""

from agent.brain.client import (
    Brain,
    BrainFailed,
    BrainResting,
    ToolRequest,
    embedded_brain,
    remote_brain,
)

__all__ = ["Brain", "BrainFailed", "BrainResting", "ToolRequest", "embedded_brain", "remote_brain"]
