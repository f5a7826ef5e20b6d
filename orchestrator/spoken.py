"""Sentences about a campaign, put together from facts; the words themselves are in `prompts/lines`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from orchestrator.views import ActiveUnit, CampaignView, EstimateLine, Quantity
from prompts import deliverable_phrase, join, line, number_words
from store.words import DeliverableType

_VERBS = re.compile(
    "achieve|acquire|attract|boost|bring|build|collect|convert|create|double|drive|earn|engage|expand|find|fill|"
    "gain|generate|get|grow|have|improve|increase|introduce|invite|launch|lift|make|promote|raise|reach|recover|"
    "recruit|reduce|sell|show|sign|spread|strengthen|teach|tell|triple|turn|win"
)
"""How an objective begins that is an act: "to grow sales", but "with the goal of more sales"."""

_NUMBERS = re.compile(
    r"[\d$€£].*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|"
    "sixty|seventy|eighty|ninety|hundred|thousand|million|dozen|couple|few"
)


_RELATIVE = re.compile(
    r",?\s*\b(?:by|until|before|in|within)\s+(?:(?:the|a)\s+)?(?:(?:end|start|beginning|middle)\s+of\s+)?(?:(?:the|this|next)\s+)?"
    r"(?:tomorrow|week|month|quarter|year|\w+day|[\w ]{1,12} (?:days|weeks|months))\s*$",
    re.IGNORECASE,
)
"""A date in an objective that depends on the day it is said."""
LONGEST_SAID = 8
"""Words of an audience that a read-back still says."""


def called(campaign: CampaignView) -> str:
    return campaign.name or line("unnamed", 0)


def phrase(items: Iterable[Quantity | EstimateLine]) -> str:
    """Like "research, five images and ten social posts"; empty without any."""
    return join([deliverable_phrase(item.type, item.quantity) for item in items])


def aim(campaign: CampaignView) -> str:
    """Like "to win a thousand leads by the end of July"."""
    objective = campaign.objective.strip().rstrip(".!?")
    words = objective.casefold().split()
    if not words:
        return ""
    first = words[1] if words[0] in ("a", "an") and len(words) > 1 else words[0]
    if words[0] == "to":
        kind = "to"
    elif _VERBS.fullmatch(words[0]):
        kind = "verb"
    elif _NUMBERS.fullmatch(first):
        kind = "number"
    else:
        kind = "thing"
    if kind == "verb" or (kind != "to" and words[0] in ("a", "an", "the", "more")):
        objective = objective[0].lower() + objective[1:]
    if campaign.deadline:
        # "By the end of next month" is said back as the day it was taken for.
        objective = _RELATIVE.sub("", objective).rstrip(" ,")
    dated = re.search(r"\b(?:by|until|before)\s+(?!\d+\s*(?:%|percent))", objective) is not None
    return line("aim", 0, kind=kind, objective=objective, deadline="" if dated else campaign.deadline)


def read_back(campaign: CampaignView, action: str, cap: int | None = None) -> str:
    """What a yes to the action would mean, with its numbers, ending in the question.

    `cap` is the most that the run may spend, in credits.
    """
    estimate = campaign.estimate
    price = line("price", 0, cost=estimate.credits, balance=estimate.balance, short=estimate.short)
    if cap is not None:
        price = f"{price} {line('run_cap', 0, cap=cap, enough=cap >= estimate.credits)}"
    return line(
        f"read_back_{action}",
        0,
        name=called(campaign),
        what=phrase(estimate.lines) or line("nothing_left", 0),
        aim=aim(campaign),
        channels=[_channel(channel) for channel in campaign.channels],
        audience=_read_audience(campaign),
        price=price,
        short=estimate.short,
    )


def _read_audience(campaign: CampaignView) -> str:
    audience = campaign.audience.strip().rstrip(".!?")
    return audience if len(audience.split()) <= LONGEST_SAID else ""


def summary(campaign: CampaignView) -> str:
    """What the campaign holds so far, and what it lacks."""
    facts = [campaign.name] if campaign.name else []
    if campaign.topic:
        facts.append(line("summary_topic", 0, topic=campaign.topic.rstrip(".")))
    if campaign.objective:
        facts.append(line("summary_objective", 0, objective=campaign.objective.rstrip(".")))
    if campaign.channels:
        facts.append(line("summary_channels", 0, channels=[_channel(c) for c in campaign.channels]))
    if campaign.audience:
        facts.append(line("summary_audience", 0, audience=campaign.audience.rstrip(".")))
    owed = phrase(Quantity(item.type, item.quantity) for item in campaign.deliverables)
    if owed:
        facts.append(owed)
    missing = list(campaign.missing)
    if not facts:
        return line("summary_empty", 0, missing=missing)
    return line("summary", 0, facts="; ".join(facts), missing=missing)


def _channel(channel: str) -> str:
    return {"sms": "text message", "tiktok": "TikTok", "youtube": "YouTube", "linkedin": "LinkedIn"}.get(
        channel, channel if channel in ("email", "social", "blog", "web", "print") else channel.capitalize()
    )


def piece(kind: DeliverableType, number: int) -> str:
    """Like "image" or "images"."""
    return line("piece", 0, type=str(kind), number=number)


def the_piece(kind: DeliverableType, number: int) -> str:
    """Like "research", "the blog post", "images": how what is known already is called."""
    return line("the_piece", 0, piece=piece(kind, number), number=number)


def in_hand(active: Sequence[ActiveUnit]) -> str:
    """Like "image three of five and emails one and two of four"."""
    kinds = list(dict.fromkeys(unit.type for unit in active))
    phrases = []
    for kind in kinds:
        units = [unit for unit in active if unit.type == kind]
        phrases.append(
            line(
                "in_hand",
                0,
                piece=piece(kind, len(units)),
                units=[number_words(unit.unit) for unit in units],
                of=max(unit.of for unit in units),
                alone=the_piece(kind, 1),
            )
        )
    return join(phrases)


def sentence(words: str) -> str:
    """The words with their first letter as a sentence has it."""
    return words[:1].upper() + words[1:]
