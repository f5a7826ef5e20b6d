"""`/docs`: the interface as a page of our own, made on the server from the same schema as `/openapi.json`.

No script and nothing from elsewhere: it reads the same on a machine without internet, under the CSP of every page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

_VERBS = ("get", "post", "put", "patch", "delete")
_LIMITS = {
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "minimum": "from {}",
    "maximum": "up to {}",
    "exclusiveMinimum": "over {}",
    "maxItems": "at most {} items",
    "pattern": "like {}",
    "default": "{} when left out",
}

Schema = Mapping[str, Any]
_NOTHING: Schema = {}


@dataclass(frozen=True, slots=True)
class Entry:
    """A parameter, a field, a body or an answer."""

    name: str
    kind: str
    links: tuple[str, ...]
    """Names of the schemas that it is made of."""
    required: bool
    note: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One verb of one path."""

    verb: str
    path: str
    summary: str
    description: str
    parameters: tuple[Entry, ...]
    body: Entry | None
    answers: tuple[Entry, ...]
    """Named by their status codes."""

    @property
    def anchor(self) -> str:
        return f"{self.verb}{self.path}".replace("/", "-").replace("{", "").replace("}", "")


def add_to(app: FastAPI) -> None:
    @app.get("/docs", include_in_schema=False)
    async def docs() -> HTMLResponse:
        return HTMLResponse(_page(app), headers={"Cache-Control": "no-cache"})


def _page(app: FastAPI) -> str:
    schema = app.openapi()
    topics: dict[str, list[Operation]] = {}
    for path, verbs in schema["paths"].items():
        for verb in _VERBS:
            if (said := verbs.get(verb)) is not None:
                topics.setdefault((said.get("tags") or ["other"])[0], []).append(_operation(verb, path, said))
    shapes = {name: tuple(_fields(shape)) for name, shape in schema.get("components", {})["schemas"].items()}
    template = _templates().get_template("reference.html")
    return template.render(title=schema["info"]["title"], topics=topics, shapes=shapes)


def _operation(verb: str, path: str, said: Schema) -> Operation:
    parameters = (
        _entry(f"{each['name']} ({each['in']})", each.get("schema", {}), each)
        for each in said.get("parameters", ())
    )
    body = said.get("requestBody")
    return Operation(
        verb=verb.upper(),
        path=path,
        summary=said.get("summary", ""),
        description=said.get("description", ""),
        parameters=tuple(parameters),
        body=_content("body", body) if body else None,
        answers=tuple(_content(status, answer) for status, answer in said.get("responses", {}).items()),
    )


def _content(name: str, holder: Schema) -> Entry:
    """What a request or an answer carries, under its media type."""
    contents: Mapping[str, Any] = holder.get("content", {})
    media, shape = next(iter(contents.items()), ("", _NOTHING))
    entry = _entry(name, shape.get("schema", {}), holder)
    kind = entry.kind if media in ("", "application/json") else f"{media} {entry.kind}".strip()
    return Entry(name, kind if media else "", entry.links, entry.required, entry.note)


def _fields(shape: Schema) -> Iterator[Entry]:
    needed = shape.get("required", ())
    for name, field in shape.get("properties", {}).items():
        yield _entry(name, field, {"required": name in needed, "description": field.get("description", "")})
    if "enum" in shape:
        yield Entry("", " · ".join(map(str, shape["enum"])), (), required=False, note="")


def _entry(name: str, shape: Schema, about: Schema) -> Entry:
    limits = [words.format(shape[key]) for key, words in _LIMITS.items() if shape.get(key) not in (None, "")]
    note = about.get("description") or shape.get("description", "")
    told = ". ".join([part for part in (note.rstrip("."), ", ".join(limits)) if part])
    return Entry(name, _kind(shape), tuple(_names(shape)), bool(about.get("required")), told)


def _kind(shape: Schema) -> str:
    """The type in words: `array of AssetOut`, `string (date-time) or null`."""
    if "$ref" in shape:
        return _name(shape["$ref"])
    for key in ("anyOf", "oneOf", "allOf"):
        if key in shape:
            return " or ".join(dict.fromkeys(_kind(each) for each in shape[key]))
    if "enum" in shape or "const" in shape:
        return " · ".join(map(str, shape.get("enum", [shape.get("const")])))
    if shape.get("type") == "array":
        return f"array of {_kind(shape.get('items', {}))}"
    form = f" ({shape['format']})" if "format" in shape else ""
    return f"{shape.get('type', 'any')}{form}"


def _names(shape: Schema) -> Iterator[str]:
    if "$ref" in shape:
        yield _name(shape["$ref"])
    for key in ("anyOf", "oneOf", "allOf"):
        for each in shape.get(key, ()):
            yield from _names(each)
    if "items" in shape:
        yield from _names(shape["items"])


def _name(reference: str) -> str:
    return reference.rpartition("/")[2]


@cache
def _templates() -> Environment:
    folder = Path(__file__).with_name("pages")
    return Environment(loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined)
