"""What a brand's voice sounds like: tempo, scale, chords, rhythm and instruments, as data."""

from __future__ import annotations

from dataclasses import dataclass, replace

from studio.wishes import Wishes

MAJOR = (0, 2, 4, 5, 7, 9, 11)
MINOR = (0, 2, 3, 5, 7, 8, 10)
LYDIAN = (0, 2, 4, 6, 7, 9, 11)


@dataclass(frozen=True, slots=True)
class Mood:
    """`bpm` is a range; `chords` are four bars of scale degrees counted from 0 (four choices of progression at most).

    `kick`, `snare` and `hat` are sixteen steps of a bar, `x` struck; `swing` delays every second eighth by that
    part of an eighth. `lead` and `pad` name voices of the synthesiser.
    """

    name: str
    voice: frozenset[str]
    bpm: tuple[int, int]
    scale: tuple[int, ...]
    chords: tuple[tuple[int, int, int, int], ...]
    lead: str
    pad: str
    kick: str
    snare: str
    hat: str
    swing: float = 0.0


MOODS = (
    Mood(
        "bright",
        frozenset({"playful", "fun", "friendly", "cheerful", "young", "witty", "sunny", "happy"}),
        (112, 122),
        MAJOR,
        ((0, 4, 5, 3), (0, 3, 0, 4), (0, 5, 3, 4)),
        lead="bell",
        pad="strings",
        kick="x.......x.x.....",
        snare="....x.......x...",
        hat="..x...x...x...x.",
        swing=0.2,
    ),
    Mood(
        "warm",
        frozenset({"warm", "kind", "calm", "honest", "caring", "plain", "cosy", "cozy", "family", "natural"}),
        (90, 100),
        MAJOR,
        ((0, 5, 3, 4), (0, 3, 5, 4), (5, 3, 0, 4)),
        lead="keys",
        pad="strings",
        kick="x.........x.....",
        snare="........x.......",
        hat="....x.......x...",
        swing=0.12,
    ),
    Mood(
        "bold",
        frozenset(
            {"bold", "strong", "energetic", "sporty", "loud", "daring", "confident", "direct", "urban"}
        ),
        (122, 130),
        MINOR,
        ((0, 5, 2, 6), (0, 6, 5, 6), (0, 3, 5, 6)),
        lead="brass",
        pad="brass",
        kick="x...x...x...x...",
        snare="....x.......x...",
        hat="x.x.x.x.x.x.x.x.",
    ),
    Mood(
        "elegant",
        frozenset({"elegant", "premium", "refined", "luxury", "classic", "thoughtful", "heritage", "serene"}),
        (80, 88),
        LYDIAN,
        ((0, 2, 3, 0), (0, 1, 5, 4), (0, 5, 1, 4)),
        lead="keys",
        pad="glass",
        kick="................",
        snare="................",
        hat="........x.......",
    ),
    Mood(
        "modern",
        frozenset(
            {"modern", "clean", "smart", "technical", "minimal", "clear", "precise", "simple", "fresh"}
        ),
        (104, 112),
        MAJOR,
        ((5, 3, 0, 4), (0, 4, 1, 3), (3, 0, 4, 5)),
        lead="pluck",
        pad="glass",
        kick="x..x..x...x.....",
        snare="....x.......x...",
        hat="x.xxx.x.x.xxx.x.",
    ),
)


_PACE = 1.18
"""What a step faster multiplies the tempo by: more than the range within which a mood's tempo varies by itself."""
_SLOWEST, _FASTEST = 56, 168
"""Beats a minute; beyond, a jingle of six bars is a dirge or a blur."""


def wished(mood: Mood, wishes: Wishes) -> Mood:
    """The mood as the wishes have it: another one by name, its scale, its pace."""
    mood = _named(wishes) or mood
    mode = wishes.level("mode") or (-1 if wishes.level("cheer") < 0 else 0)
    if mode and (mode < 0) != (mood.scale == MINOR):
        mood = replace(mood, scale=MINOR if mode < 0 else MAJOR)
    pace = wishes.level("tempo") - (wishes.level("cheer") < 0)
    slow, fast = (min(max(round(bpm * _PACE**pace), _SLOWEST), _FASTEST) for bpm in mood.bpm)
    return replace(mood, bpm=(slow, fast))


def _named(wishes: Wishes) -> Mood | None:
    force = wishes.level("force")
    name = wishes.named
    if wishes.level("cheer") > 0:
        name = "bright"
    elif force and not name:
        name = "bold" if force > 0 else "warm"
    return next((mood for mood in MOODS if mood.name == name), None)


def moods_for(voice: str) -> tuple[Mood, ...]:
    """The moods that the voice's adjectives name, best first; all of them when it names none."""
    words = {word.strip(".,;:!").lower() for word in voice.split()}
    fitting = sorted(
        (mood for mood in MOODS if mood.voice & words), key=lambda mood: -len(mood.voice & words)
    )
    return tuple(fitting) or MOODS
