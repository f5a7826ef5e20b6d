"""Both sides of a call as one WAV: the caller left, the agent right, written as the call goes; and as Opus."""

from __future__ import annotations

import wave
from collections.abc import Callable
from pathlib import Path
from typing import Literal, Self

import av
import numpy as np

Side = Literal["caller", "agent"]

HORIZON_SECONDS = 2.0
"""How far behind the clock the file is written: audio that comes late still finds its place."""
LEAP_SECONDS = 0.08
"""Less than this behind the clock is jitter and is closed up; more is a silence and is kept."""
OPUS_BITS = 32_000
"""A second of both sides; telephone speech is transparent at half of it a side."""


class Recording:
    """Takes each side's audio as it passes and lays it where the clock says. Use as a context manager.

    With `held`, nothing is taken and no file is there until `begin`; after `discard` neither is again.
    """

    def __init__(
        self, path: Path, clock: Callable[[], float], rate: int = 8000, *, held: bool = False
    ) -> None:
        self.path = path
        self._clock = clock
        self._rate = rate
        self._started = clock()
        self._written = 0
        self._sides: dict[Side, bytearray] = {"caller": bytearray(), "agent": bytearray()}
        self._file: wave.Wave_write | None = None
        self._discarded = False
        if not held:
            self.begin()

    @property
    def on(self) -> bool:
        """True while what passes is kept."""
        return self._file is not None

    def begin(self) -> None:
        """From now on. The file's time begins here."""
        if self._file is not None or self._discarded:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._started = self._clock()
        self._file = wave.open(str(self.path), "wb")  # noqa: SIM115
        self._file.setnchannels(2)
        self._file.setsampwidth(2)
        self._file.setframerate(self._rate)

    def discard(self) -> None:
        """What was taken goes, and nothing more is taken."""
        self._discarded = True
        if self._file is not None:
            self._file.close()
            self._file = None
        self.path.unlink(missing_ok=True)

    def add(self, side: Side, pcm: bytes) -> None:
        """16-bit mono PCM of one side, sounding now."""
        if self._file is None:
            return
        track = self._sides[side]
        now = round((self._clock() - self._started) * self._rate) - self._written
        silence = now - len(track) // 2
        if silence > LEAP_SECONDS * self._rate:
            track.extend(bytes(silence * 2))
        track.extend(pcm)
        self._write(now - round(HORIZON_SECONDS * self._rate))

    def close(self) -> None:
        if self._file is None:
            return
        self._write(max(len(track) for track in self._sides.values()) // 2)
        self._file.close()
        self._file = None

    @property
    def seconds(self) -> float:
        """Length of what has been written."""
        return self._written / self._rate

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _write(self, samples: int) -> None:
        if samples <= 0 or self._file is None:
            return
        stereo = np.zeros((samples, 2), np.int16)
        for column, track in enumerate(self._sides.values()):
            part = np.frombuffer(bytes(track[: samples * 2]), np.int16)
            stereo[: part.size, column] = part
            del track[: samples * 2]
        self._file.writeframes(stereo.tobytes())
        self._written += samples


def to_opus(wav: Path, opus: Path) -> None:
    """Encodes a stereo WAV as Ogg Opus, whole or not at all. Blocks: about a hundredth of the sound's length."""
    part = opus.with_suffix(".part")
    with av.open(str(wav)) as source, av.open(str(part), "w", format="ogg") as target:
        heard = source.streams.audio[0]
        stream = target.add_stream("libopus", rate=48_000, layout="stereo")
        stream.bit_rate = OPUS_BITS
        resampler = av.AudioResampler(format="s16", layout="stereo", rate=48_000)
        for frame in source.decode(heard):
            for ready in resampler.resample(frame):
                target.mux(stream.encode(ready))
        for ready in resampler.resample(None):
            target.mux(stream.encode(ready))
        target.mux(stream.encode(None))
    part.replace(opus)
