"""The grammar as a tree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    text: str


@dataclass(frozen=True, slots=True)
class Bank:
    """A place for a filler of this kind; only generated."""

    kind: str


@dataclass(frozen=True, slots=True)
class Ref:
    rule: str


@dataclass(frozen=True, slots=True)
class Capture:
    name: str
    node: Node


@dataclass(frozen=True, slots=True)
class Tag:
    node: Node
    value: str


@dataclass(frozen=True, slots=True)
class Seq:
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Alt:
    """`choices` and their weights; an empty Seq among them makes it optional."""

    choices: tuple[Node, ...]
    weights: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Star:
    node: Node


Node = Word | Bank | Ref | Capture | Tag | Seq | Alt | Star


@dataclass(frozen=True, slots=True)
class Rule:
    """`opens` is the slot whose free text follows; `strong` says that it may end a free text."""

    name: str
    body: Node
    strong: bool = False
    opens: str | None = None
    weight: float = 1.0

    @property
    def is_fragment(self) -> bool:
        return not self.name.startswith(("_", "say_"))

    @property
    def is_sentence(self) -> bool:
        return self.name.startswith("say_")


@dataclass(frozen=True, slots=True)
class Grammar:
    rules: Mapping[str, Rule]

    @property
    def fragments(self) -> tuple[Rule, ...]:
        return tuple(rule for rule in self.rules.values() if rule.is_fragment)

    @property
    def sentences(self) -> tuple[Rule, ...]:
        return tuple(rule for rule in self.rules.values() if rule.is_sentence)
