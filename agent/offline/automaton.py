"""All fragments of the grammar in one automaton: which fragments stand where, found word by word."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from agent.offline.grammar import Alt, Bank, Capture, Grammar, Node, Ref, Rule, Seq, Star, Tag, Word, load

DEAD = -1


class Automaton:
    """A nondeterministic automaton over words, made deterministic lazily: only the states that speech reaches exist."""

    def __init__(self, grammar: Grammar) -> None:
        self._grammar = grammar
        self._silent: list[list[int]] = []
        self._arcs: list[dict[str, list[int]]] = []
        self._ends: dict[int, Rule] = {}
        start = self._state()
        for rule in grammar.fragments:
            self._ends[end := self._state()] = rule
            self._wire(rule.body, start, end)
        self._sets: list[frozenset[int]] = []
        self._known: dict[frozenset[int], int] = {}
        self._steps: list[dict[str, int]] = []
        self._accepts: list[tuple[Rule, ...]] = []
        self._start = self._intern(self._closure({start}))
        self._vocabulary = frozenset(word for arcs in self._arcs for word in arcs)

    def matches(self, symbols: Sequence[str], at: int) -> list[tuple[Rule, int]]:
        """Every fragment that starts at this word, with the word after its end."""
        found: list[tuple[Rule, int]] = []
        state = self._start
        steps, accepts = self._steps, self._accepts
        for here in range(at, len(symbols)):
            symbol = symbols[here]
            following = steps[state].get(symbol)
            if following is None:
                following = self._step(state, symbol)
            if following == DEAD:
                break
            state = following
            for rule in accepts[state]:
                found.append((rule, here + 1))  # noqa: PERF401 - mostly there is none, and this is the inmost loop
        return found

    def knows(self, symbol: str) -> bool:
        return symbol in self._vocabulary

    def _step(self, state: int, symbol: str) -> int:
        if symbol not in self._vocabulary:
            return DEAD
        reached = {target for inner in self._sets[state] for target in self._arcs[inner].get(symbol, ())}
        following = self._intern(self._closure(reached)) if reached else DEAD
        self._steps[state][symbol] = following
        return following

    def _intern(self, states: frozenset[int]) -> int:
        if states not in self._known:
            self._known[states] = len(self._sets)
            self._sets.append(states)
            self._steps.append({})
            self._accepts.append(tuple(self._ends[state] for state in sorted(states) if state in self._ends))
        return self._known[states]

    def _closure(self, states: set[int]) -> frozenset[int]:
        open_states = list(states)
        reached = set(states)
        while open_states:
            for target in self._silent[open_states.pop()]:
                if target not in reached:
                    reached.add(target)
                    open_states.append(target)
        return frozenset(reached)

    def _state(self) -> int:
        self._silent.append([])
        self._arcs.append({})
        return len(self._arcs) - 1

    def _wire(self, node: Node, start: int, end: int) -> None:
        if isinstance(node, Word):
            self._arcs[start].setdefault(node.text, []).append(end)
        elif isinstance(node, Ref):
            self._wire(self._grammar.rules[node.rule].body, start, end)
        elif isinstance(node, Capture | Tag):
            self._wire(node.node, start, end)
        elif isinstance(node, Seq):
            for part in node.parts:
                self._wire(part, start, start := self._state())
            self._silent[start].append(end)
        elif isinstance(node, Alt):
            for choice in node.choices:
                self._wire(choice, start, end)
        elif isinstance(node, Star):
            loop = self._state()
            self._silent[start].append(loop)
            self._silent[loop].append(end)
            self._wire(node.node, loop, loop)
        elif isinstance(node, Bank):
            raise TypeError(f"a fragment holds %{node.kind}: only whole utterances may")


@cache
def automaton() -> Automaton:
    """The automaton of the grammar, built once."""
    return Automaton(load())
