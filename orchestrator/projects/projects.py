"""The commands of projects: rows first, the engine is told after the commit."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from orchestrator.assembling import campaign_of
from orchestrator.assets import require_writable
from orchestrator.caps import require_affordable
from orchestrator.engine import JobEngine
from orchestrator.errors import ConfirmationRefused, InvalidField, NotFound
from orchestrator.pages import id_after, page_of
from orchestrator.projects.editing import ProjectEdit, apply_edit
from orchestrator.projects.planning import owed, part_name, plan, priced, tell
from orchestrator.projects.stages import legal, transition
from orchestrator.projects.values import direction_json, direction_of, require_concept
from orchestrator.projects.views import FileView, ProjectView, view_of
from orchestrator.views import Actor, Page
from store.database import Database
from store.models import Project, ProjectPart
from store.unit_of_work import UnitOfWork
from store.words import WORKING, ProjectKind, WorkStatus
from store.words import ProjectStatus as S

logger = logging.getLogger(__name__)

_STAGE = {
    "ideas": S.GENERATING_IDEAS,
    "script": S.GENERATING_SCRIPT,
    "scenes": S.GENERATING_SCENES,
    "render": S.GENERATING,
}
NOTE_LENGTH = 500
"""Characters of a note: what somebody says in one breath."""


class Projects:
    """`jobs` may be None: then work waits in the tables for a process that has an engine.

    A `version` is that of the project whose read-back was confirmed: a command raises `ConfirmationRefused` when
    the project is another by now. What costs is checked against the balance first (`NotAffordable`).
    """

    def __init__(self, db: Database, jobs: JobEngine | None) -> None:
        self._db = db
        self._jobs = jobs

    async def create(
        self, actor: Actor, campaign_id: str, kind: ProjectKind, direction: Mapping[str, Any] | None = None
    ) -> ProjectView:
        """A new draft, beside whatever others the campaign has."""
        told = direction_of(direction or {})
        async with self._db.write() as uow:
            campaign = await campaign_of(uow, actor, campaign_id, lock=True)
            require_writable(campaign)
            number = await uow.projects.next_number(campaign_id)
            project = Project(
                id=uow.new_id(),
                workspace_id=actor.workspace_id,
                campaign_id=campaign_id,
                number=number,
                kind=kind,
                title="",
                status=S.DRAFT,
                epoch=0,
                version=1,
                direction=direction_json(told),
                concepts=[],
                scenes=[],
                created_by=actor.name,
                created_at=uow.now,
                updated_at=uow.now,
            )
            uow.projects.add(project)
            await tell(uow, project, "project.created")
            return await _view(uow, project)

    async def get(self, actor: Actor, project_id: str) -> ProjectView:
        async with self._db.read() as uow:
            return await _view(uow, await _of(uow, actor, project_id))

    async def of_campaign(self, actor: Actor, campaign_id: str) -> Sequence[ProjectView]:
        """The oldest first, with all that a comparison needs."""
        async with self._db.read() as uow:
            await campaign_of(uow, actor, campaign_id)
            return await _views(uow, await uow.projects.of_campaign(campaign_id))

    async def list(self, actor: Actor, limit: int = 20, cursor: str | None = None) -> Page:
        """The workspace's `ProjectView`s, newest first. Raises `InvalidField` for a cursor that no list gave out."""
        before = id_after(cursor)
        async with self._db.read() as uow:
            rows = await uow.projects.of_workspace(actor.workspace_id, limit + 1, before)
            views = await _views(uow, rows[:limit])
        return page_of(rows, limit, lambda row: row.id, views)

    async def file(self, actor: Actor, project_id: str, file_id: str) -> FileView:
        view = await self.get(actor, project_id)
        found = next((file for file in view.files if file.id == file_id), None)
        if found is None:
            raise NotFound("There is no such file.")
        return found

    async def edit(self, actor: Actor, project_id: str, edit: ProjectEdit) -> ProjectView:
        """Change texts, the choice or the direction by hand; free. Raises `IllegalTransition` while it is worked on."""
        async with self._db.write() as uow:
            project = await _of(uow, actor, project_id, lock=True)
            require_writable(await campaign_of(uow, actor, project.campaign_id))
            transition(ProjectKind(project.kind), S(project.status), "edit")
            apply_edit(project, edit, await uow.projects.parts(project.id))
            project.version += 1
            project.updated_at = uow.now
            await tell(uow, project, "project.edited")
            return await _view(uow, project)

    async def ideas(self, actor: Actor, project_id: str, *, version: int | None = None) -> ProjectView:
        """Three ideas; free the first time, a reroll costs."""
        return await self._start(actor, project_id, "ideas", version=version)

    async def script(
        self,
        actor: Actor,
        project_id: str,
        *,
        concept: int | None = None,
        note: str = "",
        version: int | None = None,
    ) -> ProjectView:
        """The script of the concept that was taken; with a note the script that there is, changed by it, for free."""
        return await self._start(actor, project_id, "script", concept=concept, note=note, version=version)

    async def scenes(self, actor: Actor, project_id: str) -> ProjectView:
        """Break the script down into scenes; free."""
        return await self._start(actor, project_id, "scenes")

    async def render(
        self, actor: Actor, project_id: str, *, concept: int | None = None, version: int | None = None
    ) -> ProjectView:
        """Make everything that is left: the finished asset."""
        return await self._start(actor, project_id, "render", concept=concept, version=version)

    async def retry(
        self, actor: Actor, project_id: str, *, scene: int | None = None, version: int | None = None
    ) -> ProjectView:
        """Go on where the project failed. With `scene` only that one is tried again; what is made stays made.

        Raises `InvalidField` when that scene did not fail.
        """
        async with self._db.write() as uow:
            project = await _of(uow, actor, project_id, lock=True)
            require_writable(await campaign_of(uow, actor, project.campaign_id))
            _require_heard(project, version)
            kind, status = ProjectKind(project.kind), S(project.status)
            stage = S((project.error or {}).get("stage", S.GENERATING))
            status = transition(kind, status, "retry", failed_in=stage)
            parts = await _retried(uow, project, stage, scene)
            await require_affordable(uow, project.workspace_id, sum(part.price for part in parts))
            for part in parts:
                part.status, part.error, part.attempts = WorkStatus.PENDING, None, 0
            await _begin(uow, project, status)
            view = await _view(uow, project)
        await self._drive(project)
        return view

    async def settled(self, actor: Actor, project_id: str, seconds: float) -> ProjectView:
        """The project once nobody works on it any more, or as it stands after so many seconds."""
        async with self._db.read() as uow:
            seen = await uow.events.latest(actor.workspace_id)
        view = await self.get(actor, project_id)
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                if view.status in WORKING and self._jobs is not None:
                    async for _ in self._db.follow(seen, actor.workspace_id, view.campaign_id):
                        view = await self.get(actor, project_id)
                        if view.status not in WORKING:
                            break
        return view

    async def price(self, actor: Actor, project_id: str, action: str, *, note: str = "") -> int:
        """Credits of the action as things stand. Raises `IllegalTransition` when it cannot be asked for now."""
        async with self._db.read() as uow:
            project = await _of(uow, actor, project_id)
            transition(ProjectKind(project.kind), S(project.status), action)
            parts = await uow.projects.parts(project.id)
            return _price(project, parts, action, rewrite=bool(note and project.script))

    async def _start(
        self,
        actor: Actor,
        project_id: str,
        action: str,
        *,
        concept: int | None = None,
        note: str = "",
        version: int | None = None,
    ) -> ProjectView:
        wanted = " ".join(note.split())
        if len(wanted) > NOTE_LENGTH:
            raise InvalidField("note", f"The note may have at most {NOTE_LENGTH} characters.")
        async with self._db.write() as uow:
            project = await _of(uow, actor, project_id, lock=True)
            require_writable(await campaign_of(uow, actor, project.campaign_id))
            _require_heard(project, version)
            kind, before = ProjectKind(project.kind), S(project.status)
            status = transition(kind, before, action)
            if concept is not None:
                require_concept(concept, project.concepts)
                project.chosen = concept
            rewrite = bool(wanted) and action == "script"
            _require_ready(project, action, rewrite=rewrite)
            stage = _STAGE[action]
            parts = await uow.projects.parts(project.id)
            await require_affordable(
                uow, project.workspace_id, priced(project, parts, stage, rewrite=rewrite)
            )
            await plan(uow, project, stage, note=wanted, rewrite=rewrite)
            await _begin(uow, project, status)
            view = await _view(uow, project)
        await self._drive(project)
        return view

    async def _drive(self, project: Project) -> None:
        if self._jobs is None:
            return
        try:
            await self._jobs.start_project(project.id, project.epoch)
        except Exception:
            # The project is in the tables as working: the engine's sweep finds it there.
            logger.exception("the engine could not be told of project %s", project.id)


