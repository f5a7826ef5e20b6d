"""What the campaign tools take. The descriptions are read by models: short, and each says what not to do."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from orchestrator.views import CampaignEdit, DeliverableChange
from store.words import AwarenessStage, CampaignStatus, Channel, DeliverableType, SlotName


class Arguments(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class OfCampaign(Arguments):
    campaign: str | None = Field(
        None, description="Name as it was said, or id. Leave out for the campaign in focus."
    )


class Slots(Arguments):
    """The slots that an interview fills, deliverables apart."""

    name: str | None = Field(None, description="What the campaign is called, in the caller's words.")
    topic: str | None = Field(None, description="What it is about, in the caller's words.")
    objective: str | None = Field(None, description="What it should achieve, with the caller's own number.")
    channels: list[Channel] | None = None
    audience: str | None = None
    messaging: str | None = Field(None, description="The single most important message.")
    goals: str | None = Field(None, description="What success is beyond the objective.")
    awareness_stage: AwarenessStage | None = None
    products: list[str] | None = None
    deadline: str | None = Field(None, description="ISO date, only when the caller gave one.")
    evidence: dict[SlotName, str] = Field(
        default_factory=dict, description="For each slot filled, the caller's words that filled it."
    )

    def fields(self) -> dict[str, Any]:
        given = self.model_dump(
            include=set(Slots.model_fields) - {"evidence"}, exclude_none=True, mode="json"
        )
        return {key: value for key, value in given.items() if value != ""}


class WantedDeliverable(Arguments):
    type: DeliverableType
    quantity: int | None = Field(None, ge=1, le=500, description="Leave out when the caller named no number.")


class ChangedDeliverable(WantedDeliverable):
    change: Literal["set", "add", "remove"] = Field(
        "set", description="set: exactly that many. add: that many more. remove: without quantity, all of it."
    )


class CreateCampaign(Slots):
    deliverables: list[WantedDeliverable] = Field(default_factory=list)

    def edit(self, turn_id: str | None) -> CampaignEdit:
        return CampaignEdit(
            fields=self.fields(),
            deliverables=[DeliverableChange(item.type, "set", item.quantity) for item in self.deliverables],
            evidence={str(slot): words for slot, words in self.evidence.items()},
            turn_id=turn_id,
        )


class UpdateCampaign(Slots):
    campaign: str | None = Field(
        None, description="Name as it was said, or id. Leave out for the campaign in focus."
    )
    deliverables: list[ChangedDeliverable] = Field(default_factory=list)
    clear: list[SlotName] = Field(default_factory=list, description="Slots to empty.")

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
    name: str | None = None


class ListCampaigns(Arguments):
    status: CampaignStatus | None = None


class FindCampaign(Arguments):
    name: str = Field(description="The name as it was said.")


class SearchKnowledge(Arguments):
    query: str


class SetVoice(Arguments):
    rate: Literal["slower", "normal", "faster"]
