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
    "phone": "number",
}


def expectation_of(question: Question) -> Expectation:
    """The profile of the open question (conversation.md "Figures")."""
    kind = question["kind"]
    if kind == "slot":
        slot = str(question["slot"])
        return Expectation(_SLOT_KINDS.get(slot, "free"), about=slot)
    if kind == "offer":
        slot = str(question["slot"])
        return Expectation("list" if slot == "deliverables" else "yes_no", about=slot)
    if kind == "which":
        options = question.get("options", [])
        return Expectation("name", tuple(str(option["name"]) for option in options))
    if kind in ("resume", "confirm"):
        return Expectation("yes_no", about="confirm")
    return Expectation("anything")
