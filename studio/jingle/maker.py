"""The embedded composer."""

from __future__ import annotations

from studio.jingle.score import Score, compose
from studio.jingle.synth import RATE, RING, play
from studio.jingle.wav import encoded
from studio.ports import Brief, File, Maker, Output
from studio.render import RenderPool
from studio.text.fragments import thing

SOURCE_TYPE = "http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia"
"""IPTC's term for media that an algorithm made without a trained model."""


class Composer:
    name = "embedded-composer"

    def __init__(self, render: RenderPool) -> None:
        self._render = render

    async def make(self, brief: Brief) -> Output:
        brand = brief.brand.name or brief.name
        score = compose(brand, brief.brand.voice, brief.index, brief.seed)
        title = f"{brand}: {score.mood.name} jingle in {score.tonality}"
        data = await self._render.run(_recorded, score, brief.seed, title)
        seconds = score.beats * 60 / score.bpm + RING
        provenance = {
            "maker": self.name,
            "version": "1",
            "seed": brief.seed,
            "mood": score.mood.name,
            "bpm": score.bpm,
            "key": score.tonality,
            "seconds": round(seconds, 1),
            "rate": RATE,
            "digital_source_type": SOURCE_TYPE,
        }
        file = File(f"jingle-{brief.index}.wav", "audio", "audio/wav", data)
        return Output(title, _notes(score, brief, brand, seconds), (file,), provenance)


def maker(render: RenderPool) -> Maker:
    return Composer(render)


def _recorded(score: Score, seed: int, title: str) -> bytes:
    return encoded(play(score, seed), title, f"Made by the Drumbeat embedded composer; {SOURCE_TYPE}")


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
