"""From a name as it was said to one campaign, or to the question that settles it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from orchestrator.errors import DrumbeatError
from orchestrator.lifecycle import legal
from orchestrator.views import CampaignView, Match
from prompts import join, line
from store.words import CampaignStatus
from tools.registry import Desk

SURE = 88.0
"""Score of orchestrator.find at which a name is taken without asking: a slip or two in a spoken name."""
LIKELY = 60.0
"""Score from which a name is worth offering as the nearest."""
MOST_OPTIONS = 4
"""More names than this are not asked apart in one sentence."""
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
    reference = bare_name(reference)
    matches = await campaigns.find(desk.actor, reference)
    best = _by_word(reference, matches) or _by_sound(matches)
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


_TAIL = re.compile(
    r"\s+(?:please|now|right now|again|for (?:me|us|now|good)|thanks|thank you|will you|would you|yet|back|"
    r"campaign|one|thing|draft)$",
    re.IGNORECASE,
)
_HEAD = re.compile(r"^(?:the|that|this|our|my|campaign|called)\s+", re.IGNORECASE)


def bare_name(reference: str) -> str:
    """The name without the words around it: "the summer one for me" is "summer"."""
    bare, before = reference.strip(" .,!?"), ""
    while bare != before:
        before = bare
        bare = _TAIL.sub("", _HEAD.sub("", bare)).strip(" .,!?")
    return bare or reference


def _by_sound(matches: Sequence[Match]) -> list[Match]:
    return [match for match in matches if match.score >= SURE and match.score >= matches[0].score - CLOSE]


def _by_word(reference: str, matches: Sequence[Match]) -> list[Match]:
    """The campaigns whose names hold all the words that were said: "summer" is Summer Sale when no other is."""
    said = set(reference.casefold().split())
    exact = [match for match in matches if match.campaign.name.casefold() == reference.casefold()]
    return exact or [match for match in matches if said <= set(match.campaign.name.casefold().split())]


async def able(desk: Desk, reference: str | None, action: str) -> CampaignView:
    """The campaign meant by an act; "it" is the only one that can do it when the one in focus cannot."""
    if reference:
        return await focus(desk, reference)
    chosen = None
    if desk.campaign_id is not None:
        chosen = await resolve(desk, None)
        if action in legal(chosen.status):
            return chosen
    can = await _that_can(desk, action)
    if len(can) == 1:
        return await focus(desk, can[0].id)
    if chosen is None and can:
        options = [Match(item, 0.0) for item in can[:MOST_OPTIONS] if item.name]
        if options:
            names = join([option.campaign.name for option in options], word="or")
            raise Unresolved(
                line("which_name", 0, name="", options=names),
                ambiguous=[_option(option) for option in options],
            )
    return chosen or await resolve(desk, None)


async def _that_can(desk: Desk, action: str) -> list[CampaignView]:
    """The newest campaigns of every status from which the action is legal; enough to tell one from several."""
    found: list[CampaignView] = []
    for status in CampaignStatus:
        if action in legal(status):
            page = await desk.orchestrator.campaigns.list(desk.actor, status=status, limit=MOST_OPTIONS)
            found.extend(page.items)
    return sorted(found, key=lambda campaign: campaign.id, reverse=True)


async def focus(desk: Desk, reference: str | None) -> CampaignView:
    """The campaign meant, which from now on is the one in focus."""
    campaign = await resolve(desk, reference)
    desk.campaign_id = campaign.id
    return campaign


async def looked_at(desk: Desk, reference: str | None) -> CampaignView:
    """A campaign that is asked about. It takes the focus unless a draft is being worked on: that is gone back to."""
    campaign = await resolve(desk, reference)
    if desk.campaign_id is None:
        desk.campaign_id = campaign.id
    elif desk.campaign_id != campaign.id:
        current = await resolve(desk, None)
        if current.status not in (CampaignStatus.DRAFT, CampaignStatus.READY):
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
        return Unresolved(
            line("unknown_nearest", 0, name=reference, nearest=nearest),
            nearest=nearest,
            ambiguous=[_option(matches[0])],
        )
    return Unresolved(line("unknown_campaign", 0, name=reference))
