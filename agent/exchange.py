"""One exchange of a conversation: what was heard, what was done about it, what was really said."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from agent.brain import ToolRequest
from agent.state import Question
from agent.tracing import TurnTrace


@dataclass(frozen=True, slots=True)
class Said:
    """One side of the recent past, as a brain is shown it. `role` is user or assistant."""

    role: str
    text: str


@dataclass(slots=True)
class Exchange:
    """The turn being answered."""

    position: int
    turn_id: str
    words: str
    question: Question
    """The one that was open when the caller began."""
    trace: TurnTrace
    actions: list[dict[str, Any]] = field(default_factory=list)
    meant: list[str] = field(default_factory=list)
    spoken: list[str] = field(default_factory=list)
    reply_id: str | None = None
    brain: str = ""
    """Who gave the last piece of the answer."""
    minted: bool = False
    """A read-back is part of the reply."""


def assistant_message(words: Sequence[str], requests: Sequence[ToolRequest]) -> dict[str, Any]:
    """A round of the model as the next round is shown it."""
    calls = [
        {"id": r.id, "type": "function", "function": {"name": r.name, "arguments": r.arguments or "{}"}}
        for r in requests
    ]
    return {"role": "assistant", "content": " ".join(words) or None, "tool_calls": calls}


def as_object(arguments: str) -> dict[str, Any]:
    """A tool's arguments for the record; what is no JSON object is kept as it came."""
    try:
        parsed = json.loads(arguments or "{}")
    except ValueError:
        return {"raw": arguments[:500]}
    return parsed if isinstance(parsed, dict) else {"raw": parsed}