async def _begin(uow: UnitOfWork, project: Project, status: S) -> None:
    project.status = status
    project.error = None
    project.epoch += 1
    project.version += 1
    project.updated_at = uow.now
    await uow.flush()
    await tell(uow, project, "project.started")


async def _retried(uow: UnitOfWork, project: Project, stage: S, scene: int | None) -> Sequence[ProjectPart]:
    """The parts that a retry opens again: the failed ones of the stage, or one of them, and those behind it."""
    parts = await uow.projects.parts(project.id)
    failed = _failed(parts, stage)
    if scene is not None:
        if scene not in [part.index for part in failed]:
            names = ", ".join(part_name(part, ProjectKind(project.kind)) for part in failed)
            raise InvalidField("scene", f"Scene {scene} did not fail; what failed is {names}.")
        failed = [part for part in failed if part.index == scene]
    return [*failed, *(part for part in parts if part.status == WorkStatus.PAUSED)]


def _failed(parts: Sequence[ProjectPart], stage: S) -> list[ProjectPart]:
    """What failed in the newest round of the stage."""
    newest = max((part.round for part in parts if part.stage == stage), default=0)
    return [p for p in parts if (p.stage, p.round, p.status) == (stage, newest, WorkStatus.FAILED)]


def _reopened(project: Project, parts: Sequence[ProjectPart]) -> list[ProjectPart]:
    """What a retry of everything opens again."""
    stage = S((project.error or {}).get("stage", S.GENERATING))
    return [*_failed(parts, stage), *(part for part in parts if part.status == WorkStatus.PAUSED)]


