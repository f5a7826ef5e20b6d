"""What every embedded text maker has on its desk for one unit, and how its output leaves it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from studio.ports import Brief, File, Output
from studio.text.bank import Bank
from studio.text.evidence import Fact, facts_of, sources_of
from studio.text.spoken import capital
from studio.text.words import words_of

MAKER = "embedded-writer"
VERSION = "1"


@dataclass(frozen=True, slots=True)
class Desk:
    brief: Brief
    words: dict[str, str]
    bank: Bank
    facts: tuple[Fact, ...]
    sources: tuple[tuple[str, str], ...]


def desk_of(brief: Brief) -> Desk:
    words = words_of(brief)
    bank = Bank(brief, words)
    facts = tuple(fact for fact in facts_of(brief) if bank.allows(fact.text))
    return Desk(brief, words, bank, facts, sources_of(brief))


def own_facts(desk: Desk, turn: int, each: int = 1) -> tuple[Fact, ...]:
    """The facts that are this unit's to quote: `each` a unit, so that no two units of a step quote the same."""
    return desk.facts[turn * each : (turn + 1) * each]


def varied(blocks: Sequence[str], words: Mapping[str, str]) -> list[str]:
    """The blocks with the topic in full where it is first named and short afterwards."""
    full, short = words["thing"], words["thing_short"]
    if full == short:
        return list(blocks)
    pattern = re.compile(rf"\b{re.escape(full)}\b", re.IGNORECASE)
    seen = False

    def swap(match: re.Match[str]) -> str:
        nonlocal seen
        if not seen:
            seen = True
            return match[0]
        return capital(short) if match[0][0].isupper() else short

    return [pattern.sub(swap, block) for block in blocks]


def output(
    desk: Desk, title: str, text: str, files: Sequence[File], used: Sequence[Fact], **more: Any
) -> Output:
    """The output with its provenance; `used` are the facts that were quoted."""
    numbers = sorted({fact.number for fact in used})
    sources = [
        {"title": desk.sources[number - 1][0], "source": desk.sources[number - 1][1]} for number in numbers
    ]
    made_by = {"maker": MAKER, "version": VERSION, "seed": desk.brief.seed, "sources": sources, **more}
    return Output(title, text, tuple(files), made_by)


def as_json(value: object) -> bytes:
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode()


def file_name(desk: Desk, kind: str, suffix: str) -> str:
    """Gives "trail-season-post-03.txt": sorts in the order of the step and tells its campaign."""
    campaign = re.sub(r"[^a-z0-9]+", "-", desk.words["name"].lower()).strip("-")[:40].strip("-")
    width = len(str(max(desk.brief.of, desk.brief.index)))
    return f"{campaign or 'campaign'}-{kind}-{desk.brief.index:0{width}d}.{suffix}"
