"""What the orchestrator takes and gives: plain values, no rows. Tools and HTTP see only these."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

from store.words import CampaignStatus, DeliverableType, Role, WorkStatus


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, for which workspace, through which door."""

    workspace_id: str
    member_id: str | None
    role: Role
    name: str = ""
    source: str = "api"
    guest: str = ""
    """By what a guest is known again: a number, a visitor's name, else the talk. Empty for members."""

    def within(self, conversation_id: str) -> Actor:
        """The same in that talk: a guest who is known by nothing else is known by it."""
        nobody = self.role is Role.GUEST and not self.guest
        return replace(self, guest=f"talk:{conversation_id}") if nobody else self

    @property
    def only_of(self) -> str | None:
        """Whose campaigns alone this guest gets at; None for members, who get at the workspace's."""
        return (self.guest or "nobody") if self.role is Role.GUEST else None

    @property
    def keeps(self) -> bool:
        """Whether the workspace is theirs to keep: owners and admins."""
        return self.role in (Role.OWNER, Role.ADMIN)

    def sees(self, member_id: str | None) -> bool:
        """Whether what that member said, in talks and on calls, is theirs to hear."""
        return self.keeps or self.member_id == member_id


@dataclass(frozen=True, slots=True)
class DeliverableChange:
    """`set` makes the quantity exactly that; `add` adds to it; `remove` drops the type, or lowers it by that.

    Without a quantity, `set` and `add` use the type's default (`catalogue.DEFAULT_QUANTITY`).
    """

    type: DeliverableType
    change: Literal["set", "add", "remove"] = "set"
    quantity: int | None = None


@dataclass(frozen=True, slots=True)
class CampaignEdit:
    """A change of a campaign. `fields` maps slot names (not deliverables) to values; `clear` empties slots;
    `evidence` maps slot names to the words that filled them; `turn_id` is the turn that they were said in.
    """

    fields: Mapping[str, Any] = field(default_factory=dict)
    deliverables: Sequence[DeliverableChange] = ()
    clear: Sequence[str] = ()
    evidence: Mapping[str, str] = field(default_factory=dict)
    turn_id: str | None = None
    replace_deliverables: bool = False
    """The given deliverables are the whole list (PATCH over HTTP)."""


@dataclass(frozen=True, slots=True)
class SlotView:
    status: str
    evidence: str


@dataclass(frozen=True, slots=True)
class DeliverableView:
    type: DeliverableType
    quantity: int
    status: WorkStatus
    completed: int
    failed: int


@dataclass(frozen=True, slots=True)
class EstimateLine:
    type: DeliverableType
    quantity: int
    unit_price: int
    credits: int


@dataclass(frozen=True, slots=True)
class Estimate:
    """Credits for the units not yet made, and the balance they are to be paid from."""

    credits: int
    balance: int
    lines: tuple[EstimateLine, ...] = ()

    @property
    def short(self) -> int:
        """Credits missing, 0 when the balance covers it."""
        return max(0, self.credits - self.balance)


@dataclass(frozen=True, slots=True)
class CampaignView:
    id: str
    name: str
    topic: str
    objective: str
    channels: tuple[str, ...]
    audience: str
    messaging: str
    goals: str
    awareness_stage: str | None
    products: tuple[str, ...]
    deadline: str
    deliverables: tuple[DeliverableView, ...]
    status: CampaignStatus
    missing: tuple[str, ...]
    estimate: Estimate
    error: Mapping[str, Any] | None
    slots: Mapping[str, SlotView]
    version: int
    source: str
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Match:
    """A campaign found by an approximate spoken name; `score` 0 to 100."""

    campaign: CampaignView
    score: float


@dataclass(frozen=True, slots=True)
class Quantity:
    type: DeliverableType
    quantity: int


