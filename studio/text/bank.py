"""Lines from the phrase banks: `[a|b]` are alternatives, `{word}` is filled in.

The units of a step do not know each other, and each has a seed of its own. So that no two say the same, the wordings of
a line are dealt out: a unit's place in the step owns its share of them, and its seed chooses within that share.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Mapping
from functools import cache
from hashlib import sha256
from itertools import islice, product
from string import Formatter

from studio.ports import Brief
from studio.text.spoken import capital

MOST_WORDINGS = 240
"""Wordings taken from one line: enough for a step of the largest size (500) over the angles of its bank."""

_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_SENTENCE = re.compile(r"([.!?] )([a-z])")


class Bank:
    """Chooses and fills lines for one unit. `place` and `places` say whose share of the wordings is its own."""

    def __init__(self, brief: Brief, words: Mapping[str, str]) -> None:
        self._words = words
        self._step = f"{brief.type}/{brief.name}/{brief.topic}"
        self._random = random.Random(f"{brief.seed}/{brief.index}")
        self._banned = _banned(brief.brand.banned_words)
        self._place = (brief.index - 1, max(brief.of, brief.index))
        self._said: set[str] = set()

    def line(
        self,
        key: str,
        lines: Iterable[str],
        *,
        place: tuple[int, int] | None = None,
        longest: int = 0,
        more: Mapping[str, str] | None = None,
    ) -> str:
        """One line of `lines`, filled; "" when none can be used. `key` names the pool, `more` adds words.

        Lines that need an unknown word or hold a banned one are passed over, and nothing is said twice.
        Texts over `longest` characters (0 for any) are passed over too.
        """
        words = {**self._words, **(more or {})}
        index, of = place or self._place
        pool = [text for line in lines if _needs(line) <= words.keys() for text in _wordings(line)]
        random.Random(_number(f"{self._step}/{key}")).shuffle(pool)
        for share in (pool[index % max(1, len(pool)) :: of], pool):
            filled = [self._fill(text, words) for text in share]
            if usable := [
                text for text in filled if self._allowed(text) and len(text) <= (longest or len(text))
            ]:
                chosen = self._random.choice(usable)
                self._said.add(chosen)
                return chosen
        return ""

    def allows(self, text: str) -> bool:
        """Whether the text is free of the brand's banned words."""
        return not (self._banned and self._banned.search(text))

    def _allowed(self, text: str) -> bool:
        return text not in self._said and self.allows(text)

    def _fill(self, text: str, words: Mapping[str, str]) -> str:
        # Capitals are set before the words are in: a full stop inside a quoted fact may be an abbreviation's.
        text = _SENTENCE.sub(lambda match: match[1] + match[2].upper(), text)
        return polished(text.format_map(words))


def polished(text: str) -> str:
    """A capital at the start, single spaces, and one mark where two met."""
    text = re.sub(r" +([,.;:!?])", r"\1", " ".join(text.split()))
    return capital(re.sub(r"([.!?])[.:;,]+", r"\1", text))


@cache
def _wordings(line: str) -> tuple[str, ...]:
    parts = _CHOICE.split(line)
    options = [part.split("|") if position % 2 else [part] for position, part in enumerate(parts)]
    step = max(1, _count(options) // MOST_WORDINGS)
    return tuple(
        "".join(choice) for choice in islice(product(*options), 0, None, step | 1 if step > 1 else 1)
    )


@cache
def _needs(line: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(line) if name)


def _count(options: list[list[str]]) -> int:
    total = 1
    for option in options:
        total *= len(option)
    return total


def _banned(words: tuple[str, ...]) -> re.Pattern[str] | None:
    kept = [re.escape(word.strip()) for word in words if word.strip()]
    return re.compile(rf"(?<!\w)(?:{'|'.join(kept)})(?!\w)", re.IGNORECASE) if kept else None


def _number(key: str) -> int:
    return int.from_bytes(sha256(key.encode()).digest()[:8], "big")
