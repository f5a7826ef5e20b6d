"""What the campaign tools take. The descriptions are read by models: short, and each says what not to do."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from orchestrator.views import CampaignEdit, DeliverableChange
from store.words import AwarenessStage, CampaignStatus, Channel, DeliverableType, SlotName
from tools import loose

_Type = Annotated[DeliverableType, BeforeValidator(lambda value: loose.member(DeliverableType, value))]
_Channel = Annotated[Channel, BeforeValidator(lambda value: loose.member(Channel, value))]
_Stage = Annotated[AwarenessStage, BeforeValidator(lambda value: loose.member(AwarenessStage, value))]
_Slot = Annotated[SlotName, BeforeValidator(lambda value: loose.member(SlotName, value))]
_Status = Annotated[CampaignStatus, BeforeValidator(lambda value: loose.member(CampaignStatus, value))]

_CAMPAIGN = (
    'The name as it was said, e.g. "summer sale", or an id from STATE. Leave out for the one in focus.'
)


class Arguments(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, value: Any) -> Any:
        return loose.without_nulls(value)


class OfCampaign(Arguments):
    campaign: str | None = Field(None, description=_CAMPAIGN)


class RunCampaign(OfCampaign):
    cap: Annotated[int, BeforeValidator(loose.number)] | None = Field(
        None, ge=1, description='Most credits to spend, e.g. 30 for "spend at most thirty credits".'
    )


class OfUnit(OfCampaign):
    type: _Type = Field(description="What kind of thing, e.g. images.")
    unit: Annotated[int, BeforeValidator(loose.number)] | None = Field(
        None,
        ge=-1,
        description="Which one, counting from 1, e.g. 2; -1 for the last. Leave out when none was said.",
    )


class RemakeAsset(OfUnit):
    note: str = Field("", description='What should be different, as it was said, e.g. "less busy".')


class RejectAsset(OfUnit):
    reason: str = Field(description='What is wrong with it, as it was said, e.g. "too dark".')


class ApproveAssets(OfCampaign):
    type: _Type | None = Field(None, description="Only these, e.g. images. Leave out for everything.")
    unit: Annotated[int, BeforeValidator(loose.number)] | None = Field(
        None, ge=-1, description="Which one of them, counting from 1, e.g. 3; -1 for the last."
    )


class ShareResults(OfCampaign):
    type: _Type | None = Field(
        None, description="Only this kind of thing, e.g. flyer. Leave out for everything."
    )
    unit: Annotated[int, BeforeValidator(loose.number)] | None = Field(
        None, ge=-1, description="Which one of them, counting from 1, e.g. 2; -1 for the last."
    )
    days: Annotated[int, BeforeValidator(loose.number)] | None = Field(
        None, ge=1, le=365, description='For how many days, e.g. 7 for "for a week". Leave out when not said.'
    )


class Slots(Arguments):
    """The slots that an interview fills, deliverables apart."""

    name: str | None = Field(None, description='What it is called, e.g. "Summer Sale".')
    topic: str | None = Field(
        None, description='What it is about, in the caller\'s words, e.g. "our new trail shoes".'
    )
    objective: str | None = Field(
        None, description='What it should achieve, number included, e.g. "a thousand new leads".'
    )
    channels: Annotated[list[_Channel], BeforeValidator(loose.listed)] | None = Field(
        None, description='Where it runs, e.g. ["email", "social"]. Replaces the list.'
    )
    audience: str | None = Field(None, description='Who it is for, e.g. "people who run every day".')
    messaging: str | None = Field(None, description='The one message, e.g. "light as air".')
    goals: str | None = Field(None, description='Success beyond the objective, e.g. "be known in Leeds".')
    awareness_stage: _Stage | None = Field(
        None, description='What the audience knows so far, e.g. "problem_aware".'
    )
    products: Annotated[list[str], BeforeValidator(loose.alone)] | None = Field(
        None, description='Products named, e.g. ["Trail One"]. Replaces the list.'
    )
    deadline: str | None = Field(
        None, description='ISO date reckoned from STATE.now, e.g. "2026-07-31". Only when one was said.'
    )
    evidence: dict[_Slot, str] = Field(
        default_factory=dict,
        description='The caller\'s words for each slot filled, e.g. {"name": "call it Summer Sale"}.',
    )

    def fields(self) -> dict[str, Any]:
        given = self.model_dump(
            include=set(Slots.model_fields) - {"evidence"}, exclude_none=True, mode="json"
        )
        return {key: value for key, value in given.items() if value != ""}


_SURE = (
    "Leave out, e.g. for 5. True only when the caller was asked whether a number above fifty is really meant, "
    "and said so again."
)


class WantedDeliverable(Arguments):
    type: _Type = Field(description="What to make; emails are email_nurture.")
    quantity: Annotated[int, BeforeValidator(loose.number)] | None = Field(
        None, ge=1, le=500, description="How many, e.g. 5. Leave out when no number was said."
    )


class ChangedDeliverable(WantedDeliverable):
    change: Literal["set", "add", "remove"] = Field(
        "set",
        description='"make it 8": set 8. "two more": add 2. "two fewer": remove 2. "no blog post": remove.',
    )


class CreateCampaign(Slots):
    sure: bool = Field(default=False, description=_SURE)
    deliverables: Annotated[list[WantedDeliverable], BeforeValidator(loose.deliverables)] = Field(
        default_factory=list, description='What to make, e.g. [{"type": "images", "quantity": 5}].'
    )

    def edit(self, turn_id: str | None) -> CampaignEdit:
        return CampaignEdit(
            fields=self.fields(),
            deliverables=[DeliverableChange(item.type, "set", item.quantity) for item in self.deliverables],
            evidence={str(slot): words for slot, words in self.evidence.items()},
            turn_id=turn_id,
        )


class UpdateCampaign(Slots):
    sure: bool = Field(default=False, description=_SURE)
    campaign: str | None = Field(None, description=_CAMPAIGN)
    deliverables: Annotated[list[ChangedDeliverable], BeforeValidator(loose.deliverables)] = Field(
        default_factory=list,
        description='Changes, e.g. [{"type": "images", "change": "add", "quantity": 2}]. Others stay.',
    )
    clear: Annotated[list[_Slot], BeforeValidator(loose.listed)] = Field(
        default_factory=list, description='Slots to empty, e.g. ["audience"].'
    )

    def edit(self, turn_id: str | None) -> CampaignEdit:
        return CampaignEdit(
            fields=self.fields(),
            deliverables=[
                DeliverableChange(item.type, item.change, item.quantity) for item in self.deliverables
            ],
            clear=[str(slot) for slot in self.clear],
            evidence={str(slot): words for slot, words in self.evidence.items()},
            turn_id=turn_id,
        )


class Duplicate(OfCampaign):
    name: str | None = Field(None, description='The copy\'s name, e.g. "Winter Sale".')


class ListCampaigns(Arguments):
    status: _Status | None = Field(None, description='Only these, e.g. "running". Leave out for all.')


class FindCampaign(Arguments):
    name: str = Field(description='The name as it was said, e.g. "summer sale".')


class SearchKnowledge(Arguments):
    query: str = Field(description='What is asked, in a few words, e.g. "opening hours".')


class SetVoice(Arguments):
    rate: Literal["slower", "normal", "faster"] = Field(description="How fast to speak from now on.")
