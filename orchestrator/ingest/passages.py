"""A text in passages: what is searched, ranked and cited."""

from __future__ import annotations

import re
from collections.abc import Iterable

from orchestrator.ingest.kinds import Section

PASSAGE = 800
"""Characters of a passage at most: a paragraph or two, enough to answer from, short enough to rank well."""
HEADING = 120
"""Characters of a heading that are kept."""


def cut(sections: Iterable[Section]) -> list[Section]:
    """The sections' passages in order; a heading's words are searched with each passage under it."""
    found: list[Section] = []
    for section in sections:
        heading = " ".join(section.heading.split())[:HEADING]
        found += [Section(_headed(heading, each), section.page, heading) for each in passages(section.text)]
    return found


def _headed(heading: str, passage: str) -> str:
    if not heading or passage.casefold().startswith(heading.casefold()):
        return passage
    return f"{heading}{'' if heading.endswith(('.', '?', '!', '…', ':')) else '.'} {passage}"


def passages(text: str) -> list[str]:
    """The text in passages of whole sentences, paragraph ends kept where they fall."""
    pieces = [piece for sentence in re.split(r"(?<=[.!?…])\s+|\n{2,}", text) for piece in _cut(sentence)]
    packed: list[str] = []
    for piece in pieces:
        if packed and len(packed[-1]) + 1 + len(piece) <= PASSAGE:
            packed[-1] = f"{packed[-1]} {piece}"
        else:
            packed.append(piece)
    return packed


def _cut(sentence: str) -> list[str]:
    """A sentence, or the parts of one that is longer than a passage, cut between words where it has any."""
    left, parts = sentence.strip(), []
    while len(left) > PASSAGE:
        space = left.rfind(" ", PASSAGE // 2, PASSAGE)
        end = space if space > 0 else PASSAGE
        parts.append(left[:end].strip())
        left = left[end:].strip()
    return [*parts, left] if left else parts
