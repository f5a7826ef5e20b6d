"""Clips, voice and music into one film. Runs in a rendering process."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import av
import numpy as np
from PIL import Image

from studio.audio.mastering import faded, mastered
from studio.audio.mixing import ducked
from studio.audio.sound import RATE, Sound, of_wav, sized
from studio.creative.types import Aspect, Resolution, Script
from studio.images.fonts import MODERN, Pairing
from studio.ports import File, MakerError
from studio.video.captions import Burner, cues, srt, vtt
from studio.video.encoding import FILM_QUALITY, Film, Planes, decoded
from studio.video.look import FPS, TAIL, frame_count, size_of
from studio.video.transitions import blended

POSTER_QUALITY = 88
_POSTER_AT = 0.75
"""The share of its first scene at which the poster is taken: its words have come, and nothing is leaving."""


@dataclass(frozen=True, slots=True)
class Cut:
    """How a film is to be finished. `lines` is another length of the shorter side than the resolution's."""

    stem: str
    aspect: Aspect
    resolution: Resolution
    faces: Pairing = MODERN
    captions: bool = True
    comment: str = ""
    lines: int | None = None

    @property
    def size(self) -> tuple[int, int]:
        return size_of(self.aspect, self.resolution, self.lines)


def stitch(
    clips: Sequence[bytes], script: Script, narration: bytes, bed: bytes, cut: Cut
) -> tuple[File, ...]:
    """The film's MP4, poster, WebVTT, SubRip and script; the film lasts as long as the script.

    `narration` and `bed` are WAV files; either may be empty. Raises `MakerError` when a clip does not open.
    """
    voice = of_wav(narration) if narration else np.zeros((0, 1))
    music = of_wav(bed) if bed else np.zeros((0, 2))
    found = cues(script, voice)
    burner = Burner(found if cut.captions else (), cut.faces, cut.size)
    about = {"title": script.title} | ({"comment": cut.comment} if cut.comment else {})
    sound, heard = _sound(voice, music, script.seconds), 0
    poster: Image.Image | None = None
    wanted = round(frame_count(script.scenes[0].seconds) * _POSTER_AT)
    with Film(cut.size, FILM_QUALITY, sound=True, about=about) as film:
        for number, planes in enumerate(_joined(clips, script, cut.size)):
            if number == wanted:
                poster = _picture(planes)
            burner.burn(planes, number / FPS)
            film.show_planes(planes)
            # A second of sound follows a second of pictures, so that neither waits in memory for the other.
            if number % FPS == 0:
                film.sound(sound[heard : heard + RATE])
                heard += RATE
        film.sound(sound[heard:])
        data = film.done()
    return (
        File(f"{cut.stem}.mp4", "video", "video/mp4", data),
        File(f"{cut.stem}-poster.jpg", "image", "image/jpeg", _jpeg(poster)),
        File(f"{cut.stem}.vtt", "text", "text/vtt", vtt(found).encode()),
        File(f"{cut.stem}.srt", "text", "application/x-subrip", srt(found).encode()),
        File(f"{cut.stem}-script.txt", "text", "text/plain", script_text(script).encode()),
    )


def script_text(script: Script) -> str:
    """The script as a person reads it."""
    lines = [script.title, ""]
    for scene in script.scenes:
        lines.append(f"Scene {scene.number} ({scene.seconds:.1f} s): {scene.shows}")
        if scene.says:
            lines.append(f"Voice: {scene.says}")
        lines.append("")
    return "\n".join(lines)


def _joined(clips: Sequence[bytes], script: Script, size: tuple[int, int]) -> Iterator[Planes]:
    """The frames of the film in order; each scene's first ones come in over the tail of the one before."""
    tail: list[Planes] = []
    for scene, clip in zip(script.scenes, clips, strict=True):
        over = frame_count(TAIL) if scene.transition != "cut" and tail else 0
        count = frame_count(scene.seconds)
        source = _frames(clip, size, scene.number)
        last: Planes | None = None
        for place in range(count):
            planes = next(source, last)
            if planes is None:
                raise MakerError(f"the clip of scene {scene.number} is empty", "make the scene again")
            last = planes
            if place < min(over, len(tail)):
                planes = blended(scene.transition, tail[place], planes, (place + 1) / (over + 1))
            luma, blue, red = planes
            yield luma.copy(), blue.copy(), red.copy()
        tail = [planes for _, planes in zip(range(frame_count(TAIL)), source, strict=False)]


def _frames(clip: bytes, size: tuple[int, int], number: int) -> Iterator[Planes]:
    try:
        yield from decoded(clip, size)
    except (av.error.FFmpegError, IndexError) as error:
        raise MakerError(f"the clip of scene {number} does not open", "make the scene again") from error


def _sound(voice: Sound, music: Sound, seconds: float) -> Sound:
    frames = round(seconds * RATE)
    mix = sized(ducked(music, voice, RATE), frames) if len(voice) or len(music) else np.zeros((frames, 2))
    return faded(mastered(mix, RATE), RATE, 0.02, min(0.6, seconds / 4))


def _picture(planes: Planes) -> Image.Image:
    luma, blue, red = (Image.fromarray(plane) for plane in planes)
    # JPEG's YCbCr is full range; film is limited to 16-235 and 16-240, and has BT.709's colours.
    y = (np.asarray(luma, np.float32) - 16) * 255 / 219
    cb, cr = (
        (np.asarray(chroma.resize(luma.size, Image.Resampling.BILINEAR), np.float32) - 128) * 255 / 224
        for chroma in (blue, red)
    )
    rgb = np.stack((y + 1.5748 * cr, y - 0.1873 * cb - 0.4681 * cr, y + 1.8556 * cb), axis=2)
    return Image.fromarray(np.clip(np.round(rgb), 0, 255).astype(np.uint8))


def _jpeg(picture: Image.Image | None) -> bytes:
    buffer = io.BytesIO()
    (picture or Image.new("RGB", (2, 2))).save(buffer, "JPEG", quality=POSTER_QUALITY, optimize=True)
    return buffer.getvalue()
