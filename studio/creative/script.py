"""A short script for a chosen concept, and its rewriting by a note."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from studio.creative.concepts import device_of, directed, words_with_fact
from studio.creative.types import Concept, Direction, Scene, Script
from studio.ports import Brief, MakerError
from studio.text.bank import Bank
from studio.text.data import data
from studio.text.desk import desk_of
from studio.text.spoken import capital, clipped

SHORTEST_FILM = 3
"""Scenes: fewer are no story."""
LONGEST_FILM = 5
HEADLINE = 42
"""Characters that a phone shows in two lines at a readable size."""
WORDS_A_SECOND = 2.4
"""Of an unhurried advertising voice; 145 words a minute."""
LETTERS_A_SECOND = 15
"""The same voice's, at about six characters a word, spaces among them."""
_REST = 0.9
"""Seconds of a scene beside its words: the breath before and after."""
_SILENT = 2.5


def write_script(brief: Brief, concept: Concept, direction: Direction, rng: random.Random) -> Script:
    """The hook, two or three beats of the concept's device, and the call to action: four or five scenes."""
    told = replace(directed(brief, direction), seed=rng.randrange(1_000_000), index=1, of=1)
    desk = desk_of(told)
    words = words_with_fact(desk)
    bank, ads = Bank(told, words), data("ads")
    device = device_of(concept)
    beats: list[Mapping[str, Any]] = ads["devices"][device]["beats"]
    if any("{fact}" in line for beat in beats for line in beat["says"]) and "fact" not in words:
        beats = ads["devices"]["honest"]["beats"]
    scenes = [
        _scene(number, bank, f"{device}/{number}", beat, words) for number, beat in enumerate(beats, start=1)
    ]
    scenes[0] = replace(scenes[0], says=concept.hook, seconds=seconds_of(concept.hook))
    scenes = [scene for scene in scenes if scene.says][: SHORTEST_FILM + 1]
    scenes.append(_scene(0, bank, "call", ads["call"], words))
    said = set[str]()
    kept = [scene for scene in scenes if scene.says not in said and not said.add(scene.says)]  # type: ignore[func-returns-value]
    title = clipped(f"{capital(words['short'])}: {concept.title}", 80)
    return Script(title, numbered(kept), ads["music"][device], words["button"])


def rewrite_script(
    brief: Brief, direction: Direction, script: Script, note: str, rng: random.Random
) -> Script:
    """The script changed as the note asks. Raises `MakerError` for a note that asks for nothing known here."""
    wishes = wishes_of(note)
    if not wishes:
        raise MakerError(
            "the embedded writer can make a script shorter, longer, more or less formal, or write another",
            "say which of these, or edit the words yourself",
        )
    changed = script
    if "fresh" in wishes and len(wishes) == 1:
        concept = Concept(script.title.split(": ", 1)[-1], script.scenes[0].says, "", "", script.music)
        return write_script(brief, concept, direction, rng)
    for wish in wishes:
        if wish == "shorter":
            changed = _shorter(changed)
        elif wish == "longer":
            changed = _longer(brief, direction, changed, rng)
        elif wish in ("casual", "formal"):
            changed = _toned(changed, casual=wish == "casual")
    if changed == script:
        raise MakerError("it cannot be changed further in that way", "edit the words yourself")
    return changed


def wishes_of(note: str) -> tuple[str, ...]:
    """What the note asks for: shorter, longer, casual, formal, fresh; "less formal" is casual, not formal."""
    plain = f" {' '.join(re.findall(r'[a-z]+', note.lower()))} "
    phrases = [(phrase, wish) for wish, listed in data("ads")["wishes"].items() for phrase in listed]
    found = []
    for phrase, wish in sorted(phrases, key=lambda pair: -len(pair[0])):
        if f" {phrase} " in plain:
            found.append(wish)
            plain = plain.replace(f" {phrase} ", " . ")
    return tuple(dict.fromkeys(found))


def wish_words() -> frozenset[str]:
    """The words that wishes are made of."""
    return frozenset(
        word for listed in data("ads")["wishes"].values() for phrase in listed for word in phrase.split()
    )


