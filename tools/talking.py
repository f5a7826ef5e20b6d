"""Tools about the talk itself."""

from __future__ import annotations

from prompts import line
from store.words import CampaignStatus, Effect
from tools.arguments import SetVoice
from tools.registry import Desk, NoArguments, Registry, Result

RATES = {"slower": 0.8, "normal": 1.0, "faster": 1.2}


def add_to(registry: Registry) -> None:
    @registry.tool(Effect.DRAFT, SetVoice)
    async def set_voice(desk: Desk, wanted: SetVoice) -> Result:
        """Speak slower, faster or normally from now on."""
        desk.rate = RATES[wanted.rate]
        return {"ok": True, "spoken": line("voice_rate", desk.turn_position, rate=wanted.rate)}

    @registry.tool(Effect.DRAFT, NoArguments)
    async def end_call(desk: Desk, _: NoArguments) -> Result:
        """End the conversation, after a goodbye. Only when the caller takes leave."""
        desk.ended = True
        running = await desk.orchestrator.campaigns.list(desk.actor, status=CampaignStatus.RUNNING, limit=1)
        spoken = line("goodbye", desk.turn_position, running=bool(running.items), draft=await _drafting(desk))
        return {"ok": True, "spoken": spoken}


async def _drafting(desk: Desk) -> bool:
    """Whether the caller leaves in the middle of a draft."""
    if desk.campaign_id is None:
        return False
    campaign = await desk.orchestrator.campaigns.get(desk.actor, desk.campaign_id)
    return campaign.status in (CampaignStatus.DRAFT, CampaignStatus.READY)
