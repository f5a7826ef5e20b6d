"""A place in an utterance at which a fragment may be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agent.offline.tokens import Token


@dataclass(frozen=True, slots=True)
class Place:
    """Where a fragment would stand: the words [at, end), while a text of the slot `mode` is open, "" for none.

    `idiomatic`: an idiom begins at the same word.
    """

    mode: str
    tokens: Sequence[Token]
    symbols: Sequence[str]
    at: int
    end: int
    idiomatic: bool

    @property
    def before(self) -> str:
        return self.symbols[self.at - 1] if self.at else ""

    @property
    def behind(self) -> str:
        return self.symbols[self.end] if self.end < len(self.symbols) else ""

    @property
    def begins(self) -> bool:
        """Nothing stands before it, or a comma or the like does."""
        return not self.at or bool(self.tokens[self.at - 1].after)

    @property
    def ends(self) -> bool:
        """Nothing stands behind it, or a comma or the like does."""
        return not self.behind or bool(self.tokens[self.end - 1].after)
