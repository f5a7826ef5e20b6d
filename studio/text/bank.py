"""Lines from the phrase banks: `[a|b]` are alternatives, `{word}` is filled in.

The units of a step do not know each other, and each has a seed of its own. So that no two say the same, the wordings of
every sentence are dealt out: a unit's place in the step owns a share of them, its seed chooses within that share, and a
sentence with too few wordings for the step is joined to the next one, or left out once all are taken.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Mapping
from functools import cache
from hashlib import sha256
from itertools import product
from math import gcd, prod
from string import Formatter

from studio.ports import Brief
from studio.text.spoken import capital

LARGE = 24
"""Turns up to which three sentences at most become one: beyond, longer ones are better than none."""

_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_BOUNDARY = re.compile(r"([.!?]) +(?![^\[\]]*\])")
_INNER = re.compile(r"([.!?] )([a-z])")
_CAPITAL_WORD = re.compile(r"\{(?:Thing|Any|Audience|Act)\}")


class Bank:
    """Chooses and fills lines for one unit. `place` says whose share is its own: (0-based turn, number of turns)."""

    def __init__(self, brief: Brief, words: Mapping[str, str]) -> None:
        self._words = words
        self._step = f"{brief.type}/{brief.name}/{brief.topic}"
        self._random = random.Random(f"{brief.seed}/{brief.index}")
        self._banned = _banned(brief.brand.banned_words)
        self._place = (brief.index - 1, max(brief.of, brief.index))

    def line(
        self,
        key: str,
        lines: Iterable[str],
        *,
        place: tuple[int, int] | None = None,
        longest: int = 0,
        more: Mapping[str, str] | None = None,
    ) -> str:
        """One line of `lines`, filled; "" when none is left. `key` names the pool, `more` adds words.

        Lines that need an unknown word or hold a banned one are passed over, and so are those of more than
        `longest` characters (0 for any). Two turns of one key never give the same sentence.
        """
        words = {**self._words, **(more or {})}
        usable = [line for line in dict.fromkeys(lines) if _needs(line) <= words.keys()]
        _stable(f"{self._step}/{key}").shuffle(usable)
        turn, turns = place or self._place
        if turns <= len(usable):
            candidates, share = usable[turn::turns], (0, 1)
            self._random.shuffle(candidates)
        else:
            candidates = [usable[turn % len(usable)]] if usable else []
            share = turn // max(1, len(usable)), -(-turns // max(1, len(usable)))
        for candidate in candidates:
            text = self._dealt(candidate, words, share, longest)
            if text and len(text) <= (longest or len(text)):
                return text
        return ""

    def heading(self, key: str, lines: Iterable[str], *, place: tuple[int, int] | None = None) -> str:
        """As `line`; once all are taken, the shortest comes again: headings are signposts and may be the same."""
        usable = [line for line in lines if _needs(line) <= self._words.keys()]
        again = [_filled(text, self._words) for line in usable for text in _wordings(line)]
        allowed = sorted(filter(self.allows, again), key=len)
        return self.line(key, lines, place=place) or (allowed[0] if allowed else "")

    def allows(self, text: str) -> bool:
        """Whether the text is free of the brand's banned words."""
        return not (self._banned and self._banned.search(text))

    def _dealt(self, line: str, words: Mapping[str, str], share: tuple[int, int], longest: int) -> str:
        turn, turns = share
        kept = []
        for sentence in _sentences(line):
            pool = [text for text in _wordings(sentence) if self._fits(_filled(text, words), longest)]
            if pool:
                kept.append(pool)
        told = []
        for group in _grouped(kept, turns):
            size = prod(len(pool) for pool in group)
            if turn >= size:
                continue
            number = turn + turns * self._random.randrange(max(1, (size - turn - 1) // turns + 1))
            chosen = _nth(group, _scattered(number, size, f"{self._step}/{line}"))
            told.append(_filled(joined(*chosen), words))
        return " ".join(told)

    def _fits(self, text: str, longest: int) -> bool:
        return self.allows(text) and len(text) <= (longest or len(text))


def polished(text: str) -> str:
    """A capital at the start, single spaces, and one mark where two met."""
    text = re.sub(r" +([,.;:!?])", r"\1", " ".join(text.split()))
    return capital(re.sub(r"([.!?])[.:;,]+", r"\1", text))


def _filled(text: str, words: Mapping[str, str]) -> str:
    # Capitals are set before the words are in: a full stop inside a quoted fact may be an abbreviation's.
    return polished(_INNER.sub(lambda match: match[1] + match[2].upper(), text).format_map(words))


def joined(*sentences: str) -> str:
    """One sentence of several unfilled ones, with semicolons; all but the last end with a full stop."""
    text = sentences[0]
    for sentence in sentences[1:]:
        low = _CAPITAL_WORD.sub(lambda match: match[0].lower(), sentence)
        low = re.sub(r"^\[[^\]]*\]", lambda match: re.sub(r"(?<=[\[|])(?!I\b)[A-Z]", _lower, match[0]), low)
        low = low if re.match(r"I\b|[A-Z]{2}", low) else low[:1].lower() + low[1:]
        text = f"{text.rstrip().removesuffix('.')}; {low}"
    return text


def _lower(match: re.Match[str]) -> str:
    return match[0].lower()


def _grouped(pools: list[list[str]], turns: int) -> list[list[list[str]]]:
    """Neighbouring sentences put together until each group has a wording for every turn, where grammar lets them."""
    groups: list[list[list[str]]] = []
    most = 3 if turns <= LARGE else 6
    for pool in pools:
        open_ended = groups and all(text.endswith(".") for text in groups[-1][-1])
        wanting = groups and prod(len(part) for part in groups[-1]) < turns
        short = groups and len(pool) < turns
        if open_ended and (wanting or short) and len(groups[-1]) < most:
            groups[-1].append(pool)
        else:
            groups.append([pool])
    return groups


def _nth(group: list[list[str]], number: int) -> list[str]:
    chosen = []
    for pool in group:
        number, place = divmod(number, len(pool))
        chosen.append(pool[place])
    return chosen


def _scattered(number: int, size: int, key: str) -> int:
    """Where `number` goes when 0 to `size` are mixed, so that neighbours differ in more than a word."""
    mixing = _stable(key)
    step = mixing.randrange(1, size + 1)
    while gcd(step, size) != 1:
        step = step % size + 1
    return (number * step + mixing.randrange(size)) % size


@cache
def _sentences(line: str) -> tuple[str, ...]:
    """The sentences of a line; full stops inside alternatives end none."""
    return tuple(part for part in _BOUNDARY.sub(r"\1\n", line).split("\n") if part)


@cache
def _wordings(sentence: str) -> tuple[str, ...]:
    parts = _CHOICE.split(sentence)
    options = [part.split("|") if position % 2 else [part] for position, part in enumerate(parts)]
    return tuple(dict.fromkeys("".join(choice) for choice in product(*options)))


@cache
def _needs(line: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(line) if name)


def _banned(words: tuple[str, ...]) -> re.Pattern[str] | None:
    kept = [re.escape(word.strip()) for word in words if word.strip()]
    return re.compile(rf"(?<!\w)(?:{'|'.join(kept)})(?:s|es)?(?!\w)", re.IGNORECASE) if kept else None


def _stable(key: str) -> random.Random:
    """The same for every unit of the step."""
    return random.Random(int.from_bytes(sha256(key.encode()).digest()[:8], "big"))
