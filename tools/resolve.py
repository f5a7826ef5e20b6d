"""From a name as it was said to one campaign, or to the question that settles it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from orchestrator.errors import DrumbeatError
from orchestrator.views import CampaignView, Match
from prompts import join, line
from tools.registry import Desk

SURE = 88.0
"""Score of orchestrator.find at which a name is taken without asking: a slip or two in a spoken name."""
LIKELY = 60.0
"""Score from which a name is worth offering as the nearest."""
CLOSE = 4.0
"""Two matches within this many points of each other are asked apart."""

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


class Unresolved(DrumbeatError):  # noqa: N818
    """The name fits no campaign, or several; the detail is the sentence to say."""

    status = 404
    title = "Which campaign?"


async def resolve(desk: Desk, reference: str | None) -> CampaignView:
    """The campaign meant, without taking focus. Raises Unresolved with `ambiguous` or `nearest`."""
    campaigns = desk.orchestrator.campaigns
    if not reference:
        if desk.campaign_id is None:
            raise Unresolved(line("no_campaign_in_focus", 0))
        return await campaigns.get(desk.actor, desk.campaign_id)
    if _ID.fullmatch(reference):
        return await campaigns.get(desk.actor, reference)
    matches = await campaigns.find(desk.actor, reference)
    best = [match for match in matches if match.score >= SURE and match.score >= matches[0].score - CLOSE]
    exact = [match for match in best if match.campaign.name.casefold() == reference.casefold()]
    chosen = exact or best
    if len(chosen) > 1:
        in_focus = [match for match in chosen if match.campaign.id == desk.campaign_id]
        chosen = in_focus or chosen
    if len(chosen) == 1:
        return chosen[0].campaign
    if chosen:
        raise Unresolved(_which(reference, chosen), ambiguous=[_option(match) for match in chosen])
    raise _unknown(reference, matches)


async def focus(desk: Desk, reference: str | None) -> CampaignView:
    """The campaign meant, which from now on is the one in focus."""
    campaign = await resolve(desk, reference)
    desk.campaign_id = campaign.id
    return campaign


def _which(reference: str, matches: Sequence[Match]) -> str:
    same = {match.campaign.name.casefold() for match in matches}
    if len(same) == 1:
        states = join([f"the {match.campaign.status} one" for match in matches], word="or")
        return line("which_same_name", 0, name=matches[0].campaign.name, count=len(matches), options=states)
    names = join([match.campaign.name for match in matches], word="or")
    return line("which_name", 0, name=reference, options=names)


def _option(match: Match) -> dict[str, Any]:
    campaign = match.campaign
    return {"id": campaign.id, "name": campaign.name, "status": str(campaign.status)}


def _unknown(reference: str, matches: Sequence[Match]) -> Unresolved:
    if matches and matches[0].score >= LIKELY:
        nearest = matches[0].campaign.name
        return Unresolved(line("unknown_nearest", 0, name=reference, nearest=nearest), nearest=nearest)
    return Unresolved(line("unknown_campaign", 0, name=reference))
