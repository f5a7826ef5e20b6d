"""Reads the notation. Raises ValueError with the rule's name for what is not well formed."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from agent.offline.grammar.model import Alt, Bank, Capture, Grammar, Node, Ref, Rule, Seq, Star, Tag, Word

_HEADER = re.compile(
    r"(?P<name>\w+)(?P<strong>!?)(?: > (?P<opens>\w+))?(?: /(?P<weight>[\d.]+)/)? = (?P<body>.*)", re.DOTALL
)
_TOKEN = re.compile(r"\s*(/[\d.]+/|<\w+(?::\w+)?>|\{\w+\}|%\w+|[()\[\]|*]|[\w'&-]+:?)")


@cache
def load() -> Grammar:
    """The grammar of the files beside this module."""
    rules: dict[str, Rule] = {}
    for file in sorted(Path(__file__).parent.glob("*.gram")):
        for rule in read(file.read_text("utf-8")):
            if rule.name in rules:
                raise ValueError(f"{rule.name} is defined twice")
            rules[rule.name] = rule
    return Grammar(rules)


def read(source: str) -> list[Rule]:
    lines = [line for line in source.splitlines() if line.strip() and not line.startswith("#")]
    whole: list[str] = []
    for line in lines:
        if line.startswith(" "):
            whole[-1] += " " + line.strip()
        else:
            whole.append(line.strip())
    return [_rule(text) for text in whole]


def _rule(text: str) -> Rule:
    header = _HEADER.fullmatch(text)
    if header is None:
        raise ValueError(f"no rule: {text[:60]}")
    reader = _Reader(header["name"], header["body"])
    return Rule(
        header["name"],
        reader.whole(),
        strong=bool(header["strong"]),
        opens=header["opens"],
        weight=float(header["weight"] or 1),
    )


class _Reader:
    """A recursive descent over one rule's body."""

    def __init__(self, rule: str, body: str) -> None:
        self._rule = rule
        self._tokens: list[str] = []
        at = 0
        while body[at:].strip():
            match = _TOKEN.match(body, at)
            if match is None:
                raise ValueError(f"{rule}: cannot read {body[at : at + 30]!r}")
            self._tokens.append(match[1])
            at = match.end()
        self._at = 0

    def whole(self) -> Node:
        node = self._alternatives()
        if self._at != len(self._tokens):
            raise ValueError(f"{self._rule}: unexpected {self._tokens[self._at]!r}")
        return node

    def _peek(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _take(self) -> str:
        token = self._peek()
        self._at += 1
        return token

    def _alternatives(self) -> Node:
        choices: list[Node] = []
        weights: list[float] = []
        while True:
            weight = 1.0
            if self._peek().startswith("/"):
                weight = float(self._take().strip("/"))
            choices.append(self._sequence())
            weights.append(weight)
            if self._peek() != "|":
                break
            self._take()
        if len(choices) == 1 and weights[0] == 1.0:
            return choices[0]
        return Alt(tuple(choices), tuple(weights))

    def _sequence(self) -> Node:
        parts: list[Node] = []
        while self._peek() and self._peek() not in ("|", ")", "]"):
            if self._peek().startswith("/"):
                self._take()
                continue
            parts.append(self._atom())
        return parts[0] if len(parts) == 1 else Seq(tuple(parts))

    def _atom(self) -> Node:
        piece = self._take()
        node: Node
        if piece in ("(", "["):
            node = self._alternatives()
            if self._take() != (")" if piece == "(" else "]"):
                raise ValueError(f"{self._rule}: a {piece!r} is not closed")
            if piece == "[":
                node = Alt((node, Seq(())), (1.0, 2.0))
        elif piece.startswith("<"):
            capture, _, name = piece.strip("<>").rpartition(":")
            node = Capture(capture, Ref(name)) if capture else Ref(name)
        elif piece.startswith("%"):
            node = Bank(piece[1:])
        elif re.match(r"[\w&]", piece):
            node = Word(piece)
        else:
            raise ValueError(f"{self._rule}: unexpected {piece!r}")
        while self._peek() == "*" or self._peek().startswith("{"):
            mark = self._take()
            node = Star(node) if mark == "*" else Tag(node, mark.strip("{}"))
        return node
