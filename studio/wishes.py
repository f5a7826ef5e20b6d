"""What the note of a remake asks of a picture or a jingle, by a small vocabulary that is data.

A note is read clause by clause. Each word pulls one way of the piece up or down ("darker" the light, "happier" the
cheer); "less", "too" and "not" turn the pull around, and "not dark enough" does not. Notes add up.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

import prompts

Medium = Literal["pictures", "sounds"]

MOST = 3
"""How far a way is pulled at most, however often it is asked for."""
_CLAUSE = re.compile(r"\s*(?:[,;:!?]|\.(?:\s|$)|\band\b|\bbut\b|\bwith\b|\bplus\b)\s*", re.IGNORECASE)
_WORD = re.compile(r"[a-z]+(?:['-][a-z]+)*")
_FOLDER = Path(prompts.__file__).parent / "studio" / "wishes"


@dataclass(frozen=True, slots=True)
class Wishes:
    """`levels` by way, from -`MOST` to `MOST`; what is not asked for is 0. `named` is a mood asked for by its name."""

    levels: Mapping[str, int] = field(default_factory=dict)
    named: str = ""

    def level(self, way: str) -> int:
        return self.levels.get(way, 0)


def wishes_of(notes: Sequence[str], medium: Medium) -> tuple[Wishes, tuple[str, ...]]:
    """What the notes ask for, and the notes in which nothing was understood."""
    levels: dict[str, int] = {}
    named, strange = "", []
    for note in notes:
        understood = False
        for clause in _CLAUSE.split(note.lower().replace("’", "'")):
            pulls, mood = _read(clause, medium)
            for way, pull in pulls.items():
                levels[way] = max(-MOST, min(MOST, levels.get(way, 0) + pull))
            named = mood or named
            understood = understood or bool(pulls) or bool(mood)
        if not understood:
            strange.append(note)
    return Wishes(levels, named), tuple(strange)


def understood(note: str, medium: Medium) -> bool:
    """Whether anything in the note would be followed."""
    return not wishes_of([note], medium)[1]


def examples(medium: Medium) -> list[str]:
    """A few notes that are followed, to be said."""
    return list(_vocabulary(medium)["examples"])


def _read(clause: str, medium: Medium) -> tuple[dict[str, int], str]:
    """Each way that the clause pulls, with 1 or -1, and the mood that it names."""
    grammar, vocabulary = _vocabulary("grammar"), _vocabulary(medium)
    words = set(_WORD.findall(clause))
    turned = bool(words & set(grammar["flip"]))
    if words & set(grammar["enough"]):
        if not turned:
            return {}, ""  # "dark enough": it is as it should be
        turned = False
    pulls = {}
    for way, known in vocabulary.items():
        if way not in ("named", "examples"):
            pull = _pull(clause, words, known)
            amount = _amount(words, grammar) if words & set(known.get("things", ())) else 0
            if pull or amount:
                pulls[way] = (-pull if turned else pull) or amount
    # Only a word that is praised in the clause names a mood: "not so modern" names none.
    moods = (
        [] if turned else [name for name, known in vocabulary.get("named", {}).items() if words & set(known)]
    )
    return pulls, moods[0] if moods else ""


def _pull(clause: str, words: set[str], known: Mapping[str, Any]) -> int:
    phrases = known.get("phrases", {})
    for direction, pull in (("more", 1), ("less", -1)):
        if any(phrase in clause for phrase in phrases.get(direction, ())) or words & set(known[direction]):
            return pull
    return 0


def _amount(words: set[str], grammar: Mapping[str, Sequence[str]]) -> int:
    """Of a thing that was named: -1 for less of it. More words than there are facts for are not to be had."""
    if "too" in words:
        return -1 if words & set(grammar["abundant"]) else 0
    return -1 if words & set(grammar["fewer"]) and not words & set(grammar["greater"]) else 0


@cache
def _vocabulary(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((_FOLDER / f"{name}.yaml").read_text("utf-8"))
    return loaded
