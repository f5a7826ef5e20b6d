"""What a fragment that is known to stand in a span says: its captures and tags, in the order of the words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from agent.offline.grammar import Alt, Bank, Capture, Grammar, Node, Ref, Rule, Seq, Star, Tag, Word


@dataclass(slots=True)
class Captured:
    """`spans` by capture name; `tags` in order, each with the word at which its phrase starts."""

    spans: dict[str, tuple[int, int]] = field(default_factory=dict)
    tags: list[tuple[int, str]] = field(default_factory=list)


Event = tuple[str, str, int, int]


def capture(grammar: Grammar, rule: Rule, symbols: Sequence[str], start: int, end: int) -> Captured:
    """The first way in which the rule derives exactly these words."""
    captured = Captured()
    for at, events in _derive(grammar, rule.body, symbols, start, end):
        if at == end:
            for kind, name, first, last in events:
                if kind == "tag":
                    captured.tags.append((first, name))
                else:
                    captured.spans.setdefault(name, (first, last))
            break
    captured.tags.sort()
    return captured


def _derive(
    grammar: Grammar, node: Node, symbols: Sequence[str], at: int, end: int
) -> Iterator[tuple[int, tuple[Event, ...]]]:
    if isinstance(node, Word):
        if at < end and symbols[at] == node.text:
            yield at + 1, ()
    elif isinstance(node, Ref):
        yield from _derive(grammar, grammar.rules[node.rule].body, symbols, at, end)
    elif isinstance(node, Capture):
        for stop, events in _derive(grammar, node.node, symbols, at, end):
            yield stop, (*events, ("span", node.name, at, stop))
    elif isinstance(node, Tag):
        for stop, events in _derive(grammar, node.node, symbols, at, end):
            yield stop, (*events, ("tag", node.value, at, stop))
    elif isinstance(node, Seq):
        yield from _sequence(grammar, node.parts, symbols, at, end)
    elif isinstance(node, Alt):
        for choice in node.choices:
            yield from _derive(grammar, choice, symbols, at, end)
    elif isinstance(node, Star):
        for stop, events in _derive(grammar, node.node, symbols, at, end):
            if stop > at:
                for last, more in _derive(grammar, node, symbols, stop, end):
                    yield last, (*events, *more)
        yield at, ()
    elif isinstance(node, Bank):
        return


def _sequence(
    grammar: Grammar, parts: Sequence[Node], symbols: Sequence[str], at: int, end: int
) -> Iterator[tuple[int, tuple[Event, ...]]]:
    if not parts:
        yield at, ()
        return
    for stop, events in _derive(grammar, parts[0], symbols, at, end):
        for last, more in _sequence(grammar, parts[1:], symbols, stop, end):
            yield last, (*events, *more)
