"""What an utterance was understood to say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

Change = Literal["set", "add", "remove"]


@dataclass(slots=True)
class Item:
    """One wish about deliverables. Without `quantity` the default is meant, or with `remove` all of it."""

    type: str
    change: Change = "set"
    quantity: int | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """A tool to call, beside filling slots; or, when no tool has the name, a meta request ("help", "repeat")."""

    name: str
    arguments: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Situation:
    """What an utterance is heard against. `before` are the caller's earlier turns, the latest last."""

    today: date
    question: Mapping[str, Any] = field(default_factory=lambda: {"kind": "anything"})
    campaign: Mapping[str, Any] | None = None
    names: Sequence[str] = ()
    before: Sequence[str] = ()

    def asks(self, *slots: str) -> bool:
        """Whether the open question is for one of these, or offers something for it."""
        return self.question.get("slot") in slots


@dataclass(slots=True)
class Reading:
    """Slots and acts with the words that gave them. `rest` is the share of words that nothing explains."""

    create: bool = False
    slots: dict[str, Any] = field(default_factory=dict)
    evidence: dict[str, str] = field(default_factory=dict)
    items: list[Item] = field(default_factory=list)
    only: bool = False
    channels_change: Change = "add"
    clear: list[str] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)
    campaign: str | None = None
    asks: tuple[int, int, str] | None = None
    """A range that was said for a type ("ten to fifteen images"): which one must be asked."""
    last_type: str | None = None
    score: float = 0.0
    rest: float = 0.0

    @property
    def fills(self) -> bool:
        """Whether it says something about a draft."""
        return bool(self.slots or self.items or self.clear)

    @property
    def plain_yes(self) -> bool:
        """A yes and nothing else."""
        nothing_else = not (self.fills or self.acts or self.rest or self.create)
        return nothing_else and "yes" in self.flags and not self.flags & {"no", "but", "mend"}

    @property
    def plain_no(self) -> bool:
        return not (self.fills or self.acts or self.create) and "no" in self.flags and "yes" not in self.flags
