"""What a stage owes, what it costs, and how a project moves on: rows only."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256

from orchestrator.finishing import Failure
from orchestrator.projects.stages import (
    DELIVERABLE,
    REROLL,
    SCENE,
    SCRIPT,
    STITCH,
    VOICE,
    after,
    final_stage,
    unit_price,
)
from store.models import Project, ProjectPart
from store.unit_of_work import UnitOfWork
from store.words import WORKING, ProjectKind, WorkStatus
from store.words import ProjectStatus as S
from studio.creative.types import Resolution

OPEN = (WorkStatus.PENDING, WorkStatus.ACTIVE)
_READY_AGAIN = {
    S.GENERATING_IDEAS: S.IDEAS_READY,
    S.GENERATING_SCRIPT: S.SCRIPT_READY,
    S.GENERATING_SCENES: S.SCENES_READY,
}


def priced(project: Project, parts: Sequence[ProjectPart], stage: S, *, rewrite: bool = False) -> int:
    """Credits that the stage's work costs; for `GENERATING` all that follows it too.

    The first ideas are free, and so is changing a script that was paid for.
    """
    return sum(price for _, _, price in owed(project, parts, stage, rewrite=rewrite))


def owed(
    project: Project, parts: Sequence[ProjectPart], stage: S, *, rewrite: bool = False
) -> list[tuple[S, int, int]]:
    """The pieces of work of the stage as (stage, index, credits)."""
    kind = ProjectKind(project.kind)
    if stage is S.GENERATING_IDEAS:
        done = any(part.stage == stage and part.status == WorkStatus.COMPLETED for part in parts)
        return [(stage, 1, REROLL if done else 0)]
    if stage is S.GENERATING_SCRIPT:
        return [(stage, 1, 0 if rewrite else SCRIPT)]
    if stage is S.GENERATING_SCENES:
        return [(stage, 1, 0)]
    if kind is not ProjectKind.VIDEO:
        return [(stage, 1, unit_price(kind))]
    return _film(project, parts)


def _film(project: Project, parts: Sequence[ProjectPart]) -> list[tuple[S, int, int]]:
    """Only what says something new is filmed and spoken again; where nothing does, all of it is made afresh."""
    each = SCENE[Resolution(project.direction.get("resolution") or Resolution.HD)]
    kept = newest_made(parts)
    clips = [number for number in _numbers(project) if not _holds(project, kept, S.GENERATING, number)]
    voice = not _holds(project, kept, S.RENDERING, 1)
    if not clips:
        clips, voice = _numbers(project), True
    return [
        *((S.GENERATING, number, each) for number in clips),
        *([(S.RENDERING, 1, VOICE)] if voice else []),
        (S.STITCHING, 1, STITCH),
    ]


def newest_made(parts: Sequence[ProjectPart]) -> dict[tuple[str, int], ProjectPart]:
    """The newest finished part of each stage and number."""
    done = sorted(
        (part for part in parts if part.status == WorkStatus.COMPLETED), key=lambda part: part.round
    )
    return {(part.stage, part.index): part for part in done}


def made_of(project: Project, stage: S, index: int) -> str:
    """SHA-256 of the words and directions that the scene's clip or the voice-over says and shows, hex."""
    scenes = [scene for scene in project.scenes if stage is not S.GENERATING or scene["number"] == index]
    said: list[object] = [project.direction, len(project.scenes), scenes]
    if stage is S.RENDERING:
        said = [[scene["says"] for scene in scenes]]
    return sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()


def _holds(project: Project, kept: Mapping[tuple[str, int], ProjectPart], stage: S, index: int) -> bool:
    part = kept.get((stage, index))
    return part is not None and part.made_of == made_of(project, stage, index)


def _numbers(project: Project) -> list[int]:
    return [int(scene["number"]) for scene in project.scenes]


async def plan(
    uow: UnitOfWork, project: Project, stage: S, *, note: str = "", rewrite: bool = False
) -> Sequence[ProjectPart]:
    """Write the stage's parts down, as a new round of it."""
    parts = await uow.projects.parts(project.id)
    rounds = max((part.round for part in parts if part.stage == stage), default=0) + 1
    rows = [
        ProjectPart(
            id=uow.new_id(),
            workspace_id=project.workspace_id,
            project_id=project.id,
            stage=of,
            index=index,
            round=rounds,
            note=note,
            price=price,
            seed=_seed(project.id, of, index, rounds),
            status=WorkStatus.PENDING,
            attempts=0,
            created_at=uow.now,
        )
        for of, index, price in owed(project, parts, stage, rewrite=rewrite)
    ]
    uow.projects.add(*rows)
    return rows


