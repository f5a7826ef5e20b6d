"""The bed: music of the film's length, in the mood that the script asks for."""

from __future__ import annotations

from random import Random

from studio.audio.encoding import wav
from studio.audio.mastering import faded, mastered
from studio.audio.sound import RATE as FILM_RATE
from studio.audio.sound import resampled, sized
from studio.creative.types import Script
from studio.jingle.moods import MOODS, Mood, moods_for
from studio.jingle.score import bed
from studio.jingle.synth import RATE, mixed
from studio.ports import Brand

_FADE = 1.0
_RING = 0.4
"""Seconds for the last bar to die away; it is a whole bar long itself."""

_MOODS = (
    ("bright", "bright playful joyful happy upbeat cheerful fun light festive"),
    ("warm", "warm calm gentle soft honest quiet acoustic tender cosy"),
    ("bold", "bold energetic driving deep powerful strong urgent epic rock intense"),
    ("elegant", "elegant slow premium cinematic orchestral classical refined dreamy ambient"),
    ("modern", "modern precise electronic clean minimal tech technical cool"),
)


def mood_of(music: str, brand: Brand, seed: int) -> Mood:
    """What the words of the script's music ask for, else the brand's voice."""
    wanted = set(music.lower().replace(",", " ").split())
    for name, words in _MOODS:
        if wanted & set(words.split()):
            return next(mood for mood in MOODS if mood.name == name)
    return Random(seed).choice(moods_for(brand.voice)[:2])


def score_bed(script: Script, brand: Brand, seed: int) -> bytes:
    """A WAV as long as the script, that ends on the brand's sonic logo. Runs in a rendering process."""
    mood = mood_of(script.music, brand, seed)
    score = bed(brand.name, mood, max(1.0, script.seconds - _RING), seed)
    sound = resampled(mixed(score, seed, _RING), RATE, FILM_RATE)
    whole = sized(sound, round(script.seconds * FILM_RATE))
    return wav(faded(mastered(whole, FILM_RATE), FILM_RATE, 0.05, _FADE), FILM_RATE)
