"""A reply in the shapes of OpenAI's chat completions: whole, and in chunks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

_PIECE = re.compile(r"\S+\s*(?:\S+\s*){0,3}")
"""A few words at a time, so that a sentence is passed on as soon as it is whole."""


def completion(
    head: Mapping[str, Any], text: str, calls: Sequence[Mapping[str, Any]], prompt: int
) -> dict[str, Any]:
    """A whole completion. `prompt` is the estimated number of prompt tokens."""
    message: dict[str, Any] = {"role": "assistant", "content": text or None, "refusal": None}
    if calls:
        message["tool_calls"] = list(calls)
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": _reason(calls)}
    return {**head, "object": "chat.completion", "choices": [choice], "usage": _usage(prompt, text, calls)}


def chunks(
    head: Mapping[str, Any], text: str, calls: Sequence[Mapping[str, Any]], prompt: int | None
) -> list[dict[str, Any]]:
    """The chunks of a streamed completion; `prompt` is None when no usage was asked for."""
    deltas: list[dict[str, Any]] = [{"role": "assistant", "content": "" if text else None}]
    deltas += [{"content": piece} for piece in _PIECE.findall(text)]
    for index, call in enumerate(calls):
        function = call["function"]
        opening = {**call, "index": index, "function": {"name": function["name"], "arguments": ""}}
        deltas.append({"tool_calls": [opening]})
        argument = {"index": index, "function": {"arguments": function["arguments"]}}
        deltas.append({"tool_calls": [argument]})
    parts = [_chunk(head, delta, None) for delta in deltas]
    parts.append(_chunk(head, {}, _reason(calls)))
    if prompt is not None:
        usage = {
            **head,
            "object": "chat.completion.chunk",
            "choices": [],
            "usage": _usage(prompt, text, calls),
        }
        parts.append(usage)
    return parts


def _chunk(head: Mapping[str, Any], delta: Mapping[str, Any], reason: str | None) -> dict[str, Any]:
    choice = {"index": 0, "delta": dict(delta), "logprobs": None, "finish_reason": reason}
    return {**head, "object": "chat.completion.chunk", "choices": [choice]}


def _reason(calls: Sequence[Mapping[str, Any]]) -> str:
    return "tool_calls" if calls else "stop"


def _usage(prompt: int, text: str, calls: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Estimated: four characters a token."""
    said = (len(text) + sum(len(str(call)) for call in calls)) // 4
    return {"prompt_tokens": prompt, "completion_tokens": said, "total_tokens": prompt + said}
