"""Tools for projects: ideas, a script, rendering, retries; what costs is read back and waits for its yes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from orchestrator.confirmations import Proposal
from orchestrator.errors import DrumbeatError
from orchestrator.projects.editing import ProjectEdit
from orchestrator.projects.views import ProjectView
from orchestrator.views import ConfirmationView
from prompts import join, line
from store.words import WORKING, Effect, ProjectKind, ProjectStatus, WorkStatus
from tools import loose
from tools.arguments import OfCampaign
from tools.registry import Desk, Registry, Result
from tools.resolve import focus

PATIENCE = 4.0
"""Seconds that a caller waits for words without being told to ask again; the embedded writer needs a tenth of one."""
_DONE = ProjectStatus.COMPLETED


class OfKind(OfCampaign):
    kind: ProjectKind | None = Field(None, description='e.g. "video". Leave out for the newest project.')


class Choice(OfKind):
    number: Annotated[int, BeforeValidator(loose.number)] = Field(
        ge=-1, le=3, description="Which idea, 1 to 3, e.g. 2; or -1 for the last one."
    )


class Rewrite(OfKind):
    note: str = Field(description='What to change, in the caller\'s words: "shorter", "less formal".')


class Retry(OfKind):
    scene: Annotated[int, BeforeValidator(loose.number)] | None = Field(
        None, ge=1, description="Only this scene, e.g. 2. Leave out for all that failed."
    )


async def _newest(desk: Desk, wanted: OfKind, *, open_only: bool = False) -> ProjectView | None:
    campaign = await focus(desk, wanted.campaign)
    projects = await desk.orchestrator.projects.of_campaign(desk.actor, campaign.id)
    fitting = [
        project
        for project in projects
        if wanted.kind in (None, project.kind) and not (open_only and project.status is _DONE)
    ]
    return fitting[-1] if fitting else None


async def newest_project(desk: Desk) -> dict[str, Any] | None:
    """The newest project of the campaign in focus, as far as a model is told of it."""
    if desk.campaign_id is None:
        return None
    try:
        project = await _newest(desk, OfKind(campaign=None, kind=None))
    except DrumbeatError:
        return None
    return project_facts(project) if project else None


def _none(desk: Desk, wanted: OfKind) -> Result:
    kind = str(wanted.kind or ProjectKind.VIDEO)
    return {"ok": False, "error": line("project_none", desk.turn_position, kind=kind)}


def project_facts(project: ProjectView) -> dict[str, Any]:
    """What a model may know of a project."""
    return {
        "id": project.id,
        "kind": str(project.kind),
        "number": project.number,
        "status": str(project.status),
        "ideas": [idea.title for idea in project.concepts],
        "chosen": project.chosen,
        "has_script": project.script is not None,
        "scenes": len(project.scenes),
        "failed": (project.error or {}).get("step"),
        "review": dict(project.verdict) if project.verdict else None,
        "prices": dict(project.next_price),
    }


def _said(desk: Desk, key: str, project: ProjectView, **values: Any) -> Result:
    spoken = line(key, desk.turn_position, **values)
    return {"ok": True, "spoken": spoken, "project": project_facts(project)}


async def _mint(
    desk: Desk,
    project: ProjectView,
    action: str,
    spoken: str,
    arguments: Mapping[str, Any] | None = None,
) -> Result:
    told = {"project_id": project.id, "version": project.version, **(arguments or {})}
    proposal = Proposal(action, project.campaign_id, spoken, told)
    await desk.orchestrator.confirmations.propose(
        desk.actor, desk.conversation_id, proposal, desk.turn_position
    )
    return {
        "ok": True,
        "needs_confirmation": True,
        "action": action,
        "read_back": spoken,
        "project": project_facts(project),
    }


async def _settled(desk: Desk, project: ProjectView) -> ProjectView:
    return await desk.orchestrator.projects.settled(desk.actor, project.id, PATIENCE)


def _failed(project: ProjectView) -> Result:
    error = project.error or {}
    said = f"{error.get('cause', '')}. {str(error.get('mend', '')).capitalize()}."
    return {"ok": False, "error": said, "project": project_facts(project)}


async def _told_ideas(desk: Desk, project: ProjectView) -> Result:
    project = await _settled(desk, project)
    if project.error is not None:
        return _failed(project)
    if project.status in WORKING:
        return _said(desk, "project_ideas_under_way", project, kind=str(project.kind))
    return _said(desk, "project_ideas", project, kind=str(project.kind), ideas=project.concepts)


async def _mint_ideas(desk: Desk, wanted: OfKind) -> Result:
    project = await _newest(desk, wanted, open_only=True)
    if project is None or "ideas" not in project.legal:
        campaign = await focus(desk, wanted.campaign)
        kind = wanted.kind or (project.kind if project else ProjectKind.VIDEO)
        project = await desk.orchestrator.projects.create(desk.actor, campaign.id, kind)
    price = project.next_price["ideas"]
    if price:
        return await _mint(desk, project, "ideas_project", line("project_reroll", desk.turn_position))
    return await _told_ideas(desk, await desk.orchestrator.projects.ideas(desk.actor, project.id))


async def _mint_script(desk: Desk, wanted: OfKind) -> Result:
    project = await _newest(desk, wanted)
    if project is None:
        return _none(desk, wanted)
    if project.concepts and project.chosen is None:
        return {"ok": False, "error": line("project_choose", desk.turn_position)}
    price = await desk.orchestrator.projects.price(desk.actor, project.id, "script")
    spoken = line("project_script_price", desk.turn_position, credits=price)
    return await _mint(desk, project, "script_project", spoken)


async def _mint_render(desk: Desk, wanted: OfKind) -> Result:
    project = await _newest(desk, wanted)
    if project is None:
        return _none(desk, wanted)
    if project.kind is not ProjectKind.VIDEO and project.concepts and project.chosen is None:
        return {"ok": False, "error": line("project_choose", desk.turn_position)}
    if project.status is ProjectStatus.SCRIPT_READY:
        # Free, and a video cannot be priced before its scenes are counted.
        project = await _settled(desk, await desk.orchestrator.projects.scenes(desk.actor, project.id))
    price = await desk.orchestrator.projects.price(desk.actor, project.id, "render")
    workspace = await desk.orchestrator.workspace(desk.actor)
    spoken = line(
        "project_render_price",
        desk.turn_position,
        scenes=len(project.to_film),
        resolution=str(project.direction.resolution),
        kind=str(project.kind),
        credits=price,
        balance=workspace.balance,
    )
    return await _mint(desk, project, "render_project", spoken)


async def _mint_retry(desk: Desk, wanted: Retry) -> Result:
    project = await _newest(desk, wanted)
    if project is None:
        return _none(desk, wanted)
    scene = wanted.scene
    read_back = await desk.orchestrator.confirmations.pending(desk.actor, desk.conversation_id)
    if scene is None and read_back is not None and read_back.action == "retry_project":
        # It is read back again, after something that was no clear answer: the same scene is meant.
        scene = read_back.arguments.get("scene")
    price = await desk.orchestrator.projects.price(desk.actor, project.id, "retry")
    what = f"scene {scene}" if scene else str((project.error or {}).get("step", "it"))
    spoken = line("project_retry_price", desk.turn_position, what=what, kind=str(project.kind), credits=price)
    return await _mint(desk, project, "retry_project", spoken, {"scene": scene} if scene else None)


async def _where(desk: Desk, project: ProjectView) -> Result:
    error = project.error or {}
    clips = [part for part in project.parts if part.stage is ProjectStatus.GENERATING]
    chosen = project.concepts[project.chosen - 1].title if project.chosen else ""
    verdict = project.verdict or {}
    return _said(
        desk,
        "project_where",
        project,
        kind=str(project.kind),
        status=str(project.status),
        chosen=chosen,
        done=sum(part.status is WorkStatus.COMPLETED for part in clips),
        of=len(clips),
        step=error.get("step", ""),
        cause=error.get("cause", ""),
        mend=error.get("mend", ""),
        objections=list(verdict.get("reasons", ())),
        score=round(100 * float(verdict["score"])) if verdict else None,
    )


def add_to(registry: Registry) -> None:
    @registry.act(_mint_ideas, OfKind)
    async def ideas_project(desk: Desk, spent: ConfirmationView) -> Result:
        """Three ideas for a video, banner, flyer, jingle or image: "give me three ideas for the video". The first
        three are free and come at once; for another three it asks for the yes that spends two credits.
        """
        agreed = spent.arguments
        projects = desk.orchestrator.projects
        return await _told_ideas(
            desk, await projects.ideas(desk.actor, agreed["project_id"], version=agreed["version"])
        )

    @registry.tool(Effect.DRAFT, Choice)
    async def choose_idea(desk: Desk, wanted: Choice) -> Result:
        """Take one of the three ideas: "take the second". Then call script_project for a video, else render_project."""
        project = await _newest(desk, wanted)
        if project is None or not project.concepts:
            return {"ok": False, "error": line("project_no_ideas", desk.turn_position)}
        number = wanted.number if wanted.number > 0 else len(project.concepts)
        if number > len(project.concepts):
            error = line("project_no_such_idea", desk.turn_position, count=len(project.concepts))
            return {"ok": False, "error": error}
        edit = ProjectEdit(chosen=number)
        project = await desk.orchestrator.projects.edit(desk.actor, project.id, edit)
        title = project.concepts[number - 1].title
        return _said(desk, "project_chosen", project, number=number, title=title)

    @registry.act(_mint_script, OfKind)
    async def script_project(desk: Desk, spent: ConfirmationView) -> Result:
        """Ask for the yes that has the script of the chosen idea written."""
        agreed = spent.arguments
        projects = desk.orchestrator.projects
        asked = await projects.script(desk.actor, agreed["project_id"], version=agreed["version"])
        project = await _settled(desk, asked)
        if project.error is not None:
            return _failed(project)
        if project.script is None or project.status in WORKING:
            return _said(desk, "project_script_under_way", project)
        return _said(desk, "project_script", project, **_shape(project))

    @registry.tool(Effect.DRAFT, Rewrite)
    async def rewrite_script(desk: Desk, wanted: Rewrite) -> Result:
        """Change the script that there is, for free: "shorten the script", "make it less formal"."""
        project = await _newest(desk, wanted)
        if project is None or project.script is None:
            return {"ok": False, "error": line("project_no_script", desk.turn_position)}
        projects = desk.orchestrator.projects
        project = await _settled(desk, await projects.script(desk.actor, project.id, note=wanted.note))
        if project.error is not None:
            error = project.error
            said = line(
                "project_rewrite_refused", desk.turn_position, cause=error["cause"], mend=error["mend"]
            )
            return {"ok": False, "error": said, "project": project_facts(project)}
        if project.status in WORKING:
            return _said(desk, "project_script_under_way", project)
        return _said(desk, "project_rewritten", project, **_shape(project))

    @registry.act(_mint_render, OfKind)
    async def render_project(desk: Desk, spent: ConfirmationView) -> Result:
        """Read the price of the rest back and ask for the yes that makes the video, banner, flyer, jingle or image."""
        agreed = spent.arguments
        projects = desk.orchestrator.projects
        project = await projects.render(desk.actor, agreed["project_id"], version=agreed["version"])
        desk.watching.add(project.campaign_id)
        return _said(desk, "project_rendering", project, kind=str(project.kind))

    @registry.act(_mint_retry, Retry)
    async def retry_project(desk: Desk, spent: ConfirmationView) -> Result:
        """Ask for the yes that tries again what failed: "retry the second scene". What is made is not made again."""
        agreed = spent.arguments
        project = await desk.orchestrator.projects.retry(
            desk.actor, agreed["project_id"], scene=agreed.get("scene"), version=agreed["version"]
        )
        desk.watching.add(project.campaign_id)
        return _said(desk, "project_rendering", project, kind=str(project.kind))

    _add_questions(registry)


def _add_questions(registry: Registry) -> None:
    @registry.tool(Effect.READ, OfKind)
    async def get_project(desk: Desk, wanted: OfKind) -> Result:
        """How a project stands: "how is the video coming"."""
        project = await _newest(desk, wanted)
        return _none(desk, wanted) if project is None else await _where(desk, project)

    @registry.tool(Effect.READ, OfCampaign)
    async def list_projects(desk: Desk, wanted: OfCampaign) -> Result:
        """The campaign's projects side by side, to compare them."""
        campaign = await focus(desk, wanted.campaign)
        projects = await desk.orchestrator.projects.of_campaign(desk.actor, campaign.id)
        if not projects:
            return _none(desk, OfKind(campaign=None, kind=None))
        told = join([_one_of(project) for project in projects])
        spoken = line("project_side_by_side", desk.turn_position, count=len(projects), told=told)
        return {"ok": True, "spoken": spoken, "projects": [project_facts(project) for project in projects]}


def _shape(project: ProjectView) -> dict[str, Any]:
    assert project.script is not None
    return {
        "scenes": len(project.script.scenes),
        "seconds": round(project.script.seconds),
        "hook": project.script.scenes[0].says,
    }


def _one_of(project: ProjectView) -> str:
    name = project.title or f"{project.kind} {project.number}"
    return f"{name}, {str(project.status).replace('_', ' ')}, {project.spent} credits"