def _require_ready(project: Project, action: str, *, rewrite: bool) -> None:
    if rewrite and project.script is None:
        raise InvalidField("note", "There is no script yet that could be changed.")
    needs_choice = (action == "script" and not rewrite) or (
        action == "render" and project.kind != ProjectKind.VIDEO
    )
    if needs_choice and project.chosen is None:
        raise InvalidField("chosen", f"Choose one of the {len(project.concepts)} ideas first.")


def _require_heard(project: Project, version: int | None) -> None:
    if version is not None and project.version != version:
        raise ConfirmationRefused("The project has changed since. Let me read it back again.")


async def _of(uow: UnitOfWork, actor: Actor, project_id: str, *, lock: bool = False) -> Project:
    project = await uow.projects.get(actor.workspace_id, project_id, lock=lock)
    if project is None:
        raise NotFound("There is no such project.")
    return project


async def _view(uow: UnitOfWork, project: Project) -> ProjectView:
    await uow.flush()
    return (await _views(uow, [project]))[0]


async def _views(uow: UnitOfWork, projects: Sequence[Project]) -> list[ProjectView]:
    ids = [project.id for project in projects]
    if not ids:
        return []
    parts, files = await uow.projects.parts(*ids), await uow.projects.files(*ids)
    assets = await uow.projects.assets(*ids)
    views = []
    for project in projects:
        mine = [part for part in parts if part.project_id == project.id]
        kind, status = ProjectKind(project.kind), S(project.status)
        prices = {action: _price(project, mine, action) for action in legal(kind, status) if action != "edit"}
        own = [file for file in files if file.project_id == project.id]
        owing = owed(project, mine, S.GENERATING) if kind is ProjectKind.VIDEO else []
        to_film = tuple(number for stage, number, _ in owing if stage is S.GENERATING)
        views.append(view_of(project, mine, own, prices, assets.get(project.id, ()), to_film))
    return views


def _price(project: Project, parts: Sequence[ProjectPart], action: str, *, rewrite: bool = False) -> int:
    if action == "retry":
        return sum(part.price for part in _reopened(project, parts))
    return priced(project, parts, _STAGE[action], rewrite=rewrite)
