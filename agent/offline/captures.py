"""What a fragment that is known to stand in a span says: its captures and tags, in the order of the words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from agent.offline.grammar import Alt, Bank, Capture, Grammar, Node, Ref, Rule, Seq, Star, Tag, Word, load


@dataclass(slots=True)
class Captured:
    """`spans` by capture name; `tags` in order, each with the word at which its phrase starts."""

    spans: dict[str, tuple[int, int]] = field(default_factory=dict)
    tags: list[tuple[int, str]] = field(default_factory=list)


Event = tuple[str, str, int, int]
Derivation = tuple[int, tuple[Event, ...]]


def capture(rule: Rule, symbols: Sequence[str], start: int, end: int) -> Captured:
    """The first way in which the rule derives exactly these words."""
    captured = Captured()
    if not _deriver().marks(rule.body):
        return captured
    for at, events in _deriver().derive(rule.body, symbols, start, end):
        if at == end:
            for kind, name, first, last in events:
                if kind == "tag":
                    captured.tags.append((first, name))
                else:
                    captured.spans.setdefault(name, (first, last))
            break
    captured.tags.sort()
    return captured


class Deriver:
    """A backtracking matcher that only tries what can begin with the word at hand."""

    def __init__(self, grammar: Grammar) -> None:
        self._grammar = grammar
        self._starts: dict[int, tuple[frozenset[str], bool]] = {}
        self._marked: dict[int, bool] = {}
        for rule in grammar.fragments:
            self._starting(rule.body)

    def marks(self, node: Node) -> bool:
        """Whether there is anything to capture in it; most talk ("yes", "well") holds nothing."""
        known = self._marked.get(id(node))
        if known is None:
            known = self._marked[id(node)] = self._has_marks(node)
        return known

    def _has_marks(self, node: Node) -> bool:
        if isinstance(node, Capture | Tag):
            return True
        if isinstance(node, Ref):
            return self.marks(self._grammar.rules[node.rule].body)
        if isinstance(node, Star):
            return self.marks(node.node)
        if isinstance(node, Alt):
            return any(self.marks(choice) for choice in node.choices)
        return isinstance(node, Seq) and any(self.marks(part) for part in node.parts)

    def derive(self, node: Node, symbols: Sequence[str], at: int, end: int) -> Iterator[Derivation]:
        """Every way in which the node derives the words from `at`, none of them after `end`."""
        if isinstance(node, Word):
            if at < end and symbols[at] == node.text:
                yield at + 1, ()
            return
        first, empty = self._starts[id(node)]
        if not empty and (at >= end or symbols[at] not in first):
            return
        if isinstance(node, Ref):
            yield from self.derive(self._grammar.rules[node.rule].body, symbols, at, end)
        elif isinstance(node, Capture):
            for stop, events in self.derive(node.node, symbols, at, end):
                yield stop, (*events, ("span", node.name, at, stop))
        elif isinstance(node, Tag):
            for stop, events in self.derive(node.node, symbols, at, end):
                yield stop, (*events, ("tag", node.value, at, stop))
        elif isinstance(node, Seq):
            yield from self._sequence(node.parts, symbols, at, end)
        elif isinstance(node, Alt):
            for choice in node.choices:
                if not isinstance(choice, Word):
                    yield from self.derive(choice, symbols, at, end)
                elif at < end and symbols[at] == choice.text:
                    yield at + 1, ()
        elif isinstance(node, Star):
            yield from self._repeated(node, symbols, at, end)

    def _repeated(self, node: Star, symbols: Sequence[str], at: int, end: int) -> Iterator[Derivation]:
        for stop, events in self.derive(node.node, symbols, at, end):
            if stop > at:
                for last, more in self.derive(node, symbols, stop, end):
                    yield last, (*events, *more)
        yield at, ()

    def _sequence(
        self, parts: Sequence[Node], symbols: Sequence[str], at: int, end: int
    ) -> Iterator[Derivation]:
        if not parts:
            yield at, ()
            return
        for stop, events in self.derive(parts[0], symbols, at, end):
            for last, more in self._sequence(parts[1:], symbols, stop, end):
                yield last, (*events, *more)

    def _starting(self, node: Node) -> tuple[frozenset[str], bool]:
        """The words with which the node can begin, and whether it can be empty. Kept by identity: nodes live on."""
        known = self._starts.get(id(node))
        if known is None:
            known = self._starts[id(node)] = self._computed(node)
        return known

    def _computed(self, node: Node) -> tuple[frozenset[str], bool]:
        if isinstance(node, Word):
            return frozenset({node.text}), False
        if isinstance(node, Bank):
            return frozenset(), False
        if isinstance(node, Ref):
            return self._starting(self._grammar.rules[node.rule].body)
        if isinstance(node, Capture | Tag):
            return self._starting(node.node)
        if isinstance(node, Star):
            return self._starting(node.node)[0], True
        parts = [self._starting(part) for part in (node.choices if isinstance(node, Alt) else node.parts)]
        if isinstance(node, Alt):
            return frozenset().union(*(first for first, _ in parts)), any(empty for _, empty in parts)
        words: frozenset[str] = frozenset()
        for first, empty in parts:
            words |= first
            if not empty:
                return words, False
        return words, True


@cache
def _deriver() -> Deriver:
    return Deriver(load())
