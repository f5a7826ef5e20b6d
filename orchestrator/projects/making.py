"""One part of a project, from claim to saved: whatever is run twice here is seen, and paid, once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, TypeVar

from orchestrator.caps import NotAffordable, require_affordable
from orchestrator.claims import CLAIMS, Outcome
from orchestrator.finishing import Failure
from orchestrator.projects.briefing import Job, brief_for_maker, job_of
from orchestrator.projects.keeping import keep_finished
from orchestrator.projects.planning import OPEN, fail_part, made_of, part_name, settle, tell
from orchestrator.projects.values import script_json
from orchestrator.versions import Stored, verdict_row
from orchestrator.work import PAUSES, Rejected, Workshop, rejection
from store.database import Database
from store.files import Files
from store.models import Project, ProjectFile, ProjectPart
from store.repositories.ledger import InsufficientCredits
from store.unit_of_work import UnitOfWork
from store.words import ProjectKind, WorkStatus
from store.words import ProjectStatus as S
from studio.creative.concepts import directed
from studio.creative.ports import Crew, Filmer
from studio.creative.types import Script
from studio.ports import File, MakerError, Output, Verdict

logger = logging.getLogger(__name__)

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Product:
    """What a part made: columns of the project that it sets, files, and who made it."""

    columns: dict[str, Any] = field(default_factory=dict)
    output: Output | None = None
    verdict: Verdict | None = None


class PartMaker:
    """Makes parts with a crew for what is a project's own, and a workshop for what runs make too."""

    def __init__(
        self,
        db: Database,
        workshop: Workshop,
        crew: Crew,
        files: Files,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._db = db
        self._workshop = workshop
        self._crew = crew
        self._files = files
        self._sleep = sleep

    async def make(self, part_id: str, epoch: int) -> Outcome:
        """Make the part if the project still wants it. Safe to run any number of times, also at the same time."""
        async with self._db.write() as uow:
            job = await _claim(uow, part_id, epoch)
        if not isinstance(job, Job):
            return job
        told = replace(job, brief=await self._workshop.informed(job.brief, job.campaign_id))
        try:
            product = await self._patiently(lambda: self._product(told))
        except MakerError as error:
            return await self._give_up(job, Failure(error.cause, error.mend))
        except Rejected as error:
            return await self._give_up(job, rejection(error.verdict))
        except Exception as error:
            logger.exception("%s of a project broke down", job.stage)
            cause = f"the work broke down with {type(error).__name__}"
            return await self._give_up(job, Failure(cause, "retry; if it happens again, see the log"))
        stored = await self._workshop.store(product.output) if product.output else []
        try:
            async with self._db.write() as uow:
                return await _save(uow, job, product, stored)
        except InsufficientCredits as short:
            return await self._give_up(
                job, Failure(f"{short.short} credits short", "add credits, then retry")
            )

    async def _patiently(self, work: Callable[[], Awaitable[Made]]) -> Made:
        for pause in PAUSES:
            try:
                return await work()
            except MakerError as error:
                if not error.transient:
                    raise
                logger.warning("%s; again in %s s", error.cause, pause)
                await self._sleep(pause)
        return await work()

    async def _product(self, job: Job) -> Product:
        if job.stage in (S.GENERATING_IDEAS, S.GENERATING_SCRIPT, S.GENERATING_SCENES):
            return Product(await self._written(job))
        if job.kind is not ProjectKind.VIDEO:
            output, verdict = await self._workshop.reviewed(brief_for_maker(job), ())
            return Product(output=output, verdict=verdict)
        if self._crew.filmer is None:
            raise MakerError("nothing here can film yet", "keep the project; its script stays")
        output = await self._filmed(self._crew.filmer, job)
        if job.stage is not S.STITCHING:
            return Product(output=output)
        return Product(
            output=output, verdict=await self._workshop.judged(directed(job.brief, job.direction), output)
        )

    async def _written(self, job: Job) -> dict[str, Any]:
        writer = self._crew.writer
        if job.stage is S.GENERATING_IDEAS:
            concepts = await writer.concepts(job.brief, job.direction, job.concepts)
            return {"concepts": [asdict(concept) for concept in concepts], "chosen": None}
        if job.stage is S.GENERATING_SCRIPT:
            return {"script": script_json(await self._script(job)), "scenes": []}
        scenes = await writer.scenes(job.brief, job.direction, _required(job.script))
        return {"scenes": [asdict(scene) for scene in scenes]}

    async def _script(self, job: Job) -> Script:
        if job.note and job.script is not None:
            return await self._crew.writer.rewrite(job.brief, job.direction, job.script, job.note)
        return await self._crew.writer.script(job.brief, job.direction, _required(job.chosen))

    async def _filmed(self, filmer: Filmer, job: Job) -> Output:
        script = _shot(job)
        if job.stage is S.GENERATING:
            scene = next(scene for scene in job.scenes if scene.number == job.index)
            clip = await filmer.clip(job.brief, job.direction, scene, len(job.scenes))
            return _single(clip, scene.says, filmer.name)
        if job.stage is S.RENDERING:
            voice = await filmer.voice(job.brief, job.direction, script)
            return _single(voice, " ".join(scene.says for scene in script.scenes), filmer.name)
        clips = [await asyncio.to_thread(self._files.read, sha) for sha in job.clips]
        voice_data = await asyncio.to_thread(self._files.read, job.voice)
        return await filmer.film(job.brief, job.direction, script, clips, voice_data)

    async def _give_up(self, job: Job, failure: Failure) -> Outcome:
        async with self._db.write() as uow:
            held = await _holding(uow, job)
            if held is None:
                return Outcome.DISCARDED
            project, part = held
            await fail_part(uow, project, part, failure)
            return Outcome.FAILED


def _required(value: Made | None) -> Made:
    if value is None:
        raise MakerError("the stage before this one is not done", "do that one first")
    return value


def _shot(job: Job) -> Script:
    """The script with the scenes as they were broken down and edited."""
    script = _required(job.script)
    return Script(script.title, job.scenes or script.scenes, script.music, script.call_to_action)


def _single(file: File, text: str, maker: str) -> Output:
    return Output(file.name, text, (file,), {"maker": maker})


async def _claim(uow: UnitOfWork, part_id: str, epoch: int) -> Job | Outcome:
    part = await uow.projects.part(part_id)
    project = await uow.projects.held(part.project_id) if part is not None else None
    part = await uow.projects.part(part_id)
    if project is None or part is None or project.epoch != epoch:
        return Outcome.SKIPPED
    if project.status != part.stage or part.status not in OPEN:
        return Outcome.SKIPPED
    if part.attempts >= CLAIMS:
        await fail_part(uow, project, part, Failure(f"the work broke off {CLAIMS} times", "see the log"))
        return Outcome.FAILED
    try:
        await require_affordable(uow, project.workspace_id, part.price, besides=part.id)
    except NotAffordable as error:
        cause = f"{error.short} credits short" if error.short else error.detail.rstrip(".")
        await fail_part(uow, project, part, Failure(cause, "add credits, then retry"))
        return Outcome.FAILED
    again = part.status == WorkStatus.ACTIVE
    part.status = WorkStatus.ACTIVE
    part.attempts += 1
    part.started_at = uow.now
    if not again:
        await tell(uow, project, "project.part_started", part=part_name(part, ProjectKind(project.kind)))
    return await job_of(uow, project, part)


async def _holding(uow: UnitOfWork, job: Job) -> tuple[Project, ProjectPart] | None:
    """The job's rows, held until the transaction ends; None when the job is worth nothing any more."""
    project = await uow.projects.held(job.project_id)
    part = await uow.projects.part(job.part_id)
    if project is None or part is None or project.status != job.stage:
        return None
    return (project, part) if (part.status, part.attempts) == (WorkStatus.ACTIVE, job.attempt) else None


async def _save(uow: UnitOfWork, job: Job, product: Product, stored: Sequence[Stored]) -> Outcome:
    """Content, files, charge and event in one transaction; nothing of it when the claim has lost its part."""
    held = await _holding(uow, job)
    if held is None:
        return Outcome.DISCARDED
    project, part = held
    name = part_name(part, job.kind)
    if part.price:
        cause = {
            "campaign_id": project.campaign_id,
            "project_id": project.id,
            "part_id": part.id,
            "type": project.kind,
            "part": name,
        }
        await uow.ledger.change(
            project.workspace_id, -part.price, kind="project", key=f"project:{part.id}", cause=cause
        )
    finished = await uow.work.finished(project.id)
    project.title = _title(project, product, finished.title if finished is not None else "")
    for column, value in product.columns.items():
        setattr(project, column, value)
    if product.columns:
        project.version += 1
    part.status = WorkStatus.COMPLETED
    part.error = None
    part.finished_at = uow.now
    part.made_of = made_of(project, job.stage, job.index)
    part.verdict = verdict_row(product.verdict) if product.verdict else None
    if product.output is not None and product.verdict is not None:
        await keep_finished(uow, project, product.output, product.verdict, stored)
    uow.projects.add(*(_file(uow, part, product.output, at, item) for at, item in enumerate(stored)))
    project.updated_at = uow.now
    await tell(uow, project, "project.part_completed", part=name, credits=part.price)
    await settle(uow, project)
    return Outcome.COMPLETED


def _title(project: Project, product: Product, finished: str) -> str:
    """The title of what was made last, unless a person has given the project a name of its own."""
    script = product.columns.get("script")
    made = script["title"] if script else ""
    if product.output is not None and product.verdict is not None:
        made = product.output.title
    of_its_own = project.title not in ("", finished, (project.script or {}).get("title"))
    return project.title if of_its_own or not made else str(made)


def _file(
    uow: UnitOfWork, part: ProjectPart, output: Output | None, position: int, stored: Stored
) -> ProjectFile:
    return ProjectFile(
        id=uow.new_id(),
        workspace_id=part.workspace_id,
        project_id=part.project_id,
        part_id=part.id,
        position=position,
        name=stored.file.name,
        kind=stored.file.kind,
        mime=stored.file.mime,
        size=stored.size,
        sha256=stored.sha256,
        provenance=dict(output.provenance) if output else {},
        created_at=uow.now,
    )
