"""Both sides of a call as one WAV: the caller left, the agent right, written as the call goes."""

from __future__ import annotations

import wave
from collections.abc import Callable
from pathlib import Path
from typing import Literal, Self

import numpy as np

Side = Literal["caller", "agent"]

HORIZON_SECONDS = 2.0
"""How far behind the clock the file is written: audio that comes late still finds its place."""
LEAP_SECONDS = 0.08
"""Less than this behind the clock is jitter and is closed up; more is a silence and is kept."""


class Recording:
    """Takes each side's audio as it passes and lays it where the clock says. Use as a context manager."""

    def __init__(self, path: Path, clock: Callable[[], float], rate: int = 8000) -> None:
        self.path = path
        self._clock = clock
        self._rate = rate
        self._started = clock()
        self._written = 0
        self._sides: dict[Side, bytearray] = {"caller": bytearray(), "agent": bytearray()}
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = wave.open(str(path), "wb")  # noqa: SIM115
        self._file.setnchannels(2)
        self._file.setsampwidth(2)
        self._file.setframerate(rate)

    def add(self, side: Side, pcm: bytes) -> None:
        """16-bit mono PCM of one side, sounding now."""
        track = self._sides[side]
        now = round((self._clock() - self._started) * self._rate) - self._written
        silence = now - len(track) // 2
        if silence > LEAP_SECONDS * self._rate:
            track.extend(bytes(silence * 2))
        track.extend(pcm)
        self._write(now - round(HORIZON_SECONDS * self._rate))

    def close(self) -> None:
        self._write(max(len(track) for track in self._sides.values()) // 2)
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _write(self, samples: int) -> None:
        if samples <= 0:
            return
        stereo = np.zeros((samples, 2), np.int16)
        for column, track in enumerate(self._sides.values()):
            part = np.frombuffer(bytes(track[: samples * 2]), np.int16)
            stereo[: part.size, column] = part
            del track[: samples * 2]
        self._file.writeframes(stereo.tobytes())
        self._written += samples
