"""Composes a jingle: a motif, its answer, a cadence, and a sonic logo with one note for each syllable of the brand."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from random import Random

from studio.jingle.moods import MINOR, Mood, moods_for, wished
from studio.wishes import Wishes

KEYS = {"C": 60, "D": 62, "E♭": 63, "F": 65, "G": 67, "A": 57, "B♭": 58}
"""MIDI numbers of the tonic, chosen so that the melody stays between G3 and E6, where small speakers carry."""

BARS = 6
BEATS = 4
_RHYTHMS = (
    (0.0, 1.0, 1.5, 2.0, 3.0),
    (0.0, 0.5, 1.0, 2.0, 2.5, 3.0),
    (0.0, 1.5, 2.0, 3.5),
    (0.0, 0.75, 1.5, 2.0, 3.0, 3.5),
    (0.0, 0.5, 1.5, 2.5, 3.0),
)
"""Beats on which the motif's notes begin; each has an entry on the first and one near the third."""
_LOGOS = {1: (7,), 2: (4, 7), 3: (4, 6, 7), 4: (2, 4, 6, 7), 5: (0, 2, 4, 6, 7)}
"""Scale degrees of the logo by its number of notes; all rise to the upper tonic, which listeners hear as an end."""


_UNDER_WORDS = 0.5
"""The melody's force where somebody may speak: it must not draw the ear from the words."""


@dataclass(frozen=True, slots=True)
class Note:
    """`start` and `beats` in beats, `pitch` a MIDI number, `force` 0 to 1."""

    start: float
    beats: float
    pitch: int
    force: float


@dataclass(frozen=True, slots=True)
class Score:
    """Everything that is played, by part; `beats` is the length without the last note's ring."""

    mood: Mood
    bpm: float
    key: str
    beats: int
    lead: tuple[Note, ...]
    pad: tuple[Note, ...]
    bass: tuple[Note, ...]
    logo: tuple[Note, ...]

    @property
    def bars(self) -> int:
        return self.beats // BEATS

    @property
    def tonality(self) -> str:
        return f"{self.key} {'minor' if self.mood.scale == MINOR else 'major'}"


def compose(brand: str, voice: str, index: int, seed: int, wishes: Wishes | None = None) -> Score:
    """The score for the brand. Jingles of one step take turns in mood, and `seed` varies all the rest."""
    random = Random(seed)
    fitting = moods_for(voice)
    mood = wished(fitting[(index - 1) % len(fitting)], wishes or Wishes())
    key = random.choice(sorted(KEYS))
    tonic = KEYS[key]
    # The leading chord before the tonic is what makes an end an end: VII in minor, V in major.
    chords = (*random.choice(mood.chords), 6 if mood.scale == MINOR else 4, 0)
    return Score(
        mood,
        random.randint(*mood.bpm),
        key,
        BARS * BEATS,
        lead=_melody(random, mood, tonic, chords),
        pad=_harmony(mood, tonic, chords),
        bass=_bass(mood, tonic, chords),
        logo=_logo(brand, mood, tonic, BARS),
    )


def bed(brand: str, mood: Mood, seconds: float, seed: int) -> Score:
    """Music of just this length to speak over: its melody rests every other four bars, its last bar is the logo's."""
    random = Random(seed)
    key = random.choice(sorted(KEYS))
    tonic, progression = KEYS[key], random.choice(mood.chords)
    slowest, fastest = mood.bpm
    bars = max(2, round(seconds * (slowest + fastest) / 2 / 60 / BEATS))
    around = tuple(progression[bar % len(progression)] for bar in range(bars - 2))
    chords = (*around, 6 if mood.scale == MINOR else 4, 0)
    return Score(
        mood,
        bars * BEATS * 60 / seconds,
        key,
        bars * BEATS,
        lead=_resting(_melody(random, mood, tonic, progression), bars),
        pad=_harmony(mood, tonic, chords),
        bass=_bass(mood, tonic, chords),
        logo=_logo(brand, mood, tonic, bars),
    )


def _resting(melody: tuple[Note, ...], bars: int) -> tuple[Note, ...]:
    """The four bars' melody, softly, in every second four of them, and not beside the logo."""
    return tuple(
        replace(note, start=note.start + first * BEATS, force=note.force * _UNDER_WORDS)
        for first in range(0, bars - 2, 8)
        for note in melody
        if note.start + first * BEATS < (bars - 2) * BEATS
    )


def syllables(name: str) -> int:
    """About how many beats a name takes to say: groups of vowels, a silent final e aside, 1 to 5."""
    counted = 0
    for word in re.findall(r"[a-zà-ÿ]+", name.lower()):
        groups = re.findall(r"[aeiouyà-ÿ]+", word)
        silent = len(groups) > 1 and re.search(r"[^aeiouyl]e$", word) is not None
        counted += max(1, len(groups) - silent)
    return min(5, max(1, counted))


