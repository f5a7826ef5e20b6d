"""The JSON of the outer interface (`/api/v1`). Names and shapes are fixed; inside, plain dataclasses are used."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import Query
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from agent.typed import LONGEST_TYPED, is_control
from orchestrator.views import (
    CampaignEdit,
    CampaignView,
    ConversationView,
    DeliverableChange,
    Progress,
)
from store.words import AwarenessStage, CampaignStatus, Channel, ConversationChannel, DeliverableType


def _plain(text: str) -> str:
    """The text with plain line ends. Raises ValueError for other control characters: PostgreSQL takes no NUL."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if any(map(is_control, text)):
        raise ValueError("control characters are not taken; leave them out")
    return text


Plain = AfterValidator(_plain)
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=120), Plain]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_TYPED), Plain]

Limit = Annotated[int, Query(ge=1, le=200, description="Items of a page.")]
Cursor = Annotated[str | None, Query(description="The `next_cursor` of the page before.")]


class Body(BaseModel):
    """A request body: an unknown field is an error that names it."""

    model_config = ConfigDict(extra="forbid")


class DeliverableIn(Body):
    type: DeliverableType
    quantity: int | None = Field(None, ge=1, le=500)


class StrategyIn(Body):
    audience: Text | None = None
    messaging: Text | None = None
    goals: Text | None = None


class CampaignIn(Body):
    """POST and PATCH of a campaign. In a PATCH, what is left out stays as it is; a list given replaces the list."""

    name: Line | None = None
    topic: Text | None = None
    objective: Text | None = None
    channels: list[Channel] | None = None
    strategy: StrategyIn | None = None
    awareness_stage: AwarenessStage | None = None
    deliverables: list[DeliverableIn] | None = None
    products: list[Line] | None = None
    deadline: Line | None = Field(None, description="ISO date, or empty for none.")
    inputs: list[Line] | None = Field(
        None, description="Ids of assets of other campaigns to work from; a list given replaces the list."
    )

    def edit(self) -> CampaignEdit:
        given = self.model_dump(
            mode="json", exclude_unset=True, exclude={"deliverables", "strategy", "inputs"}
        )
        if self.strategy is not None:
            given |= self.strategy.model_dump(exclude_unset=True)
        wanted = self.deliverables
        return CampaignEdit(
            fields={key: value for key, value in given.items() if value is not None},
            clear=[key for key, value in given.items() if value is None],
            deliverables=[DeliverableChange(item.type, "set", item.quantity) for item in wanted or ()],
            replace_deliverables=wanted is not None,
        )


class StrategyOut(BaseModel):
    audience: str
    messaging: str
    goals: str


class DeliverableOut(BaseModel):
    type: DeliverableType
    quantity: int
    status: str
    completed: int
    failed: int


class EstimateOut(BaseModel):
    credits: int
    balance: int


class SlotOut(BaseModel):
    status: str
    evidence: str


class CampaignOut(BaseModel):
    id: str
    name: str
    topic: str
    objective: str
    channels: list[str]
    strategy: StrategyOut
    awareness_stage: str | None
    deliverables: list[DeliverableOut]
    products: list[str]
    deadline: str
    status: CampaignStatus
    missing: list[str]
    slots: dict[str, SlotOut]
    estimate: EstimateOut
    error: dict[str, Any] | None
    created_at: datetime
    updated_at: datetime
    source: str

    @classmethod
    def of(cls, view: CampaignView) -> CampaignOut:
        return cls(
            id=view.id,
            name=view.name,
            topic=view.topic,
            objective=view.objective,
            channels=list(view.channels),
            strategy=StrategyOut(audience=view.audience, messaging=view.messaging, goals=view.goals),
            awareness_stage=view.awareness_stage,
            deliverables=[
                DeliverableOut(
                    type=item.type,
                    quantity=item.quantity,
                    status=str(item.status),
                    completed=item.completed,
                    failed=item.failed,
                )
                for item in view.deliverables
            ],
            products=list(view.products),
            deadline=view.deadline,
            status=view.status,
            missing=list(view.missing),
            slots={
                name: SlotOut(status=slot.status, evidence=slot.evidence) for name, slot in view.slots.items()
            },
            estimate=EstimateOut(credits=view.estimate.credits, balance=view.estimate.balance),
            error=dict(view.error) if view.error else None,
            created_at=view.created_at,
            updated_at=view.updated_at,
            source=view.source,
        )


