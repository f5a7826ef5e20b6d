"""Cuts a stream of text into sentences as early as it can, so that the voice may begin before the model ends."""

from __future__ import annotations

import re

_END = re.compile(r"(?<=[.!?…])[\"'”’)]*\s+")
_ABBREVIATION = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|St|vs|e\.g|i\.e|etc|No|approx)\.$", re.IGNORECASE)


class SentenceStream:
    """Feed it deltas; it gives whole sentences, and the rest at the end."""

    def __init__(self) -> None:
        self._held = ""

    def feed(self, delta: str) -> list[str]:
        self._held += delta
        sentences: list[str] = []
        start = 0
        for match in _END.finditer(self._held):
            candidate = self._held[start : match.start()].strip()
            if not candidate or _ABBREVIATION.search(candidate):
                continue
            sentences.append(self._held[start : match.end()].strip())
            start = match.end()
        self._held = self._held[start:]
        return sentences

    def rest(self) -> str:
        """What is left when the stream has ended."""
        left, self._held = self._held.strip(), ""
        return left


_MARKUP = re.compile(r"[*_`#>]+|\[([^\]]*)\]\([^)]*\)")


def speakable(sentence: str) -> str:
    """The sentence without markup: a model told not to use any still does."""
    return re.sub(r"\s+", " ", _MARKUP.sub(lambda m: m.group(1) or "", sentence)).strip()
