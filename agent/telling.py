"""What a turn's tool results ask of the answer: what is said word for word, what is to be mended, how much more."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

MOST_SENTENCES = 3
"""Of a model's own in one turn (prompts/agent.md asks for the same); further statements are dropped.

Measured on nobody: by ear, a fourth sentence is where the first is forgotten. One question passes in any case, for the
caller must know whose turn it is; sentences that a tool gave to be said do not count.
"""


class Brevity:
    """Counts the sentences of one turn."""

    def __init__(self) -> None:
        self._said = 0
        self._asked = False

    def allows(self, sentence: str, messages: Sequence[dict[str, Any]]) -> bool:
        """Whether the sentence is still to be said; asking counts it."""
        if _given(sentence, messages):
            self._asked = self._asked or sentence.endswith("?")
            return True
        question = sentence.endswith("?")
        if question and self._asked:
            return False
        self._said += 1
        self._asked = self._asked or question
        return question or self._said <= MOST_SENTENCES


def _given(sentence: str, messages: Sequence[dict[str, Any]]) -> bool:
    return any(
        sentence in str(result.get(key) or "")
        for _, result in _results(messages)
        for key in ("spoken", "read_back", "error")
    )


def owed_read_back(messages: Sequence[dict[str, Any]]) -> str:
    """The read-back minted in this turn that still stands; "" when there is none."""
    owed = ""
    for tool, result in _results(messages):
        if result.get("needs_confirmation"):
            owed = str(result.get("read_back") or "")
        elif result.get("did") or (result.get("ok") and (tool == "decline" or "changed" in result)):
            owed = ""
    return owed


def mends(messages: Sequence[dict[str, Any]]) -> int:
    """How many tool calls of this turn were returned for their form."""
    return sum("mend" in result for _, result in _results(messages))


def without_mends(messages: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The messages without the rounds that held nothing but calls returned for their form."""
    kept: list[dict[str, Any]] = []
    at = 0
    while at < len(messages):
        size = 1 + len(messages[at].get("tool_calls") or ())
        answers = messages[at + 1 : at + size]
        if not answers or not all(_returned(answer) for answer in answers):
            kept += messages[at : at + size]
        at += size
    return kept


def _returned(message: dict[str, Any]) -> bool:
    return message["role"] == "tool" and "mend" in json.loads(message["content"])


def _results(messages: Sequence[dict[str, Any]]) -> list[tuple[str, dict[str, Any]]]:
    """The tools called in this turn and their results, in order."""
    names: dict[str, str] = {}
    found: list[tuple[str, dict[str, Any]]] = []
    for message in messages[_last_user(messages) + 1 :]:
        for call in message.get("tool_calls") or ():
            names[call["id"]] = call["function"]["name"]
        if message["role"] == "tool":
            found.append((names.get(message["tool_call_id"], ""), json.loads(message["content"])))
    return found


def _last_user(messages: Sequence[dict[str, Any]]) -> int:
    return max((at for at, message in enumerate(messages) if message["role"] == "user"), default=-1)
