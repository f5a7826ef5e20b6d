"""Tool arguments as models write them, brought to JSON where only one reading is possible."""

from __future__ import annotations

import json
import re
from typing import Any

_FENCE = re.compile(r"^```\w*\s*(.*?)\s*```$", re.DOTALL)
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_WORDS = {"True": "true", "False": "false", "None": "null", "undefined": "null"}


def mended(arguments: str) -> str:
    """The arguments as JSON text of one object, or unchanged when they cannot be read safely.

    Mended are: code fences, commas before a closing bracket, Python's True, False and None, bare line breaks in
    strings, an object wrapped in a string, the same object sent twice. What was cut off is never completed: of
    "quantity": 5 nobody knows whether it was to be 50.
    """
    text = arguments.strip()
    if not text:
        return "{}"
    fenced = _FENCE.match(text)
    if fenced:
        text = fenced.group(1)
    for attempt in (text, _outside_strings(text)):
        found = _one_object(attempt)
        if found is not None:
            return json.dumps(found, ensure_ascii=False)
    return arguments


def _one_object(text: str) -> dict[str, Any] | None:
    decoder = json.JSONDecoder(strict=False)
    found: Any = None
    at = 0
    while at < len(text):
        try:
            value, end = decoder.raw_decode(text, at)
        except ValueError:
            return None
        if at and value != found:
            return None
        found = value
        at = end + len(text[end:]) - len(text[end:].lstrip())
    if isinstance(found, str) and found.strip().startswith("{"):
        return _one_object(found)
    return found if isinstance(found, dict) else None


def _outside_strings(text: str) -> str:
    """Trailing commas and foreign literals put right, strings left as they are."""
    mended_parts: list[str] = []
    at = 0
    for match in _STRING.finditer(text):
        mended_parts += [_syntax(text[at : match.start()]), match.group()]
        at = match.end()
    return "".join([*mended_parts, _syntax(text[at:])])


def _syntax(part: str) -> str:
    part = re.sub(r",(\s*[}\]])", r"\1", part)
    return re.sub(r"\b(?:True|False|None|undefined)\b", lambda match: _WORDS[match.group()], part)
