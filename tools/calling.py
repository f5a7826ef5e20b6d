"""The tool that makes the telephone ring: calling the owner when a campaign's run is over."""

from __future__ import annotations

from pydantic import Field

from orchestrator.callbacks import NoCallBack
from orchestrator.errors import InvalidField
from orchestrator.views import CampaignView, ConfirmationView
from prompts import line
from store.words import CampaignStatus
from tools.arguments import OfCampaign
from tools.registry import Desk, Registry, Result
from tools.resolve import resolve

_ASK_PHONE = {"kind": "ask", "slot": "phone"}


class CallBackArguments(OfCampaign):
    number: str | None = Field(
        None, description='The number as it was said, e.g. "555 0100". Leave out for the one they call from.'
    )


async def _awaited(desk: Desk, reference: str | None) -> CampaignView:
    """The campaign meant; "it" is the only one that runs when none is in focus."""
    if reference is None and desk.campaign_id is None:
        running = await desk.orchestrator.campaigns.list(desk.actor, status=CampaignStatus.RUNNING, limit=2)
        if len(running.items) == 1:
            return await resolve(desk, running.items[0].id)
    return await resolve(desk, reference)


async def _mint_call_back(desk: Desk, wanted: CallBackArguments) -> Result:
    campaign = await _awaited(desk, wanted.campaign)
    try:
        read_back = await desk.orchestrator.callbacks.propose(
            desk.actor, desk.conversation_id, campaign.id, wanted.number, desk.turn_position
        )
    except NoCallBack as refused:
        if refused.extra.get("ask"):
            return {"ok": True, "next": _ASK_PHONE}
        return {"ok": False, "error": refused.detail}
    except InvalidField as refused:
        return {"ok": False, "error": refused.detail, "next": _ASK_PHONE}
    return {"ok": True, "needs_confirmation": True, "action": "call_back", "read_back": read_back}


def add_to(registry: Registry) -> None:
    @registry.act(_mint_call_back, CallBackArguments)
    async def call_back_campaign(desk: Desk, spent: ConfirmationView) -> Result:
        """Ask for the yes that lets Drumbeat phone the owner when a campaign's run is done: "call me when it's done",
        "ring me back at 555 0100". Nothing is dialled without that yes.
        """
        await desk.orchestrator.callbacks.wish(desk.actor, spent.id)
        spoken = line("call_back_taken", desk.turn_position, name=spent.campaign_name)
        return {"ok": True, "spoken": spoken}
