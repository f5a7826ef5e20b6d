"""`/api/v1/campaigns`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import Field

from api.deps import Door, Signed
from api.schemas import Body, CampaignIn, CampaignOut, CampaignPage, EstimateOut, ProgressOut
from orchestrator.orchestrator import Orchestrator
from orchestrator.views import Actor, CampaignView
from store.words import CampaignStatus

router = APIRouter(prefix="/api/v1/campaigns", tags=["campaigns"])

Limit = Annotated[int, Query(ge=1, le=100)]


@router.get("")
async def list_campaigns(
    door: Door,
    actor: Signed,
    status: CampaignStatus | None = None,
    q: Annotated[str | None, Query(max_length=120)] = None,
    limit: Limit = 20,
    cursor: str | None = None,
) -> CampaignPage:
    page = await door.campaigns.list(actor, status=status, q=q, limit=limit, cursor=cursor)
    return CampaignPage(items=[CampaignOut.of(item) for item in page.items], next_cursor=page.next_cursor)


@router.post("", status_code=201)
async def create(door: Door, actor: Signed, body: CampaignIn) -> CampaignOut:
    campaign = await door.campaigns.create(actor, body.edit(), source=actor.source, inputs=body.inputs)
    return CampaignOut.of(campaign)


@router.get("/{campaign_id}")
async def get(door: Door, actor: Signed, campaign_id: str) -> CampaignOut:
    return CampaignOut.of(await door.campaigns.get(actor, campaign_id))


@router.patch("/{campaign_id}")
async def update(door: Door, actor: Signed, campaign_id: str, body: CampaignIn) -> CampaignOut:
    if body.inputs is not None and body.model_fields_set == {"inputs"}:
        # Inputs can be chosen while the campaign runs; content cannot.
        await door.hub.set_inputs(actor, campaign_id, body.inputs)
        return CampaignOut.of(await door.campaigns.get(actor, campaign_id))
    changed = await door.campaigns.update(actor, campaign_id, body.edit(), inputs=body.inputs)
    return CampaignOut.of(changed)


@router.delete("/{campaign_id}", status_code=204)
async def delete(door: Door, actor: Signed, campaign_id: str) -> Response:
    await door.campaigns.delete(actor, campaign_id)
    return Response(status_code=204)


Command = Callable[[Orchestrator, Actor, str], Awaitable[CampaignView]]

_COMMANDS: dict[str, Command] = {
    "ready": lambda door, actor, id_: door.campaigns.ready(actor, id_),
    "pause": lambda door, actor, id_: door.campaigns.pause(actor, id_),
    "resume": lambda door, actor, id_: door.campaigns.resume(actor, id_),
    "cancel": lambda door, actor, id_: door.campaigns.cancel(actor, id_),
    "archive": lambda door, actor, id_: door.campaigns.archive(actor, id_),
    "unarchive": lambda door, actor, id_: door.campaigns.unarchive(actor, id_),
    "duplicate": lambda door, actor, id_: door.campaigns.duplicate(actor, id_),
}


class RunIn(Body):
    cap: int | None = Field(None, ge=1, description="Credits that the run may spend at most.")


@router.post("/{campaign_id}/run", name="run_campaign")
async def run(door: Door, actor: Signed, campaign_id: str, body: RunIn | None = None) -> CampaignOut:
    """Start making. The run fails at the first unit that would pass the cap."""
    return CampaignOut.of(await door.campaigns.run(actor, campaign_id, body.cap if body else None))


@router.post("/{campaign_id}/restart", name="restart_campaign")
async def restart(door: Door, actor: Signed, campaign_id: str, body: RunIn | None = None) -> CampaignOut:
    """Make what the failed run left, under a cap of its own."""
    return CampaignOut.of(await door.campaigns.restart(actor, campaign_id, body.cap if body else None))


def _add_command(name: str, command: Command) -> None:
    async def endpoint(door: Door, actor: Signed, campaign_id: str) -> CampaignOut:
        return CampaignOut.of(await command(door, actor, campaign_id))

    router.add_api_route(
        f"/{{campaign_id}}/{name}",
        endpoint,
        methods=["POST"],
        name=f"{name}_campaign",
        status_code=201 if name == "duplicate" else 200,
        summary=f"{name.capitalize()} a campaign",
    )


for _name, _command in _COMMANDS.items():
    _add_command(_name, _command)


@router.get("/{campaign_id}/estimate")
async def estimate(door: Door, actor: Signed, campaign_id: str) -> dict[str, Any]:
    found = await door.campaigns.estimate(actor, campaign_id)
    lines = [
        {
            "type": line.type,
            "quantity": line.quantity,
            "unit_price": line.unit_price,
            "credits": line.credits,
        }
        for line in found.lines
    ]
    total = EstimateOut(credits=found.credits, balance=found.balance)
    return {**total.model_dump(), "short": found.short, "lines": lines}


@router.get("/{campaign_id}/progress")
async def progress(door: Door, actor: Signed, campaign_id: str) -> ProgressOut:
    return ProgressOut.of(await door.progress(actor, campaign_id))
