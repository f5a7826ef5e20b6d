"""The embedded composer."""

from __future__ import annotations

from studio.audio.encoding import mp3, opus, wav
from studio.audio.loudness import loudness, true_peak
from studio.jingle.score import Score, compose
from studio.jingle.synth import RATE, RING, play
from studio.ports import Brief, File, Maker, Output
from studio.render import RenderPool
from studio.text.fragments import thing
from studio.wishes import wishes_of

SOURCE_TYPE = "http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia"
"""IPTC's term for media that an algorithm made without a trained model."""


class Composer:
    name = "embedded-composer"

    def __init__(self, render: RenderPool) -> None:
        self._render = render

    async def make(self, brief: Brief) -> Output:
        brand = brief.brand.name or brief.name
        wishes, _ = wishes_of(brief.notes, "sounds")
        score = compose(brand, brief.brand.voice, brief.index, brief.seed, wishes)
        title = f"{brand}: {score.mood.name} jingle in {score.tonality}"
        files, measured = await self._render.run(_recorded, score, brief.seed, title, f"jingle-{brief.index}")
        seconds = score.beats * 60 / score.bpm + RING
        provenance = {
            "maker": self.name,
            "version": "2",
            "seed": brief.seed,
            "mood": score.mood.name,
            "bpm": score.bpm,
            "key": score.tonality,
            "seconds": round(seconds, 1),
            "rate": RATE,
            **measured,
            "digital_source_type": SOURCE_TYPE,
        }
        return Output(title, _notes(score, brief, brand, seconds), files, provenance)


def maker(render: RenderPool) -> Maker:
    return Composer(render)


def _recorded(score: Score, seed: int, title: str, stem: str) -> tuple[tuple[File, ...], dict[str, float]]:
    """WAV to keep, MP3 and Opus to publish, and what the master measures."""
    sound = play(score, seed)
    told = f"Made by the Drumbeat embedded composer; {SOURCE_TYPE}"
    tags = {"title": title, "comment": told}
    files = (
        File(f"{stem}.wav", "audio", "audio/wav", wav(sound, RATE, title, told)),
        File(f"{stem}.mp3", "audio", "audio/mpeg", mp3(sound, RATE, tags)),
        File(f"{stem}.opus", "audio", "audio/ogg", opus(sound, RATE, tags)),
    )
    return files, {"lufs": round(loudness(sound, RATE), 1), "peak_dbtp": round(true_peak(sound, RATE), 1)}


def _notes(score: Score, brief: Brief, brand: str, seconds: float) -> str:
    """What a producer would want to read before listening."""
    about = thing(brief.topic or brief.name).of(brief.brand.name)
    notes = "one note" if len(score.logo) == 1 else f"{len(score.logo)} notes"
    mood = f"{'An' if score.mood.name[0] in 'aeiou' else 'A'} {score.mood.name}"
    return (
        f"{mood} jingle for {about}, in {score.tonality}, {seconds:.0f} seconds long.\n"
        f"Four bars of melody lead to a sonic logo of {notes} that follows the name {brand}, "
        "and its last note rings out.\n"
    )