@dataclass(frozen=True, slots=True)
class ActiveUnit:
    type: DeliverableType
    unit: int
    of: int
    started_at: datetime | None


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a run stands, read from the store; `spoken` is what the agent would say of it."""

    status: CampaignStatus
    percent: int
    done: tuple[Quantity, ...]
    active: tuple[ActiveUnit, ...]
    pending: tuple[Quantity, ...]
    eta_seconds: int | None
    spent: int
    """Credits, for runs, remakes and projects alike."""
    error: Mapping[str, Any] | None
    spoken: str
    besides: int = 0
    """How much of `spent` was for remakes and projects."""


@dataclass(frozen=True, slots=True)
class AssetView:
    id: str
    campaign_id: str
    unit_id: str
    type: DeliverableType
    unit: int
    kind: str
    title: str
    name: str
    mime: str
    size: int
    sha256: str
    version: int
    position: int
    provenance: Mapping[str, Any]
    created_at: datetime
    latest: bool = True
    """False when the unit has a newer version."""
    project_id: str | None = None
    """The project that finished it; `unit` is that project's number then."""
    origin: str = "run"
    """`run`, `project`, `remake`, `edit` or `restore`; `note` is what was asked to be changed, `made_by` by whom."""
    note: str = ""
    made_by: str = ""
    verdict: Mapping[str, Any] | None = None
    decision: str = ""
    """`approved`, `rejected` with the `reason`, or empty."""
    reason: str = ""
    decided_by: str = ""


@dataclass(frozen=True, slots=True)
class LedgerLine:
    id: str
    amount: int
    balance_after: int
    kind: str
    cause: Mapping[str, Any]
    created_at: datetime


@dataclass(frozen=True, slots=True)
class EventView:
    seq: int
    workspace_id: str
    campaign_id: str | None
    type: str
    payload: Mapping[str, Any]
    created_at: datetime


@dataclass(frozen=True, slots=True)
class PassageView:
    document_id: str
    title: str
    source: str
    text: str


@dataclass(frozen=True, slots=True)
class DocumentView:
    id: str
    title: str
    source: str
    size: int
    created_at: datetime
    kind: str = "text"
    pages: int | None = None


@dataclass(frozen=True, slots=True)
class ConfirmationView:
    """A minted confirmation: `spoken` is the read-back that a yes must answer, of the campaign as it was in
    `campaign_version`.
    """

    id: str
    action: str
    campaign_id: str
    campaign_version: int
    campaign_name: str
    spoken: str
    expires_at: datetime
    arguments: Mapping[str, Any] = field(default_factory=dict)
    """What the act was read back with, beside its campaign; JSON values."""


@dataclass(frozen=True, slots=True)
class TurnView:
    id: str
    position: int
    speaker: str
    text: str
    interrupted: bool
    confidence: float | None
    timings: Mapping[str, float]
    outcome: str
    created_at: datetime
    engine: str = ""
    """Who heard a user's turn: a recogniser's name, `typed` or `keypad`; empty for the agent's."""


@dataclass(frozen=True, slots=True)
class ToolCallView:
    turn_position: int
    tool: str
    effect: str
    arguments: Mapping[str, Any]
    result: Mapping[str, Any]
    milliseconds: float


@dataclass(frozen=True, slots=True)
class ConversationView:
    id: str
    channel: str
    caller: str
    member_id: str | None
    campaign_id: str | None
    state: Mapping[str, Any]
    end_reason: str | None
    started_at: datetime
    ended_at: datetime | None
    turns: tuple[TurnView, ...] = ()
    tool_calls: tuple[ToolCallView, ...] = ()
    external_id: str = ""
    """What the call is known by at its carrier or in its room; empty for talks that were begun over HTTP."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list; `next_cursor` is opaque and None at the end.

    `total` counts all pages' items; None where a list does not count them.
    """

    items: Sequence[Any]
    next_cursor: str | None
    total: int | None = None


@dataclass(frozen=True, slots=True)
class WorkspaceView:
    id: str
    name: str
    timezone: str
    balance: int


@dataclass(frozen=True, slots=True)
class KeyView:
    """An API key as it is listed: never its secret, only how it begins."""

    id: str
    name: str
    prefix: str
    created_at: datetime
    revoked_at: datetime | None