async def next_parts(uow: UnitOfWork, project_id: str, epoch: int) -> list[str]:
    """The ids of the parts to make now; empty when this epoch has nothing more to do."""
    project = await uow.projects.held(project_id)
    if project is None or project.epoch != epoch:
        return []
    await settle(uow, project)
    if project.status not in WORKING:
        return []
    parts = await uow.projects.parts(project.id)
    return [part.id for part in parts if part.stage == project.status and part.status in OPEN]


async def settle(uow: UnitOfWork, project: Project) -> None:
    """Move the project on when its stage has nothing open; the caller holds it."""
    await uow.flush()
    parts = await uow.projects.parts(project.id)
    while project.status in WORKING:
        stage = S(project.status)
        mine = _latest_round([part for part in parts if part.stage == stage])
        if any(part.status in OPEN for part in mine):
            return
        failed = [part for part in mine if part.status == WorkStatus.FAILED]
        if failed or not mine:
            await _fail(uow, project, parts, failed)
            return
        project.status = after(ProjectKind(project.kind), stage)
        project.error = None
        project.updated_at = uow.now
        await tell(uow, project, _TOLD.get(S(project.status), "project.advanced"), **_judged(project, parts))


async def fail_part(uow: UnitOfWork, project: Project, part: ProjectPart, failure: Failure) -> None:
    """It costs nothing; the stage's other parts are finished before the project stops."""
    part.status = WorkStatus.FAILED
    part.finished_at = uow.now
    part.error = {
        "stage": part.stage,
        "step": part_name(part, ProjectKind(project.kind)),
        "part": part.index,
        "cause": failure.cause,
        "mend": failure.mend,
    }
    await settle(uow, project)


async def tell(uow: UnitOfWork, project: Project, event: str, **more: object) -> None:
    payload = {
        "project_id": project.id,
        "kind": project.kind,
        "number": project.number,
        "status": project.status,
        "title": project.title,
        **more,
    }
    await uow.emit(event, project.workspace_id, project.campaign_id, payload)


def part_name(part: ProjectPart, kind: ProjectKind) -> str:
    """What a person calls it."""
    if part.stage == S.GENERATING:
        return f"scene {part.index}" if kind is ProjectKind.VIDEO else str(kind)
    return _NAMES[S(part.stage)]


_NAMES = {
    S.GENERATING_IDEAS: "ideas",
    S.GENERATING_SCRIPT: "script",
    S.GENERATING_SCENES: "scene breakdown",
    S.RENDERING: "voice-over",
    S.STITCHING: "stitching",
}
_TOLD = {
    S.IDEAS_READY: "project.ideas_ready",
    S.SCRIPT_READY: "project.script_ready",
    S.SCENES_READY: "project.scenes_ready",
    S.COMPLETED: "project.completed",
}


async def _fail(
    uow: UnitOfWork, project: Project, parts: Sequence[ProjectPart], failed: Sequence[ProjectPart]
) -> None:
    """The project stops where it is; what waits behind it waits unpledged. A reroll or rewrite that fails leaves
    what was there before, and the error beside it.
    """
    stage = S(project.status)
    project.error = (
        dict(failed[0].error or {}) if failed else {"stage": stage, "cause": "nothing to make", "mend": ""}
    )
    project.status = _ready_again(project, parts, stage)
    for part in parts:
        if part.status == WorkStatus.PENDING:
            part.status = WorkStatus.PAUSED
    project.updated_at = uow.now
    await tell(uow, project, "project.failed", error=project.error)


def _ready_again(project: Project, parts: Sequence[ProjectPart], stage: S) -> S:
    """Where the project goes back to when a stage fails that could leave what was there; else `FAILED`."""
    kept = {
        S.GENERATING_IDEAS: bool(project.concepts),
        S.GENERATING_SCRIPT: project.script is not None,
        S.GENERATING_SCENES: bool(project.scenes),
    }
    if not kept.get(stage):
        return S.FAILED
    if stage is S.GENERATING_SCRIPT and project.scenes:
        return S.COMPLETED if (S.STITCHING, 1) in newest_made(parts) else S.SCENES_READY
    return _READY_AGAIN[stage]


def _judged(project: Project, parts: Sequence[ProjectPart]) -> dict[str, object]:
    """The verdict on what a finished project made."""
    if project.status != S.COMPLETED:
        return {}
    last = newest_made(parts).get((final_stage(ProjectKind(project.kind)), 1))
    return {"verdict": last.verdict} if last is not None and last.verdict else {}


def _latest_round(parts: Sequence[ProjectPart]) -> list[ProjectPart]:
    newest = max((part.round for part in parts), default=0)
    return [part for part in parts if part.round == newest]


def _seed(project_id: str, stage: S, index: int, rounds: int) -> int:
    digest = sha256(f"{project_id}:{stage}:{index}:{rounds}".encode()).digest()
    return int.from_bytes(digest[:8], "big") >> 2


def type_of(project: Project) -> str:
    """The deliverable type whose maker and brief the project's have."""
    return DELIVERABLE[ProjectKind(project.kind)]