def _pitch(scale: tuple[int, ...], tonic: int, degree: int) -> int:
    octave, step = divmod(degree, len(scale))
    return tonic + 12 * octave + scale[step]


def _melody(random: Random, mood: Mood, tonic: int, chords: tuple[int, ...]) -> tuple[Note, ...]:
    """Four bars: the motif, the motif on the next chord, the motif again, and a turn upwards that asks for the end."""
    rhythm = random.choice(_RHYTHMS)
    contour = _contour(random, len(rhythm))
    notes: list[Note] = []
    for bar in range(4):
        shape = contour if bar < 3 else tuple(degree + 1 for degree in contour)
        for position, (start, offset) in enumerate(zip(rhythm, shape, strict=True)):
            degree = _settled(chords[bar] % 7 + offset, chords[bar], strong=start in {0.0, 2.0})
            end = rhythm[position + 1] if position + 1 < len(rhythm) else BEATS
            force = 0.9 if start == 0 else 0.7
            notes.append(
                Note(
                    bar * BEATS + _swung(start, mood.swing),
                    end - start,
                    _pitch(mood.scale, tonic, degree),
                    force,
                )
            )
    return tuple(notes)


def _contour(random: Random, length: int) -> tuple[int, ...]:
    """Steps above the chord's root: mostly neighbours, one leap, never a straight line."""
    contour = [random.choice((0, 2, 4))]
    leap = random.randrange(1, length)
    for position in range(1, length):
        move = random.choice((-3, 3)) if position == leap else random.choice((-1, 1, 1, -2))
        contour.append(min(6, max(-2, contour[-1] + move)))
    return tuple(contour)


def _settled(degree: int, chord: int, *, strong: bool) -> int:
    """On a strong beat the nearest note of the chord, elsewhere the note itself; kept below the second octave."""
    if strong:
        degree = min(
            (degree, degree - 1, degree + 1),
            key=lambda each: ((each - chord) % 7 not in {0, 2, 4}, abs(each - degree)),
        )
    return degree - 7 if degree > 9 else degree


def _swung(beat: float, swing: float) -> float:
    return beat + swing / 2 if beat % 1 == 0.5 else beat


def _harmony(mood: Mood, tonic: int, chords: tuple[int, ...]) -> tuple[Note, ...]:
    """One chord a bar, each voice moving as little as it can."""
    notes: list[Note] = []
    centre = tonic - 5.0
    for bar, chord in enumerate(chords):
        pitches = [_near(_pitch(mood.scale, tonic, chord + third), centre) for third in (0, 2, 4)]
        length = BEATS if bar < len(chords) - 1 else BEATS * 1.5
        notes += [Note(bar * BEATS, length, pitch, 0.5) for pitch in pitches]
        centre = sum(pitches) / len(pitches)
    return tuple(notes)


def _near(pitch: int, centre: float) -> int:
    """The pitch in the octave that lies around the centre."""
    while pitch > centre + 6:
        pitch -= 12
    while pitch < centre - 6:
        pitch += 12
    return pitch


def _bass(mood: Mood, tonic: int, chords: tuple[int, ...]) -> tuple[Note, ...]:
    notes: list[Note] = []
    for bar, chord in enumerate(chords):
        root = _near(_pitch(mood.scale, tonic, chord), 41)
        if bar == len(chords) - 1:
            notes.append(Note(bar * BEATS, BEATS * 1.5, root, 0.9))
            continue
        fifth = _near(_pitch(mood.scale, tonic, chord + 4), 45)
        notes += [
            Note(bar * BEATS, 1.5, root, 0.9),
            Note(bar * BEATS + 1.5, 0.5, root, 0.6),
            Note(bar * BEATS + 2, 1.0, fifth, 0.75),
            Note(bar * BEATS + 3, 1.0, root, 0.7),
        ]
    return tuple(notes)


def _logo(brand: str, mood: Mood, tonic: int, bars: int) -> tuple[Note, ...]:
    """The brand's name in notes; its last falls on the first beat of the last bar and rings."""
    degrees = _LOGOS[syllables(brand)]
    step = 0.5 if len(degrees) > 3 else 1.0
    first = (bars - 1) * BEATS - step * (len(degrees) - 1)
    return tuple(
        Note(
            first + step * position,
            step if position < len(degrees) - 1 else BEATS,
            _pitch(mood.scale, tonic, degree),
            1.0,
        )
        for position, degree in enumerate(degrees)
    )
