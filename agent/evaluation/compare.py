"""Slot by slot: what is there against what should be."""

from __future__ import annotations

import re

from num2words import num2words

from agent.evaluation.scenario import ExpectedCampaign, OneOf
from orchestrator.views import CampaignView
from store.words import SlotName

_LEADING = re.compile(r"^(?:our|my|the|a|an)\s+")
_LEADING_HEARD = re.compile(r"^(?:our|my|the|a|an|that)\s+")
_DOUBLED = re.compile(r"(.)\1")
_GENITIVE = re.compile(r"'s(?= s)")
"""It melts into the s after it: "the studio's spring" and "the studio spring" are one sound."""
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
FREE = ("name", "topic", "objective", "audience", "messaging", "goals", "deadline")


def same_text(there: str, wanted: OneOf, *, spoken: bool = False) -> bool:
    """Case, final punctuation and a leading our, my, the or a are not compared; spoken, 200 is two hundred, and
    what sounds the same is the same (spaces, "and", hesitations).
    """
    options = [wanted] if isinstance(wanted, str) else wanted
    return _plain(there, spoken=spoken) in {_plain(option, spoken=spoken) for option in options}


def wrong_slots(wanted: ExpectedCampaign, campaign: CampaignView, *, spoken: bool = False) -> list[str]:
    """The named slots whose values are others; `deliverables` once for the whole list."""
    wrong = []
    for slot in FREE:
        value = getattr(wanted, slot)
        if value is not None and not same_text(getattr(campaign, slot), value, spoken=spoken):
            wrong.append(slot)
    if wanted.channels is not None and set(wanted.channels) != set(campaign.channels):
        wrong.append("channels")
    if wanted.products is not None:
        there = {_plain(product, spoken=spoken) for product in campaign.products}
        if there != {_plain(product, spoken=spoken) for product in wanted.products}:
            wrong.append("products")
    if wanted.awareness_stage is not None and wanted.awareness_stage != campaign.awareness_stage:
        wrong.append("awareness_stage")
    owed = {item.type: item.quantity for item in campaign.deliverables}
    if wanted.deliverables is not None and wanted.deliverables != owed:
        wrong.append("deliverables")
    return wrong


def filled(campaign: CampaignView) -> set[str]:
    """The slots that hold something."""
    return {slot for slot in SlotName if getattr(campaign, slot)}


def shown(campaign: CampaignView) -> dict[str, object]:
    """What a report shows of a campaign, and what must not change of one that nobody spoke of."""
    values: dict[str, object] = {
        slot: getattr(campaign, slot) for slot in SlotName if getattr(campaign, slot)
    }
    if campaign.deliverables:
        values["deliverables"] = {str(item.type): item.quantity for item in campaign.deliverables}
    return {**values, "status": str(campaign.status)}


def _plain(text: str, *, spoken: bool) -> str:
    text = " ".join(text.casefold().replace("’", "'").split()).strip(" .!?,;")
    if spoken:
        text = _NUMBER.sub(lambda found: str(num2words(found[0].replace(",", ""))), text)
        text = (
            re.sub(r"[^\w' ]+", " ", text)
            .replace("one hundred", "a hundred")
            .replace("one thousand", "a thousand")
        )
        text = _GENITIVE.sub("", text)
        # Nobody hears whether "sign ups" is one word, "enrolments" has one l, or "campaign" belongs to a name.
        text = " ".join(word for word in text.split() if word not in ("and", "uh", "um", "er"))
        text = _LEADING_HEARD.sub("", text.removesuffix(" campaign")).replace(" ", "")
        text = _DOUBLED.sub(r"\1", text)
    return _LEADING.sub("", text)
