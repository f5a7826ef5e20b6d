"""Plays a score: additive voices, drums from shaped noise, a room, and a master level; numpy only."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from studio.audio.mastering import faded, mastered
from studio.audio.sound import Sound, filtered
from studio.jingle.score import BEATS, Note, Score

RATE = 44_100
RING = 2.0
"""Seconds after the last beat for the last note and the room to die away."""
FADE = 0.8


@dataclass(frozen=True, slots=True)
class Voice:
    """`partials` are levels of the harmonics; `decay` is per second and grows with the harmonic's number.

    `attack` and `release` in seconds; `detune` in cents between the left and the right side.
    """

    partials: tuple[float, ...]
    attack: float
    decay: float
    release: float
    detune: float = 0.0


VOICES = {
    "bell": Voice((1.0, 0.35, 0.08, 0.3, 0.04, 0.12), 0.002, 2.4, 0.25),
    "keys": Voice((1.0, 0.5, 0.22, 0.12, 0.06, 0.03), 0.006, 1.5, 0.2, 4),
    "brass": Voice(tuple(1 / n for n in range(1, 11)), 0.03, 0.25, 0.1, 7),
    "pluck": Voice((1.0, 0.0, 0.4, 0.0, 0.2, 0.0, 0.12, 0.0, 0.06), 0.003, 3.0, 0.12, 3),
    "strings": Voice(tuple(1 / n**1.4 for n in range(1, 9)), 0.25, 0.0, 0.5, 11),
    "glass": Voice((1.0, 0.15, 0.3, 0.05, 0.1), 0.4, 0.05, 0.7, 8),
    "bass": Voice((1.0, 0.6, 0.3, 0.15, 0.08), 0.008, 0.9, 0.08),
}


def play(score: Score, seed: int) -> Sound:
    """Mastered stereo of the score, faded to silence over its ring; `seed` shapes the noise of drums and room."""
    return faded(mastered(mixed(score, seed, RING), RATE), RATE, 0.0, FADE)


def mixed(score: Score, seed: int, ring: float) -> Sound:
    """All parts together, not yet levelled, with `ring` seconds after the last beat."""
    noise = np.random.default_rng(seed)
    beat = 60 / score.bpm
    frames = round((score.beats * beat + ring) * RATE)
    dry = 0.30 * _part(score.lead, VOICES[score.mood.lead], beat, frames)
    dry += 0.42 * _part(score.logo, VOICES["bell"], beat, frames)
    dry += 0.14 * _part(score.pad, VOICES[score.mood.pad], beat, frames)
    bass = 0.40 * _part(score.bass, VOICES["bass"], beat, frames)
    drums = _drums(score, beat, frames, noise)
    return dry + 0.22 * _room(dry, noise) + bass + drums


def _part(notes: tuple[Note, ...], voice: Voice, beat: float, frames: int) -> Sound:
    track = np.zeros((frames, 2))
    for note in notes:
        start = round(note.start * beat * RATE)
        sound = note.force * _tone(voice, note.pitch, note.beats * beat)
        end = min(frames, start + len(sound))
        track[start:end] += sound[: end - start]
    return track


def _tone(voice: Voice, pitch: int, seconds: float) -> Sound:
    time = np.arange(round((seconds + voice.release) * RATE)) / RATE
    sides = [_wave(voice, pitch + cents / 100, time) for cents in (-voice.detune / 2, voice.detune / 2)]
    rise = np.minimum(1.0, time / voice.attack)
    fall = np.clip((seconds + voice.release - time) / voice.release, 0, 1) ** 2
    shaped: Sound = np.stack(sides, axis=1) * (rise * fall)[:, None]
    return shaped


def _wave(voice: Voice, pitch: float, time: Sound) -> Sound:
    frequency = 440 * 2 ** ((pitch - 69) / 12)
    # Each partial is the one before turned and damped a step further: a product costs a tenth of a sine.
    turn = 2j * np.pi * frequency
    partial = np.exp((turn - voice.decay) * time)
    step = np.exp((turn - 0.35 * voice.decay) * time)
    wave = np.zeros_like(time)
    for number, level in enumerate(voice.partials, 1):
        # A partial beyond the hearing's end would fold back as a false tone.
        if number * frequency >= 16_000:
            break
        if level:
            wave += level * partial.imag
        partial *= step
    return wave / sum(voice.partials)


def _drums(score: Score, beat: float, frames: int, noise: np.random.Generator) -> Sound:
    """The pattern in every bar but the last, which belongs to the logo."""
    mood = score.mood
    track = np.zeros(frames)
    kit = ((mood.kick, 0.5 * _kick()), (mood.snare, 0.3 * _snare(noise)), (mood.hat, 0.09 * _hat(noise)))
    for pattern, hit in kit:
        for bar in range(score.bars - 1):
            for step in (place for place, sign in enumerate(pattern) if sign == "x"):
                start = round((bar * BEATS + step / 4) * beat * RATE)
                end = min(frames, start + len(hit))
                track[start:end] += hit[: end - start]
    return np.stack((track, track), axis=1)


def _kick() -> Sound:
    time = np.arange(round(0.28 * RATE)) / RATE
    sweep = 48 * time + 110 / 32 * (1 - np.exp(-32 * time))
    kick: Sound = np.sin(2 * np.pi * sweep) * np.exp(-14 * time) * np.minimum(1, time / 0.002)
    return kick


def _snare(noise: np.random.Generator) -> Sound:
    time = np.arange(round(0.18 * RATE)) / RATE
    snare: Sound = 0.6 * _bright(noise, len(time)) * np.exp(-24 * time) + 0.4 * np.sin(
        2 * np.pi * 190 * time
    ) * np.exp(-30 * time)
    return snare


def _hat(noise: np.random.Generator) -> Sound:
    time = np.arange(round(0.06 * RATE)) / RATE
    hat: Sound = _bright(noise, len(time)) * np.exp(-70 * time)
    return hat


def _bright(noise: np.random.Generator, length: int) -> Sound:
    """Noise without its low end, as a brush or a cymbal has it."""
    white = noise.standard_normal(length + 1)
    return np.diff(white) / 2


def _room(dry: Sound, noise: np.random.Generator) -> Sound:
    """The sound in a small hall: convolved with noise that dies away within about a second."""
    length = round(1.1 * RATE)
    time = np.arange(length) / RATE
    hall = noise.standard_normal((length, 2)) * np.exp(-5.5 * time)[:, None]
    hall /= np.sqrt((hall**2).sum(axis=0))
    size = 1 << (4 * length).bit_length()
    return filtered(dry, np.fft.rfft(hall.T, size), length)