class CampaignPage(BaseModel):
    items: list[CampaignOut]
    next_cursor: str | None


class QuantityOut(BaseModel):
    type: DeliverableType
    quantity: int


class ActiveOut(BaseModel):
    type: DeliverableType
    unit: int
    of: int
    started_at: datetime | None


class ProgressOut(BaseModel):
    status: CampaignStatus
    percent: int
    done: list[QuantityOut]
    active: list[ActiveOut]
    pending: list[QuantityOut]
    eta_seconds: int | None
    spent: int = Field(description="Credits, for runs, remakes and projects alike.")
    spent_besides: int = Field(description="How much of it was for remakes and projects.")
    error: dict[str, Any] | None
    spoken: str

    @classmethod
    def of(cls, progress: Progress) -> ProgressOut:
        return cls(
            status=progress.status,
            percent=progress.percent,
            done=[QuantityOut(type=item.type, quantity=item.quantity) for item in progress.done],
            active=[
                ActiveOut(type=item.type, unit=item.unit, of=item.of, started_at=item.started_at)
                for item in progress.active
            ],
            pending=[QuantityOut(type=item.type, quantity=item.quantity) for item in progress.pending],
            eta_seconds=progress.eta_seconds,
            spent=progress.spent,
            spent_besides=progress.besides,
            error=dict(progress.error) if progress.error else None,
            spoken=progress.spoken,
        )


class ConversationIn(Body):
    channel: ConversationChannel = ConversationChannel.TYPED
    campaign_id: Line | None = None


class Opened(BaseModel):
    id: str
    reply: str
    ended: bool


class TurnIn(Body):
    text: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_TYPED), Plain
    ]


class ActionOut(BaseModel):
    tool: str
    arguments: dict[str, Any]
    result: dict[str, Any]


class Replied(BaseModel):
    reply: str
    actions: list[ActionOut]
    campaign_id: str | None
    ended: bool


class TurnOut(BaseModel):
    position: int
    speaker: str
    text: str
    interrupted: bool
    confidence: float | None
    timings: dict[str, float]
    outcome: str
    engine: str
    """Who heard a user's turn: a recogniser's name, `typed` or `keypad`; empty for the agent's."""
    created_at: datetime


class ToolCallOut(BaseModel):
    turn: int
    tool: str
    effect: str
    arguments: dict[str, Any]
    result: dict[str, Any]
    milliseconds: float


class ConversationOut(BaseModel):
    id: str
    channel: str
    caller: str
    campaign_id: str | None
    started_at: datetime
    ended_at: datetime | None
    end_reason: str | None
    turns: list[TurnOut]
    tool_calls: list[ToolCallOut]
    draft: CampaignOut | None

    @classmethod
    def of(cls, view: ConversationView, draft: CampaignView | None) -> ConversationOut:
        return cls(
            id=view.id,
            channel=view.channel,
            caller=view.caller,
            campaign_id=view.campaign_id,
            started_at=view.started_at,
            ended_at=view.ended_at,
            end_reason=view.end_reason,
            turns=[
                TurnOut(
                    position=turn.position,
                    speaker=turn.speaker,
                    text=turn.text,
                    interrupted=turn.interrupted,
                    confidence=turn.confidence,
                    timings=dict(turn.timings),
                    outcome=turn.outcome,
                    engine=turn.engine,
                    created_at=turn.created_at,
                )
                for turn in view.turns
            ],
            tool_calls=[
                ToolCallOut(
                    turn=call.turn_position,
                    tool=call.tool,
                    effect=call.effect,
                    arguments=dict(call.arguments),
                    result=dict(call.result),
                    milliseconds=call.milliseconds,
                )
                for call in view.tool_calls
            ],
            draft=CampaignOut.of(draft) if draft else None,
        )
