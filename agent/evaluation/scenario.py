"""What one evaluated conversation is: who speaks, what is there before, and what must be there afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from store.words import AwarenessStage, Channel, DeliverableType, SlotName

BY_HAND = Path(__file__).parent / "scenarios" / "by_hand"

Status = Literal["draft", "ready", "running", "paused", "completed", "failed", "cancelled", "archived"]
OneOf = str | list[str]
"""A text, or several of which any is right."""


class BadScenario(Exception):  # noqa: N818
    """A scenario file that cannot be used: the message names the file, the id and the field."""


class Class(StrEnum):
    ALL_IN_ONE = "all_in_one"
    INTERVIEW = "interview"
    CORRECTION = "correction"
    ACT = "act"
    ASK = "ask"
    TWO_CAMPAIGNS = "two_campaigns"
    PICK_UP = "pick_up"
    META = "meta"
    ATTACK = "attack"
    HOSTILE = "hostile"


class Style(StrEnum):
    TERSE = "terse"
    CHATTY = "chatty"
    DISFLUENT = "disfluent"
    CORRECTING = "correcting"
    HOSTILE = "hostile"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Before(_Strict):
    """A campaign that is there before the talk."""

    name: str
    topic: str = ""
    objective: str = ""
    audience: str = ""
    messaging: str = ""
    goals: str = ""
    channels: list[Channel] = []
    products: list[str] = []
    deadline: str = ""
    awareness_stage: AwarenessStage | None = None
    deliverables: dict[DeliverableType, int] = {}
    status: Status = "draft"


class Document(_Strict):
    title: str
    text: str


class Workspace(_Strict):
    timezone: str = "UTC"
    credits: int = 200
    campaigns: list[Before] = []
    knowledge: list[Document] = []


class Correction(_Strict):
    after: SlotName
    says: str


class SimulatedUser(_Strict):
    """Who answers what is asked, from `facts`: `volunteers` are said unasked in turns of their own, `beside` in one
    breath with the next answer.
    """

    style: Style = Style.TERSE
    patience: Annotated[int, Field(ge=1)] = 12
    opening: str
    facts: dict[SlotName, str] = {}
    volunteers: list[SlotName] = []
    beside: list[SlotName] = []
    corrections: list[Correction] = []
    accepts_offers: bool = False
    runs: bool = True
    afterwards: list[str] = []


class ExpectedCampaign(_Strict):
    """Only what is named is compared."""

    name: OneOf | None = None
    topic: OneOf | None = None
    objective: OneOf | None = None
    audience: OneOf | None = None
    messaging: OneOf | None = None
    goals: OneOf | None = None
    channels: list[Channel] | None = None
    deliverables: dict[DeliverableType, int] | None = None
    products: list[str] | None = None
    deadline: OneOf | None = None
    awareness_stage: AwarenessStage | None = None
    status: Status | None = None


class Expectation(_Strict):
    campaign: ExpectedCampaign | None = None
    acts: list[str] = []
    campaigns: int | None = None
    named: dict[str, ExpectedCampaign] = {}
    unchanged: list[str] = []
    said: list[str] = []
    never_said: list[str] = []
    most_turns: int | None = None
    corrections: int = 0


class Scenario(_Strict):
    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    about: str = ""
    class_: Annotated[Class, Field(alias="class")]
    workspace: Workspace = Workspace()
    says: list[str] | None = None
    user: SimulatedUser | None = None
    expect: Expectation

    @model_validator(mode="after")
    def _one_speaker(self) -> Scenario:
        if (self.says is None) == (self.user is None):
            raise ValueError("either `says` or `user` must be given, and not both")
        return self


def load(folder: Path = BY_HAND) -> list[Scenario]:
    """Every scenario of the folder's YAML files, in the order of their names. Raises BadScenario."""
    found: list[Scenario] = []
    seen: dict[str, str] = {}
    for path in sorted(folder.glob("*.yaml")):
        for raw in _raw(path):
            scenario = parse(raw, path.name)
            if scenario.id in seen:
                raise BadScenario(f"{path.name}: {scenario.id}: is also in {seen[scenario.id]}")
            seen[scenario.id] = path.name
            found.append(scenario)
    return found


def _raw(path: Path) -> Sequence[Any]:
    try:
        content = yaml.safe_load(path.read_text("utf-8"))
    except yaml.YAMLError as error:
        raise BadScenario(f"{path.name}: no YAML: {error}") from error
    if not isinstance(content, list):
        raise BadScenario(f"{path.name}: must be a list of scenarios")
    return content


def parse(raw: Any, file: str) -> Scenario:
    """Raises BadScenario with the file, the id and the first wrong field."""
    try:
        return Scenario.model_validate(raw)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"]) or "scenario"
        name = raw.get("id", "?") if isinstance(raw, dict) else "?"
        raise BadScenario(f"{file}: {name}: {field}: {first['msg']}") from error
