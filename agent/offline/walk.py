"""One utterance on its way to a reading: the words, the path through them, and what was taken so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from agent.offline.captures import Captured
from agent.offline.chart import Step
from agent.offline.reading import Reading, Situation
from agent.offline.tokens import Token


@dataclass(slots=True)
class Walk:
    """What the takers of fragments and texts share; they write into `out`."""

    source: str
    tokens: Sequence[Token]
    situation: Situation
    symbols: Sequence[str]
    out: Reading = field(default_factory=Reading)
    cue: Step | None = None
    """The fragment that opened the text which comes next."""
    kept_from: int | None = None
    """The first of the cue's own words that belong to its text."""
    last: tuple[Step | None, str] = (None, "")
    """The cue of the text that was taken last, and its slot."""
    pending_of: str | None = None
    """The tool that waits for a campaign's name."""

    @property
    def put_right(self) -> str:
        """The slot whose text is said anew behind a "no, sorry": the one that the same cue has filled."""
        cue, slot = self.last
        return slot if "mend" in self.out.flags and cue is not None and cue is self.cue else ""

    def words(self, start: int, end: int) -> list[str]:
        """What the grammar saw as classes comes back as written: "0" is "1.5k" again."""
        return [token.text.lower().replace("’", "'") for token in self.tokens[start:end]]

    def span(self, start: int, end: int) -> str:
        return self.source[self.tokens[start].start : self.tokens[end - 1].end]

    def evidence(self, start: int, end: int) -> str:
        """The text with the cue that opened it."""
        cued = self.cue is not None and self.cue.end == start
        return self.span(self.cue.start if cued and self.cue is not None else start, end)

    def starts(self, text: Step) -> int:
        """The first word of a text, its cue's own kept words with it."""
        cued = self.kept_from is not None and self.cue is not None and self.cue.end == text.start
        return self.kept_from if cued and self.kept_from is not None else text.start

    def open(self, step: Step, captured: Captured) -> None:
        self.cue = step
        keep = captured.spans.get("keep")
        self.kept_from = keep[0] if keep else None

    def put(self, slot: str, value: object, evidence: str) -> None:
        self.out.slots[slot] = value
        self.out.evidence[slot] = evidence