def seconds_of(says: str) -> float:
    """How long a scene stands in which that is said."""
    # A web address is one word and takes as long as five: so letters count where there are more to a word.
    spoken = max(len(says.split()) / WORDS_A_SECOND, len(says) / LETTERS_A_SECOND)
    return round(max(_SILENT, spoken + _REST), 1)


def numbered(scenes: list[Scene]) -> tuple[Scene, ...]:
    return tuple(replace(scene, number=number) for number, scene in enumerate(scenes, start=1))


def _scene(number: int, bank: Bank, key: str, beat: Mapping[str, Any], words: Mapping[str, str]) -> Scene:
    says = bank.line(f"ads/{key}/says", beat["says"], place=(0, 1))
    shows = bank.line(f"ads/{key}/shows", beat["shows"], place=(0, 1), longest=HEADLINE)
    shown = shows or clipped(says or words["Short"], HEADLINE)
    return Scene(max(1, number), seconds_of(says), says, shown.rstrip("."), beat["visual"])


def _shorter(script: Script) -> Script:
    """Without its longest middle scene while there are more than three, then each line to its first clause."""
    scenes = list(script.scenes)
    if len(scenes) > SHORTEST_FILM:
        scenes.remove(max(scenes[1:-1], key=lambda scene: (len(scene.says), scene.number)))
    cut = [_first_clause(scene) for scene in scenes[:-1]] + scenes[-1:]
    if sum(scene.seconds for scene in cut) < sum(scene.seconds for scene in scenes):
        scenes = cut
    return replace(script, scenes=numbered(scenes))


def _first_clause(scene: Scene) -> Scene:
    clause = re.split(r"(?<=[.?!])\s+|[:;,]\s+", scene.says)[0].rstrip(".,:;")
    says = f"{clause}." if clause and clause[-1] not in "?!" else clause
    if len(says.split()) < _LEAST_WORDS:
        says = scene.says
    return replace(scene, says=says, seconds=seconds_of(says))


_LEAST_WORDS = 4


def _longer(brief: Brief, direction: Direction, script: Script, rng: random.Random) -> Script:
    """One more scene before the call to action: a fact, else what the brand says of itself."""
    desk = desk_of(directed(brief, direction))
    said = {scene.says for scene in script.scenes}
    spare = [fact.text for fact in desk.facts] + [
        f"{desk.words[key]}." for key in ("tagline", "products") if key in desk.words
    ]
    fresh = [line for line in spare if line not in said]
    if not fresh:
        concept = Concept(script.title.split(": ", 1)[-1], script.scenes[0].says, "", "", "")
        whole = write_script(brief, concept, direction, rng).scenes
        fresh = [scene.says for scene in whole[1:-1] if scene.says not in said]
    if not fresh:
        return script
    scenes, says = list(script.scenes), fresh[0]
    if len(scenes) >= LONGEST_FILM:
        scenes[-2] = _said(scenes[-2], f"{scenes[-2].says} {says}".strip())
    else:
        shown = clipped(says, HEADLINE).rstrip(".")
        scenes.insert(-1, Scene(1, seconds_of(says), says, shown, "plain type on the brand's colour"))
    return replace(script, scenes=numbered(scenes))


def _toned(script: Script, *, casual: bool) -> Script:
    pairs = data("ads")["casual"].items()
    swaps = list(pairs) if casual else [(low, high) for high, low in pairs]
    toned = [_said(scene, _swapped(scene.says, swaps)) for scene in script.scenes]
    if casual and tuple(toned) == script.scenes and not toned[0].says.startswith(_OPENING):
        says = toned[0].says
        toned[0] = _said(toned[0], f"{_OPENING}{says[:1].lower()}{says[1:]}")
    return replace(script, scenes=tuple(toned))


_OPENING = "So, "
"""What a talker begins with; taken where there is nothing else to loosen."""


def _said(scene: Scene, says: str) -> Scene:
    return replace(scene, says=says, seconds=seconds_of(says)) if says != scene.says else scene


def _swapped(text: str, swaps: Iterable[tuple[str, str]]) -> str:
    for old, new in swaps:
        pattern = re.compile(rf"(?<!\w){re.escape(old)}(?!\w)", re.IGNORECASE)
        text = pattern.sub(partial(_as_capital, new), text)
    return text.replace(" 'd", "'d")


def _as_capital(new: str, match: re.Match[str]) -> str:
    return capital(new) if match[0][0].isupper() else new
