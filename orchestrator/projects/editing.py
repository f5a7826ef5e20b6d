"""Edits of a project by hand, stage by stage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from orchestrator.errors import InvalidField
from orchestrator.projects.values import (
    concepts_of,
    direction_json,
    direction_of,
    edited,
    replaced_scenes,
    require_concept,
    scenes_of,
    script_json,
    script_of,
)
from store.models import Project, ProjectPart
from store.words import ProjectStatus as S
from store.words import WorkStatus

TITLE = 120


@dataclass(frozen=True, slots=True)
class ProjectEdit:
    """What is left None stays. Concepts and scenes are changed by their `number`, counting from 1."""

    title: str | None = None
    direction: Mapping[str, Any] | None = None
    concepts: Sequence[Mapping[str, Any]] | None = None
    chosen: int | None = None
    script: Mapping[str, Any] | None = None
    """`title`, `music`, `call_to_action` and `scenes` by number."""
    scenes: Sequence[Mapping[str, Any]] | None = None


def apply_edit(project: Project, edit: ProjectEdit, parts: Sequence[ProjectPart]) -> None:
    """Raises `InvalidField`, also for what is made already and so cannot be changed any more."""
    if edit.title is not None:
        project.title = " ".join(edit.title.split())[:TITLE]
    if edit.direction is not None:
        _direction(project, edit.direction)
    if edit.concepts is not None:
        _concepts(project, edit.concepts)
    if edit.chosen is not None:
        require_concept(edit.chosen, project.concepts)
        project.chosen = edit.chosen
    if edit.script is not None:
        _script(project, edit.script)
    if edit.scenes is not None:
        _scenes(project, edit.scenes, parts)


def _direction(project: Project, changes: Mapping[str, Any]) -> None:
    _require_unfilmed(project, "direction")
    merged = {**project.direction, **{name: value for name, value in changes.items() if value is not None}}
    project.direction = direction_json(direction_of(merged))


def _concepts(project: Project, changes: Sequence[Mapping[str, Any]]) -> None:
    concepts = list(concepts_of(project.concepts))
    for change in changes:
        number = int(change.get("number", 0))
        require_concept(number, concepts)
        rest = {name: value for name, value in change.items() if name != "number"}
        concepts[number - 1] = edited(concepts[number - 1], rest, f"concepts.{number}")
    project.concepts = [asdict(concept) for concept in concepts]


def _script(project: Project, changes: Mapping[str, Any]) -> None:
    """The scenes of a script that was broken down are the breakdown's: their words change in both places."""
    if project.script is None:
        raise InvalidField("script", "There is no script yet.")
    _require_unfilmed(project, "script")
    script = script_of(project.script)
    scenes = changes.get("scenes")
    named_so = project.title == script.title
    script = edited(script, {name: value for name, value in changes.items() if name != "scenes"}, "script")
    if named_so:
        project.title = script.title[:TITLE]
    if scenes is not None:
        script = type(script)(
            script.title, replaced_scenes(scenes, script.scenes), script.music, script.call_to_action
        )
        if project.scenes:
            project.scenes = [asdict(scene) for scene in replaced_scenes(scenes, scenes_of(project.scenes))]
    project.script = script_json(script)


def _scenes(project: Project, changes: Sequence[Mapping[str, Any]], parts: Sequence[ProjectPart]) -> None:
    if not project.scenes:
        raise InvalidField("scenes", "There are no scenes yet.")
    filmed = _filmed(parts) if project.status == S.FAILED else set()
    for change in changes:
        if change.get("number") in filmed:
            raise InvalidField("scenes", f"Scene {change['number']} is filmed already.")
    project.scenes = [asdict(scene) for scene in replaced_scenes(changes, scenes_of(project.scenes))]


def _filmed(parts: Sequence[ProjectPart]) -> set[int]:
    """Scenes whose clips the film that was stopped will take as they are."""
    clips = [part for part in parts if part.stage == S.GENERATING]
    newest = {part.index: part.status for part in sorted(clips, key=lambda part: part.round)}
    return {index for index, status in newest.items() if status == WorkStatus.COMPLETED}


def _require_unfilmed(project: Project, what: str) -> None:
    if project.status == S.FAILED and (project.error or {}).get("stage") not in _UNFILMED:
        raise InvalidField(
            what, f"The {what} cannot be changed once filming has begun; edit the failed scene."
        )


_UNFILMED = (S.GENERATING_IDEAS, S.GENERATING_SCRIPT, S.GENERATING_SCENES)
