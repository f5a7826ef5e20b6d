"""JSON Schemas for tool arguments, in the small dialect that every OpenAI-compatible server accepts."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel


def object_schema(model: type[BaseModel]) -> dict[str, Any]:
    """The model's schema with references inlined, titles and nullable unions dropped."""
    raw = model.model_json_schema()
    definitions = raw.pop("$defs", {})
    schema: dict[str, Any] = _simplify(raw, definitions)
    schema.setdefault("properties", {})
    schema["additionalProperties"] = False
    schema.pop("description", None)
    return schema


def _simplify(node: Any, definitions: dict[str, Any]) -> Any:
    if isinstance(node, list):
        return [_simplify(item, definitions) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        target = definitions[node["$ref"].rsplit("/", 1)[-1]]
        return _simplify({**target, **{k: v for k, v in node.items() if k != "$ref"}}, definitions)
    if "anyOf" in node:
        options = [option for option in node["anyOf"] if option.get("type") != "null"]
        if len(options) == 1:
            rest = {k: v for k, v in node.items() if k not in ("anyOf", "default")}
            return _simplify({**options[0], **rest}, definitions)
    simplified: dict[str, Any] = {}
    for key, value in node.items():
        if key == "properties":
            simplified[key] = {name: _simplify(child, definitions) for name, child in value.items()}
        elif key == "default" and value in (None, [], {}, ""):
            continue
        elif key != "title":
            simplified[key] = _simplify(value, definitions)
    return simplified
