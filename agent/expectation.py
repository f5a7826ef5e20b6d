"""From the open question to what the ear should expect: turn ends and recognition are tuned by it."""

from __future__ import annotations

from agent.speech.ports import Expectation
from agent.state import Question

_SLOT_KINDS = {
    "name": "name",
    "deliverables": "list",
    "channels": "list",
    "products": "list",
    "topic": "free",
    "objective": "free",
    "audience": "free",
    "messaging": "free",
    "goals": "free",
}


def expectation_of(question: Question) -> Expectation:
    """The profile of the open question (conversation.md "Figures")."""
    kind = question["kind"]
    if kind == "slot":
        return Expectation(_SLOT_KINDS.get(str(question["slot"]), "free"))
    if kind == "offer":
        return Expectation("list" if question["slot"] == "deliverables" else "yes_no")
    if kind == "which":
        options = question.get("options", [])
        return Expectation("name", tuple(str(option["name"]) for option in options))
    if kind in ("resume", "confirm"):
        return Expectation("yes_no")
    return Expectation("anything")
