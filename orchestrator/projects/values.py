"""Concepts, scripts and directions as the JSON that rows and clients carry, and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields, replace
from typing import Any, TypeVar

from orchestrator.errors import InvalidField
from store.words import AwarenessStage
from studio.creative.script import seconds_of
from studio.creative.types import Aspect, Concept, Direction, Resolution, Scene, Script

LONGEST_TEXT = 2000
"""Characters of any text of a project."""
SECONDS = (1.0, 30.0)
"""The shortest and the longest scene."""
TRANSITIONS = ("cut", "fade", "slide", "wipe")

Piece = TypeVar("Piece", Concept, Scene, Script)


def direction_of(stored: Mapping[str, Any]) -> Direction:
    """Raises `InvalidField` for a value that is none of a closed list."""
    given = {name: value for name, value in stored.items() if value is not None}
    for name, kind in (("aspect", Aspect), ("resolution", Resolution), ("awareness_stage", AwarenessStage)):
        if name in given:
            try:
                given[name] = kind(given[name])
            except ValueError:
                choices = ", ".join(kind)
                raise InvalidField(f"direction.{name}", f"{name} is one of {choices}.") from None
    given["notes"] = tuple(given.get("notes", ()))
    known = {field.name for field in fields(Direction)}
    unknown = sorted(given.keys() - known)
    if unknown:
        raise InvalidField(f"direction.{unknown[0]}", f"A direction has no {unknown[0]}.")
    return Direction(**given)


def direction_json(direction: Direction) -> dict[str, Any]:
    return {**asdict(direction), "notes": list(direction.notes)}


def concepts_of(stored: Sequence[Mapping[str, Any]]) -> tuple[Concept, ...]:
    return tuple(Concept(**item) for item in stored)


def scenes_of(stored: Sequence[Mapping[str, Any]]) -> tuple[Scene, ...]:
    return tuple(Scene(**item) for item in stored)


def script_of(stored: Mapping[str, Any]) -> Script:
    scenes = scenes_of(stored["scenes"])
    return Script(stored["title"], scenes, stored.get("music", ""), stored.get("call_to_action", ""))


def script_json(script: Script) -> dict[str, Any]:
    return {**asdict(script), "scenes": [asdict(scene) for scene in script.scenes]}


def edited(piece: Piece, changes: Mapping[str, Any], where: str) -> Piece:
    """The piece with what was changed; texts are trimmed. Raises `InvalidField`."""
    known = {field.name for field in fields(piece)} - {"number", "scenes"}
    taken: dict[str, Any] = {}
    for name, value in changes.items():
        if name not in known:
            raise InvalidField(f"{where}.{name}", f"There is no {name} to change in it.")
        taken[name] = _value(name, value, f"{where}.{name}")
    changed = replace(piece, **taken)
    if isinstance(changed, Scene) and "says" in taken and "seconds" not in taken:
        changed = replace(changed, seconds=max(changed.seconds, seconds_of(changed.says)))
    return changed


def replaced_scenes(given: Sequence[Mapping[str, Any]], current: Sequence[Scene]) -> tuple[Scene, ...]:
    """The scenes changed by number. Raises `InvalidField` for a number that there is none of."""
    scenes = {scene.number: scene for scene in current}
    for change in given:
        number = change.get("number")
        if number not in scenes:
            raise InvalidField("scenes.number", f"There are scenes 1 to {len(scenes)}.")
        rest = {name: value for name, value in change.items() if name != "number"}
        scenes[number] = edited(scenes[number], rest, f"scenes.{number}")
    return tuple(scenes.values())


def require_concept(number: int, concepts: Sequence[object]) -> None:
    if not 1 <= number <= len(concepts):
        detail = f"Choose one of the {len(concepts)} ideas." if concepts else "There are no ideas yet."
        raise InvalidField("chosen", detail)


def _value(name: str, value: Any, where: str) -> Any:
    if name == "seconds":
        seconds = float(value)
        if not SECONDS[0] <= seconds <= SECONDS[1]:
            raise InvalidField(where, f"A scene lasts {SECONDS[0]:g} to {SECONDS[1]:g} seconds.")
        return round(seconds, 1)
    text = " ".join(str(value).split())
    if len(text) > LONGEST_TEXT:
        raise InvalidField(where, f"It may have at most {LONGEST_TEXT} characters.")
    if name == "transition" and text not in TRANSITIONS:
        raise InvalidField(where, f"A transition is one of {', '.join(TRANSITIONS)}.")
    return text
