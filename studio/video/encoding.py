"""Pictures into MP4 and back, a frame at a time."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Self

import av
import av.video.reformatter
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from studio.audio.encoding import frames as audio_frames
from studio.audio.sound import RATE, Sound
from studio.video.look import FPS

CLIP_QUALITY, FILM_QUALITY = "15", "21"
"""x264's constant rate factor: a clip is encoded once more, a film is what goes out."""
AUDIO_BITS = 160_000
_BT709 = 1
"""The colour space, primaries and transfer of HD video in H.264's tables; without it players guess."""

Planes = tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.uint8]]
"""Luma and the two chroma planes of one 4:2:0 frame, of shape (height, width) and half of it."""


class Film:
    """An MP4 being written: H.264, and AAC when there is sound. One thread, so that the same film is the same file.

    Used in a `with`, at whose end nothing is left on the disk.
    """

    def __init__(self, size: tuple[int, int], quality: str, *, sound: bool, about: dict[str, str]) -> None:
        # To put the index in front, so that a browser plays while it loads, FFmpeg reads the file again: by its name.
        self._folder = tempfile.TemporaryDirectory(prefix="drumbeat-film-")
        self._path = Path(self._folder.name) / "film.mp4"
        options = {"movflags": "+faststart", "fflags": "+bitexact"}
        self._file = av.open(str(self._path), "w", format="mp4", options=options)
        self._file.metadata.update(about)
        self._video = self._file.add_stream("libx264", rate=FPS)
        self._video.width, self._video.height = size
        self._video.pix_fmt = "yuv420p"
        self._video.time_base = Fraction(1, FPS)
        self._video.options = {"preset": "veryfast", "crf": quality, "threads": "1"}
        context = self._video.codec_context
        context.colorspace = context.color_primaries = context.color_trc = _BT709
        context.color_range = _BT709
        context.gop_size = 2 * FPS
        self._audio = self._file.add_stream("aac", rate=RATE) if sound else None
        if self._audio is not None:
            self._audio.bit_rate = AUDIO_BITS
        self._reformatter = av.video.reformatter.VideoReformatter()
        self._count = self._heard = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        self._folder.cleanup()

    def show(self, picture: Image.Image) -> None:
        rgb = av.VideoFrame.from_ndarray(np.asarray(picture), format="rgb24")
        frame = self._reformatter.reformat(
            rgb, format="yuv420p", dst_colorspace=_BT709, dst_color_range=_BT709
        )
        self._put(frame)

    def show_planes(self, planes: Planes) -> None:
        height, width = planes[0].shape
        frame = av.VideoFrame(width, height, "yuv420p")
        for plane, data in zip(frame.planes, planes, strict=True):
            rows = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
            rows[: data.shape[0], : data.shape[1]] = data
        self._put(frame)

    def sound(self, sound: Sound) -> None:
        """More of the sound, at `RATE`; it follows what was given before."""
        if self._audio is None:
            return
        for frame in audio_frames(sound, RATE):
            frame.pts = self._heard
            self._heard += frame.samples
            self._file.mux(self._audio.encode(frame))

    def done(self) -> bytes:
        """Ends the file and gives it."""
        self._file.mux(self._video.encode(None))
        if self._audio is not None:
            self._file.mux(self._audio.encode(None))
        self._file.close()
        return self._path.read_bytes()

    def _put(self, frame: av.VideoFrame) -> None:
        frame.pts, frame.time_base = self._count, Fraction(1, FPS)
        self._count += 1
        self._file.mux(self._video.encode(frame))


def clip(shown: Iterable[Image.Image], size: tuple[int, int], about: dict[str, str]) -> bytes:
    """A silent MP4 of the pictures shown one after the other."""
    with Film(size, CLIP_QUALITY, sound=False, about=about) as film:
        for picture in shown:
            film.show(picture)
        return film.done()


def comment_of(data: bytes) -> str:
    """What a file says of who made it; "" when it says nothing or does not open."""
    try:
        with av.open(io.BytesIO(data), "r") as file:
            return file.metadata.get("comment", "")
    except av.error.FFmpegError:
        return ""


def decoded(data: bytes, size: tuple[int, int]) -> Iterator[Planes]:
    """A video's frames in this size at `FPS`, whatever size and rate it came in."""
    for frame in _timed(data):
        yield _planes(frame, size)


def pictures(data: bytes, size: tuple[int, int]) -> Iterator[Image.Image]:
    """The same as pictures."""
    for frame in _timed(data):
        yield _filled(frame, size)


def _timed(data: bytes) -> Iterator[av.VideoFrame]:
    """The frames with each repeated or left out so that there are `FPS` a second."""
    with av.open(io.BytesIO(data), "r") as file:
        shown, last = 0, None
        for frame in file.decode(file.streams.video[0]):
            at = 0 if frame.time is None else round(frame.time * FPS)
            while last is not None and shown < at:
                yield last
                shown += 1
            last = frame
        if last is not None:
            yield last


def _planes(frame: av.VideoFrame, size: tuple[int, int]) -> Planes:
    width, height = size
    if (frame.width, frame.height) != size:
        whole = av.VideoFrame.from_ndarray(np.asarray(_filled(frame, size)), format="rgb24")
        frame = whole.reformat(format="yuv420p", dst_colorspace=_BT709, dst_color_range=_BT709)
    elif frame.format.name != "yuv420p":
        frame = frame.reformat(format="yuv420p")
    luma, blue, red = (
        np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size) for plane in frame.planes
    )
    return (
        luma[:height, :width].copy(),
        blue[: height // 2, : width // 2].copy(),
        red[: height // 2, : width // 2].copy(),
    )


def _filled(frame: av.VideoFrame, size: tuple[int, int]) -> Image.Image:
    """Enlarged until the frame is full, and cropped around its middle."""
    width, height = size
    picture = Image.fromarray(frame.to_ndarray(format="rgb24"))
    scale = max(width / picture.width, height / picture.height)
    part = width / scale, height / scale
    left, top = (picture.width - part[0]) / 2, (picture.height - part[1]) / 2
    return picture.resize(size, Image.Resampling.BICUBIC, box=(left, top, left + part[0], top + part[1]))
