"""`/api/v1/projects` and a campaign's projects: every stage asked for, edited by hand, and its files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field, StringConstraints

from api.content import content_response
from api.deps import Door, Signed
from api.schemas import Body, Cursor, Line, Plain, Text
from orchestrator.pages import part_of
from orchestrator.projects.editing import ProjectEdit
from orchestrator.projects.prices import KindView, kinds
from orchestrator.projects.projects import NOTE_LENGTH
from orchestrator.projects.stages import DELIVERABLE
from orchestrator.projects.views import FileView, PartView, ProjectView
from orchestrator.views import AssetView, Page
from store.words import AwarenessStage, ProjectKind
from studio.creative.types import Aspect, Resolution

router = APIRouter(prefix="/api/v1", tags=["projects"])

Limit = Annotated[int, Query(ge=1, le=100)]
Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=NOTE_LENGTH), Plain]
Number = Annotated[int, Field(ge=1)]


class DirectionIn(Body):
    """What is left out is taken from the campaign."""

    product_name: Line | None = None
    product_description: Text | None = None
    business_type: Line | None = None
    industry: Line | None = None
    creative_style: Line | None = None
    target_avatar: Text | None = None
    persuasion_principle: Line | None = None
    awareness_stage: AwarenessStage | None = None
    aspect: Aspect | None = None
    resolution: Resolution | None = None
    notes: Annotated[list[Note], Field(max_length=10)] | None = None

    def given(self) -> dict[str, Any]:
        return self.model_dump(mode="json", exclude_none=True)


class ProjectIn(Body):
    campaign_id: Line
    kind: ProjectKind
    direction: DirectionIn = Field(default_factory=DirectionIn)


class ConceptChange(Body):
    number: Number
    title: Line | None = None
    hook: Text | None = None
    narrative: Text | None = None
    visuals: Text | None = None
    sound: Text | None = None


class SceneChange(Body):
    number: Number
    seconds: float | None = Field(None, ge=1, le=30)
    says: Text | None = None
    shows: Line | None = None
    visual: Text | None = None
    transition: Line | None = Field(None, description="cut, fade, slide or wipe.")


class ScriptChange(Body):
    title: Line | None = None
    music: Line | None = None
    call_to_action: Line | None = None
    scenes: list[SceneChange] | None = None


class ProjectPatch(Body):
    """What is left out stays; concepts and scenes are changed by their number."""

    title: Line | None = None
    direction: DirectionIn | None = None
    concepts: list[ConceptChange] | None = None
    chosen: Number | None = None
    script: ScriptChange | None = None
    scenes: list[SceneChange] | None = None

    def edit(self) -> ProjectEdit:
        return ProjectEdit(**self.model_dump(mode="json", exclude_none=True))


class ScriptIn(Body):
    concept: Number | None = Field(None, description="The idea to write from, counting from 1.")
    note: Note = Field("", description='What to change in the script that there is, e.g. "shorter".')


class RenderIn(Body):
    concept: Number | None = Field(None, description="For kinds without a script: the idea to make.")


class RetryIn(Body):
    scene: Number | None = Field(None, description="Only this failed scene.")


class KindOut(BaseModel):
    """What a kind of project costs, stage by stage, in credits."""

    kind: ProjectKind
    prices: Mapping[str, int] = Field(description="By stage; `reroll` is three other ideas.")
    scene: Mapping[Resolution, int] = Field(description="One scene, by resolution; only a video has scenes.")
    scenes: list[int] = Field(description="The fewest and the most scenes of a script.")

    @classmethod
    def of(cls, view: KindView) -> KindOut:
        return cls(kind=view.kind, prices=dict(view.prices), scene=dict(view.scene), scenes=list(view.scenes))


class KindsOut(BaseModel):
    kinds: list[KindOut]


class FileOut(BaseModel):
    id: str
    stage: str
    part: int
    name: str
    kind: str
    mime: str
    size: int
    sha256: str
    provenance: Mapping[str, Any]
    content: str

    @classmethod
    def of(cls, project_id: str, view: FileView) -> FileOut:
        content = f"/api/v1/projects/{project_id}/files/{view.id}/content"
        return cls(**asdict(view), content=content)


class PartOut(BaseModel):
    """A piece of work: `stage` is the project's status while it is made, `index` a scene's number."""

    id: str
    stage: str
    index: int
    round: int
    credits: int
    status: str
    error: Mapping[str, Any] | None
    verdict: Mapping[str, Any] | None

    @classmethod
    def of(cls, view: PartView) -> PartOut:
        return cls(**asdict(view))


class ProjectOut(BaseModel):
    id: str
    campaign_id: str
    number: int
    kind: ProjectKind
    title: str
    status: str
    direction: Mapping[str, Any]
    concepts: list[dict[str, Any]]
    chosen: int | None
    script: dict[str, Any] | None
    scenes: list[dict[str, Any]]
    parts: list[PartOut]
    files: list[FileOut]
    output: list[FileOut]
    assets: list[str] = Field(description="The finished piece as assets of the campaign, by id.")
    verdict: Mapping[str, Any] | None = Field(description="The review of what was finished last.")
    spent: int
    prices: Mapping[str, int] = Field(description="Credits of what may be asked for now, by its name.")
    legal: list[str]
    to_film: list[int] = Field(description="Numbers of the scenes that a rendering now would film.")
    error: Mapping[str, Any] | None
    version: int
    created_by: str
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, view: ProjectView) -> ProjectOut:
        return cls(
            id=view.id,
            campaign_id=view.campaign_id,
            number=view.number,
            kind=view.kind,
            title=view.title,
            status=str(view.status),
            direction=asdict(view.direction),
            concepts=[{"number": n, **asdict(one)} for n, one in enumerate(view.concepts, start=1)],
            chosen=view.chosen,
            script=asdict(view.script) if view.script else None,
            scenes=[asdict(scene) for scene in view.scenes],
            parts=[PartOut.of(part) for part in view.parts],
            files=[FileOut.of(view.id, file) for file in view.files],
            output=[FileOut.of(view.id, file) for file in view.output],
            assets=list(view.assets),
            verdict=view.verdict,
            spent=view.spent,
            prices=dict(view.next_price),
            legal=list(view.legal),
            to_film=list(view.to_film),
            error=view.error,
            version=view.version,
            created_by=view.created_by,
            created_at=view.created_at,
            updated_at=view.updated_at,
        )


class ProjectPage(BaseModel):
    items: list[ProjectOut]
    next_cursor: str | None

    @classmethod
    def of(cls, page: Page) -> ProjectPage:
        return cls(items=[ProjectOut.of(view) for view in page.items], next_cursor=page.next_cursor)


@router.get("/campaigns/{campaign_id}/projects")
async def of_campaign(
    door: Door, actor: Signed, campaign_id: str, limit: Limit = 20, cursor: Cursor = None
) -> ProjectPage:
    """The campaign's projects side by side, the oldest first."""
    every = await door.projects.of_campaign(actor, campaign_id)
    return ProjectPage.of(part_of(every, limit, cursor, lambda view: view.id))


