"""What an event has to say to a member."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from orchestrator.news.kinds import NewsKind
from prompts import line
from store.models import Event
from store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Story:
    """`campaign` is the name of the campaign it is about, or empty."""

    kind: NewsKind
    title: str
    text: str
    campaign: str
    workspace: str


async def story_of(uow: UnitOfWork, event: Event) -> Story | None:
    """None for an event that is no news to members."""
    kind = await _kind(uow, event)
    if kind is None:
        return None
    workspace = (await uow.workspaces.get(event.workspace_id)).name
    campaign = await _campaign(uow, event)
    values = {
        **_values(event.payload),
        "name": campaign,
        "workspace": workspace,
        **await _call(uow, event),
    }
    title, text = (line(f"news_{kind}_{part}", 0, **values) for part in ("title", "text"))
    return Story(kind, title, text, campaign, workspace)


_KINDS = {
    "campaign.completed": NewsKind.RUN_COMPLETED,
    "campaign.failed": NewsKind.RUN_FAILED,
    "credits.low": NewsKind.CREDITS_LOW,
    "webhook.disabled": NewsKind.WEBHOOK_DISABLED,
    "caller.wants_person": NewsKind.CALLER_WANTS_PERSON,
    "call_back.unreached": NewsKind.CALL_BACK_UNREACHED,
    "call_back.voicemail": NewsKind.CALL_BACK_VOICEMAIL,
}


async def _kind(uow: UnitOfWork, event: Event) -> NewsKind | None:
    if event.type != "unit.failed":
        return _KINDS.get(event.type)
    # A unit that failed has a verdict only when the review is what it failed at.
    unit = await uow.work.unit(event.payload["unit_id"])
    return NewsKind.REVIEW_FAILED if unit is not None and unit.verdict is not None else None


async def _campaign(uow: UnitOfWork, event: Event) -> str:
    if "name" in event.payload:
        return str(event.payload["name"])
    if event.campaign_id is None:
        return ""
    campaign = await uow.campaigns.get(event.workspace_id, event.campaign_id)
    return campaign.name if campaign is not None else ""


async def _call(uow: UnitOfWork, event: Event) -> dict[str, str]:
    """Who called or was called; nothing for events of other kinds."""
    if event.type == "caller.wants_person":
        return {"caller": str(event.payload["name"]), "number": str(event.payload["number"])}
    if not event.type.startswith("call_back."):
        return {}
    row = await uow.callers.call_back(str(event.payload["id"]))
    return {"number": row.number, "outcome": row.outcome} if row is not None else {}


def _values(payload: Mapping[str, Any]) -> dict[str, Any]:
    error = payload.get("error") or {}
    return {
        **payload,
        "kind": str(payload.get("type", "")).replace("_", " ").capitalize(),
        "cause": str(error.get("cause", "")),
        "mend": str(error.get("mend", "")),
    }
