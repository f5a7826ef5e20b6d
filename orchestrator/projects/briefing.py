"""What a project's writers and makers are told: the campaign's brief, with what the project says of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace

from orchestrator.briefs import brief_of
from orchestrator.projects.planning import newest_made, type_of
from orchestrator.projects.values import concepts_of, direction_of, scenes_of, script_of
from store.models import Project, ProjectPart, Unit
from store.unit_of_work import UnitOfWork
from store.words import ProjectKind
from store.words import ProjectStatus as S
from studio.creative.concepts import directed
from studio.creative.types import Concept, Direction, Scene, Script
from studio.ports import Brief


@dataclass(frozen=True, slots=True)
class Job:
    """One part's work as values. `attempt` fences it: a later claim makes this one worthless."""

    part_id: str
    project_id: str
    campaign_id: str
    kind: ProjectKind
    stage: S
    index: int
    attempt: int
    note: str
    brief: Brief
    direction: Direction
    concepts: tuple[Concept, ...]
    chosen: Concept | None
    script: Script | None
    scenes: tuple[Scene, ...]
    clips: tuple[str, ...]
    """SHA-256 of the scenes' clips, in order, once all are made."""
    voice: str
    """SHA-256 of the voice-over, once it is made."""


async def job_of(uow: UnitOfWork, project: Project, part: ProjectPart) -> Job:
    campaign = await uow.work.lock_campaign(project.campaign_id)
    # Never added to the session: a brief is asked for by unit, and a project is one unit of nobody's deliverable.
    unit = Unit(
        campaign_id=campaign.id, deliverable_id="", type=type_of(project), index=1, price=0, seed=part.seed
    )
    brief = replace(await brief_of(uow, campaign, unit), of=1)
    concepts = concepts_of(project.concepts)
    clips, voice = await _made(uow, project)
    return Job(
        part_id=part.id,
        project_id=project.id,
        campaign_id=campaign.id,
        kind=ProjectKind(project.kind),
        stage=S(part.stage),
        index=part.index,
        attempt=part.attempts,
        note=part.note,
        brief=brief,
        direction=direction_of(project.direction),
        concepts=concepts,
        chosen=concepts[project.chosen - 1] if project.chosen else None,
        script=script_of(project.script) if project.script else None,
        scenes=scenes_of(project.scenes),
        clips=clips,
        voice=voice,
    )


def brief_for_maker(job: Job) -> Brief:
    """The brief of a piece without script: the concept that was taken is its message."""
    brief = directed(job.brief, job.direction)
    return replace(brief, messaging=job.chosen.hook) if job.chosen else brief


async def _made(uow: UnitOfWork, project: Project) -> tuple[tuple[str, ...], str]:
    """The newest clip of each scene that has one, in the scenes' order, and the newest voice-over."""
    kept = newest_made(await uow.projects.parts(project.id))
    files = await uow.projects.files(project.id)
    head = {file.part_id: file.sha256 for file in files if file.position == 0}
    wanted = [(S.GENERATING, int(scene["number"])) for scene in project.scenes]
    clips = [head[kept[key].id] for key in wanted if key in kept and kept[key].id in head]
    voice = kept.get((S.RENDERING, 1))
    return tuple(clips), head.get(voice.id, "") if voice is not None else ""
