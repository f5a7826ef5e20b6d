"""Projects as tools and HTTP see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from orchestrator.projects.planning import newest_made
from orchestrator.projects.stages import final_stage, legal
from orchestrator.projects.values import concepts_of, direction_of, scenes_of, script_of
from store.models import Project, ProjectFile, ProjectPart
from store.words import ProjectKind, ProjectStatus, WorkStatus
from studio.creative.types import Concept, Direction, Scene, Script


@dataclass(frozen=True, slots=True)
class FileView:
    """`stage` and `part` say what it is of: scene 2 is (generating, 2)."""

    id: str
    stage: str
    part: int
    name: str
    kind: str
    mime: str
    size: int
    sha256: str
    provenance: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PartView:
    """One piece of work, `index` counting within its stage."""

    id: str
    stage: ProjectStatus
    index: int
    round: int
    credits: int
    status: WorkStatus
    error: Mapping[str, Any] | None
    verdict: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class ProjectView:
    id: str
    campaign_id: str
    number: int
    kind: ProjectKind
    title: str
    status: ProjectStatus
    direction: Direction
    concepts: tuple[Concept, ...]
    chosen: int | None
    script: Script | None
    scenes: tuple[Scene, ...]
    parts: tuple[PartView, ...]
    files: tuple[FileView, ...]
    """The newest of each part, the scenes' clips before the final output."""
    output: tuple[FileView, ...]
    """The finished asset's, in its newest version; empty until there is one."""
    assets: tuple[str, ...]
    """The same as assets of the campaign: their ids."""
    verdict: Mapping[str, Any] | None
    """The review of what was finished last: `passed`, `score` from 0 to 1, `reasons`, `reviewer`."""
    spent: int
    next_price: Mapping[str, int]
    """Credits of what may be asked for now, by action."""
    legal: tuple[str, ...]
    to_film: tuple[int, ...]
    """Numbers of the scenes that a rendering now would film: after a change only those that say something new."""
    error: Mapping[str, Any] | None
    version: int
    created_by: str
    created_at: datetime
    updated_at: datetime


def view_of(
    row: Project,
    parts: Sequence[ProjectPart],
    files: Sequence[ProjectFile],
    prices: Mapping[str, int],
    assets: Sequence[str],
    to_film: tuple[int, ...],
) -> ProjectView:
    """`prices`, `assets` and `to_film` as in the view."""
    kind, status = ProjectKind(row.kind), ProjectStatus(row.status)
    made = newest_made(parts)
    by_part = {part.id: part for part in made.values()}
    seen = [_file(file, by_part[file.part_id]) for file in files if file.part_id in by_part]
    seen.sort(key=lambda file: (_RANK.index(file.stage), file.part))
    last = final_stage(kind)
    film = made.get((last, 1))
    return ProjectView(
        id=row.id,
        campaign_id=row.campaign_id,
        number=row.number,
        kind=kind,
        title=row.title,
        status=status,
        direction=direction_of(row.direction),
        concepts=concepts_of(row.concepts),
        chosen=row.chosen,
        script=script_of(row.script) if row.script else None,
        scenes=scenes_of(row.scenes),
        parts=tuple(_part(part) for part in parts),
        files=tuple(seen),
        output=tuple(file for file in seen if file.stage == last),
        assets=tuple(assets),
        verdict=film.verdict if film is not None else None,
        spent=sum(part.price for part in parts if part.status == WorkStatus.COMPLETED),
        next_price=prices,
        legal=tuple(legal(kind, status)),
        to_film=to_film,
        error=row.error,
        version=row.version,
        created_by=row.created_by,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


_RANK = [str(status) for status in ProjectStatus]


def _file(file: ProjectFile, part: ProjectPart) -> FileView:
    stage = ProjectStatus(part.stage)
    return FileView(
        file.id, stage, part.index, file.name, file.kind, file.mime, file.size, file.sha256, file.provenance
    )


def _part(part: ProjectPart) -> PartView:
    return PartView(
        part.id,
        ProjectStatus(part.stage),
        part.index,
        part.round,
        part.price,
        WorkStatus(part.status),
        part.error,
        part.verdict,
    )
