"""The interview as pure functions of the draft: what is missing, what to ask next, what to propose."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Literal

from orchestrator.catalogue import DEFAULT_QUANTITY
from orchestrator.views import CampaignView
from store.words import CampaignStatus, DeliverableType, SlotName

ASKING_ORDER = (SlotName.TOPIC, SlotName.OBJECTIVE, SlotName.DELIVERABLES, SlotName.NAME)
"""The topic first: the name and the deliverables are proposed from it and from the objective."""


@dataclass(frozen=True, slots=True)
class Next:
    """What the agent does next: `ask` for a slot, `offer` a value for one, `read_back`, or `none`."""

    kind: Literal["ask", "offer", "read_back", "none"]
    slot: SlotName | None = None
    suggestion: str | list[dict[str, Any]] | None = None

    def as_json(self) -> dict[str, Any]:
        out: dict[str, Any] = {"kind": self.kind}
        if self.slot is not None:
            out["slot"] = str(self.slot)
        if self.suggestion is not None:
            out["suggestion"] = self.suggestion
        return out


def next_step(campaign: CampaignView, offered: Collection[str]) -> Next:
    """The one next thing. `offered` names the slots whose proposal was already made; an offer is made once."""
    if campaign.status not in (CampaignStatus.DRAFT, CampaignStatus.READY):
        return Next("none")
    missing = set(campaign.missing)
    for slot in ASKING_ORDER:
        if slot not in missing:
            continue
        if slot not in offered:
            suggestion = _suggestion(slot, campaign)
            if suggestion:
                return Next("offer", slot, suggestion)
        return Next("ask", slot)
    return Next("read_back")


def _suggestion(slot: SlotName, campaign: CampaignView) -> str | list[dict[str, Any]] | None:
    if slot is SlotName.NAME:
        return propose_name(campaign.topic) or None
    if slot is SlotName.DELIVERABLES:
        mix = propose_deliverables(campaign.objective, campaign.channels)
        return [{"type": str(kind), "quantity": quantity} for kind, quantity in mix]
    return None


_SMALL = {
    *(
        "a",
        "an",
        "the",
        "our",
        "my",
        "your",
        "their",
        "its",
        "of",
        "for",
        "to",
        "in",
        "on",
        "at",
        "and",
        "with",
    ),
    *("new", "about", "it", "is", "it's", "we", "are", "that", "this", "some", "from", "by", "or", "line"),
    *("launch", "launching", "promoting", "promotion", "selling", "campaign", "called"),
}
"""Words that do not carry a name."""


_OPENING_OF = re.compile(
    r"^(?:the |our |my )?(?:grand )?(?:opening|launch|start|release|relaunch) of ", re.IGNORECASE
)
_BESIDE = re.compile(r"(?<=\w) (?:at|by|in|from|with|for|near|that|which|who|where|i|we) .*", re.IGNORECASE)
_OWNER = re.compile(r"^.*?\w['’]s (?=\w)", re.IGNORECASE)


def propose_name(topic: str) -> str:
    """A campaign name of two or three words from what it is about: "our new trail shoes" gives Trail Shoes Launch.

    It is the thing that names it, not whose it is, nor what is told of it: "our bakery's bread at the market".
    """
    topic = _BESIDE.sub("", _OPENING_OF.sub("", topic))
    owned = _OWNER.sub("", topic)
    topic = owned if len(owned.split()) > 1 else topic
    words = re.findall(r"[^\W_]+(?:'[^\W_]+)?", topic)
    kept = [word for word in words if word.casefold() not in _SMALL][:2]
    if not kept:
        return ""
    head = " ".join(word if word[:1].isupper() else word.capitalize() for word in kept)
    lowered = topic.casefold()
    kind = "Sale" if "sale" in lowered or "discount" in lowered else "Launch"
    return head if head.casefold().endswith(kind.casefold()) else f"{head} {kind}"


_D = DeliverableType
_MIXES: tuple[tuple[tuple[str, ...], tuple[DeliverableType, ...]], ...] = (
    (("lead", "sign", "subscri", "demo", "trial"), (_D.RESEARCH, _D.EMAIL_NURTURE, _D.SOCIAL_POSTS)),
    (("sale", "sell", "revenue", "order", "buy"), (_D.EMAIL_NURTURE, _D.SOCIAL_POSTS, _D.IMAGES)),
    (("aware", "known", "reach", "follow", "visit"), (_D.RESEARCH, _D.SOCIAL_POSTS, _D.IMAGES)),
    (("thought", "authority", "expert"), (_D.RESEARCH, _D.BLOG_POST, _D.SOCIAL_POSTS)),
)
_USUAL = (_D.RESEARCH, _D.IMAGES, _D.SOCIAL_POSTS)


def propose_deliverables(
    objective: str, channels: Collection[str]
) -> tuple[tuple[DeliverableType, int], ...]:
    """A mix that suits the objective's first matching word, with e-mail when it is one of the channels."""
    lowered = objective.casefold()
    mix = next((mix for words, mix in _MIXES if any(word in lowered for word in words)), _USUAL)
    if "email" in channels and _D.EMAIL_NURTURE not in mix:
        mix = (*mix, _D.EMAIL_NURTURE)
    if "blog" in channels and _D.BLOG_POST not in mix:
        mix = (*mix, _D.BLOG_POST)
    return tuple((kind, DEFAULT_QUANTITY[kind]) for kind in mix)
