"""Cuts a stream of text into sentences as early as it can, so that the voice may begin before the model ends."""

from __future__ import annotations

import re

_END = re.compile(r"(?<=[.!?…])[\"'”’)]*\s+")
_NO_END = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|St|vs|e\.g|i\.e|etc|No|approx)|(?:^|\n)\s*\d{1,2})\.$", re.IGNORECASE
)
"""A full stop that ends no sentence: of an abbreviation, or of the number that begins a list's line."""


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
            if not candidate or _NO_END.search(candidate):
                continue
            sentences.append(self._held[start : match.end()].strip())
            start = match.end()
        self._held = self._held[start:]
        return sentences

    def rest(self) -> str:
        """What is left when the stream has ended."""
        left, self._held = self._held.strip(), ""
        return left


_BULLET = re.compile(r"(?:^|\n)\s*(?:[-*•–]|\d{1,2}[.)]|#{1,6})\s+")
_MARKUP = re.compile(r"[*_`#>|~]+|\[([^\]]*)\]\([^)]*\)")
_PICTURE = re.compile(
    "[\U0001f000-\U0001faff\U00002600-\U000027bf\U00002190-\U000021ff\U00002b00-\U00002bff\ufe0f\u200d\u20e3]"
)
"""Emoji, dingbats and arrows; none of them can be said."""
_UNDERSCORE = re.compile(r"(?<=\w)_(?=\w)")


def speakable(sentence: str) -> str:
    """The sentence without markup, list marks and emoji: a model told not to use any still does.

    The points of a list are said one after another with commas; a word such as social_posts is said as two.
    """
    plain = _BULLET.sub("\n", sentence)
    plain = re.sub(r"(?<=[^\s:;,.!?])\s*\n\s*(?=\S)", ", ", plain.strip())
    plain = _PICTURE.sub("", _UNDERSCORE.sub(" ", plain))
    plain = _MARKUP.sub(lambda m: m.group(1) or "", plain)
    return re.sub(r"\s+([.,!?])", r"\1", re.sub(r"\s+", " ", plain)).strip()
