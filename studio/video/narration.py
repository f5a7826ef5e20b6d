"""The voice-over: each scene's words spoken where the scene stands."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

import av
import av.filter
import numpy as np

from studio.audio.encoding import wav
from studio.audio.mastering import mastered
from studio.audio.sound import RATE, Sound, of_pcm, sized, stereo
from studio.creative.types import Scene, Script
from studio.ports import MakerError

LEAD = 0.3
"""Seconds of a scene before its words, in which the picture is taken in."""
REST = 0.25
"""Seconds after them."""
FASTEST = 1.5
"""How much faster than normal words may be spoken to fit their scene; beyond, they are not followed."""


class Narrator(Protocol):
    """A voice for films."""

    name: str

    async def say(self, text: str) -> tuple[bytes, int]:
        """16-bit little-endian mono PCM and its rate in hertz; empty for words without sound."""
        ...


async def fitted(script: Script, narrator: Narrator) -> Script:
    """The script with its scenes made as long as their words take; none gets shorter."""
    return replace(script, scenes=tuple([await _fitted(scene, narrator) for scene in script.scenes]))


async def narrate(script: Script, narrator: Narrator) -> bytes:
    """The whole voice-over as a WAV as long as the script; words too long for their scene are spoken faster.

    Raises `MakerError` for a scene whose words cannot be followed in its time.
    """
    whole = np.zeros((round(script.seconds * RATE), 1))
    begins = 0.0
    for scene in script.scenes:
        spoken = _paced(await _spoken(scene, narrator), scene)
        start = round((begins + min(LEAD, scene.seconds / 10)) * RATE)
        end = min(len(whole), start + len(spoken))
        whole[start:end] += spoken[: end - start]
        begins += scene.seconds
    return wav(mastered(whole, RATE, _LEVEL), RATE, script.title)


_LEVEL = -18.0
"""LUFS of the voice alone; the film as a whole is mastered after the music is under it."""


async def _fitted(scene: Scene, narrator: Narrator) -> Scene:
    needed = len(await _spoken(scene, narrator)) / RATE + LEAD + REST if scene.says.strip() else 0.0
    return replace(scene, seconds=max(scene.seconds, round(needed + 0.05, 1)))


async def _spoken(scene: Scene, narrator: Narrator) -> Sound:
    if not scene.says.strip():
        return np.zeros((0, 1))
    pcm, rate = await narrator.say(scene.says)
    return of_pcm(pcm, rate)


def _paced(spoken: Sound, scene: Scene) -> Sound:
    """Spoken as fast as the scene asks, at the same pitch."""
    room = scene.seconds - min(LEAD, scene.seconds / 10) - min(REST, scene.seconds / 10)
    factor = len(spoken) / RATE / room
    if factor <= 1:
        return spoken
    if factor > FASTEST:
        raise MakerError(
            f"the words of scene {scene.number} take {len(spoken) / RATE:.0f} seconds and it stands for "
            f"{scene.seconds:.1f}",
            "shorten its words or let the scene stand longer",
        )
    return _faster(spoken, factor)


def _faster(sound: Sound, factor: float) -> Sound:
    graph = av.filter.Graph()
    source = graph.add_abuffer(format="s16", sample_rate=RATE, layout="stereo")
    tempo, sink = graph.add("atempo", f"{factor:.4f}"), graph.add("abuffersink")
    source.link_to(tempo)
    tempo.link_to(sink)
    graph.configure()
    samples = (np.clip(stereo(sound), -1, 1) * 32767).astype("<i2").reshape(1, -1)
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples), format="s16", layout="stereo")
    frame.sample_rate = RATE
    graph.push(frame)
    graph.push(None)
    pieces = []
    while True:
        try:
            pulled = graph.pull()
        except (av.error.EOFError, av.error.BlockingIOError):
            break
        if isinstance(pulled, av.AudioFrame):
            pieces.append(pulled.to_ndarray().reshape(-1, 2)[:, :1])
    joined = np.concatenate(pieces).astype(np.float64) / 32768
    return sized(joined, min(len(joined), round(len(sound) / factor) + RATE // 10))
