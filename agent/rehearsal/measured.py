"""From finished calls to figures: what each line of the bench showed, on the wire and in the talk's notes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from agent.rehearsal.caller import CallRecord, Exchange
from agent.rehearsal.noted import Note

MISSED_AFTER = 2000.0
"""Milliseconds after which a caller who has finished speaks again or gives up: an end not answered by then is missed.
Pipecat's turn analyser waits up to 3 s, a fluent answer takes under 1."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    hits: int
    of: int

    def __str__(self) -> str:
        return f"{self.hits / self.of:.0%} ({self.hits} of {self.of})" if self.of else "none"

    @property
    def value(self) -> float:
        return self.hits / self.of if self.of else 0.0


def share(truths: Iterable[bool]) -> Share:
    found = list(truths)
    return Share(sum(found), len(found))


@dataclass(frozen=True, slots=True)
class Held:
    """Finished calls of one side, and what reached its talks."""

    calls: Sequence[CallRecord]
    notes: Sequence[Note]

    def seconds(self) -> float:
        """How long the calls took, added up."""
        return sum(call.seconds for call in self.calls)

    def latencies(self) -> list[float]:
        """Milliseconds from the caller's last sound to the agent's first."""
        return [latency for call in self.calls for latency in call.latencies()]

    def tool_latencies(self) -> list[float]:
        """The same, of turns for whose answer a tool ran."""
        return [
            exchange.latency
            for call, exchange in self._exchanges()
            if exchange.latency is not None and any(note.tools for note in self._answered(call, exchange))
        ]

    def false_starts(self) -> Share:
        """Lines into which the agent spoke."""
        return share(exchange.false_start for _, exchange in self._exchanges())

    def split(self) -> Share:
        """Lines of which the talk got a first part for a whole turn, whether or not it was heard to answer it."""
        return share(self._ended_inside(call, exchange) for call, exchange in self._exchanges())

    def missed(self) -> Share:
        """Lines not answered in time, of those that were not answered too early."""
        return share(
            exchange.latency is None or exchange.latency > MISSED_AFTER
            for _, exchange in self._exchanges()
            if not exchange.false_start
        )

    def stops(self) -> list[float]:
        """Milliseconds from the caller's first sound over the agent to the agent's last."""
        return [e.stopped_after for _, e in self._exchanges() if e.stopped_after is not None]

    def silenced(self) -> Share:
        """Murmurs over the agent's words that stopped it."""
        return share(e.silenced for _, e in self._exchanges() if e.murmured)

    def _exchanges(self) -> Iterable[tuple[CallRecord, Exchange]]:
        return [(call, exchange) for call in self.calls for exchange in call.exchanges]

    def _answered(self, call: CallRecord, exchange: Exchange) -> list[Note]:
        """The notes of the turn between the line's beginning and its answer's."""
        if exchange.spoken is None or exchange.latency is None:
            return []
        begun, ended = exchange.spoken
        return self._notes(call, begun, ended + exchange.latency / 1000)

    def _ended_inside(self, call: CallRecord, exchange: Exchange) -> bool:
        return exchange.spoken is not None and bool(self._notes(call, *exchange.spoken))

    def _notes(self, call: CallRecord, after: float, before: float) -> list[Note]:
        return [note for note in self.notes if note.call == call.call_sid and after < note.at < before]