@router.get("/projects")
async def list_projects(
    door: Door,
    actor: Signed,
    campaign_id: str | None = None,
    limit: Limit = 20,
    cursor: Cursor = None,
) -> ProjectPage:
    """The workspace's, newest first; with `campaign_id` that campaign's, the oldest first, for comparison."""
    if campaign_id is not None:
        return await of_campaign(door, actor, campaign_id, limit, cursor)
    return ProjectPage.of(await door.projects.list(actor, limit, cursor))


@router.post("/projects", status_code=201)
async def create(door: Door, actor: Signed, body: ProjectIn) -> ProjectOut:
    given = body.direction.given()
    return ProjectOut.of(await door.projects.create(actor, body.campaign_id, body.kind, given))


@router.get("/projects/kinds")
async def kinds_of_project(_: Signed) -> KindsOut:
    """What a project can make, and what each stage of it costs."""
    return KindsOut(kinds=[KindOut.of(view) for view in kinds()])


@router.get("/projects/{project_id}")
async def get(door: Door, actor: Signed, project_id: str) -> ProjectOut:
    return ProjectOut.of(await door.projects.get(actor, project_id))


@router.patch("/projects/{project_id}")
async def edit(door: Door, actor: Signed, project_id: str, body: ProjectPatch) -> ProjectOut:
    """Edit texts, choose an idea, change the direction: free, and not while it is being worked on."""
    return ProjectOut.of(await door.projects.edit(actor, project_id, body.edit()))


@router.post("/projects/{project_id}/ideas", status_code=202)
async def ideas(door: Door, actor: Signed, project_id: str) -> ProjectOut:
    """Three ideas: free the first time; another three cost two credits."""
    return ProjectOut.of(await door.projects.ideas(actor, project_id))


@router.post("/projects/{project_id}/script", status_code=202)
async def script(door: Door, actor: Signed, project_id: str, body: ScriptIn | None = None) -> ProjectOut:
    """Write the script of an idea, or with a note change the one that there is, for free."""
    wanted = body or ScriptIn(concept=None, note="")
    view = await door.projects.script(actor, project_id, concept=wanted.concept, note=wanted.note)
    return ProjectOut.of(view)


@router.post("/projects/{project_id}/scenes", status_code=202)
async def scenes(door: Door, actor: Signed, project_id: str) -> ProjectOut:
    """Break the script down into scenes; free."""
    return ProjectOut.of(await door.projects.scenes(actor, project_id))


@router.post("/projects/{project_id}/render", status_code=202)
async def render(door: Door, actor: Signed, project_id: str, body: RenderIn | None = None) -> ProjectOut:
    """Make all that is left, for the price under `prices.render`."""
    concept = body.concept if body is not None else None
    return ProjectOut.of(await door.projects.render(actor, project_id, concept=concept))


@router.post("/projects/{project_id}/retry", status_code=202)
async def retry(door: Door, actor: Signed, project_id: str, body: RetryIn | None = None) -> ProjectOut:
    """Go on where it failed, or try one failed scene again; what is made is neither redone nor paid again."""
    scene = body.scene if body is not None else None
    return ProjectOut.of(await door.projects.retry(actor, project_id, scene=scene))


@router.get("/projects/{project_id}/files/{file_id}/content")
async def content(door: Door, actor: Signed, project_id: str, file_id: str, request: Request) -> Response:
    """The file itself, served inert; players may ask for ranges."""
    project = await door.projects.get(actor, project_id)
    file = await door.projects.file(actor, project_id, file_id)
    asset = _as_asset(project, file)
    await door.hub.require_file(asset)
    headers = {"Cache-Control": "private, max-age=31536000, immutable"}
    return content_response(door.hub, asset, request, headers)


def _as_asset(project: ProjectView, file: FileView) -> AssetView:
    """A project's file in the shape in which files are served."""
    return AssetView(
        id=file.id,
        campaign_id=project.campaign_id,
        unit_id=project.id,
        type=DELIVERABLE[project.kind],
        unit=file.part,
        kind=file.kind,
        title=project.title,
        name=file.name,
        mime=file.mime,
        size=file.size,
        sha256=file.sha256,
        version=1,
        position=0,
        provenance=file.provenance,
        created_at=project.updated_at,
    )
