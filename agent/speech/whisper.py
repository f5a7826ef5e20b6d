"""Better ears where a Whisper model is on the machine: faster-whisper on the finished turn."""

from __future__ import annotations

import asyncio
import importlib
import math
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import soxr

from agent.speech.ports import Expectation, Heard

WHISPER_RATE = 16000


class WhisperEars:
    """A `SpeechIn` of one CTranslate2 model, shared by all calls. Its decoding time counts in the latency."""

    name = "whisper"

    def __init__(self, folder: Path, threads: int = 2) -> None:
        # The package is an extra, so it is looked up at run time.
        module = importlib.import_module("faster_whisper")
        self._model: Any = module.WhisperModel(
            str(folder), device="cpu", compute_type="int8", cpu_threads=threads
        )
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="ears")

    def listen(self, expectation: Expectation, *, rate: int) -> WhisperHearing:
        return WhisperHearing(self, expectation, rate)

    async def decode(self, samples: npt.NDArray[np.float32], expectation: Expectation) -> Heard:
        return await asyncio.get_running_loop().run_in_executor(
            self._pool, self._decode, samples, expectation
        )

    def close(self) -> None:
        self._pool.shutdown(wait=False)

    def _decode(self, samples: npt.NDArray[np.float32], expectation: Expectation) -> Heard:
        segments, _ = self._model.transcribe(
            samples, language="en", beam_size=1, hotwords=" ".join(expectation.words) or None
        )
        found = list(segments)
        if not found:
            return Heard("", 0.0, engine=self.name)
        sure = sum(math.exp(segment.avg_logprob) for segment in found) / len(found)
        return Heard(" ".join(segment.text.strip() for segment in found), min(1.0, sure), engine=self.name)


class WhisperHearing:
    """A `Hearing`."""

    def __init__(self, ears: WhisperEars, expectation: Expectation, rate: int) -> None:
        self._ears = ears
        self._expectation = expectation
        self._rate = rate
        self._pcm = bytearray()

    def feed(self, pcm: bytes) -> None:
        self._pcm.extend(pcm)

    async def read(self) -> Heard:
        samples = np.frombuffer(bytes(self._pcm), np.int16).astype(np.float32) / 32768.0
        return await self._ears.decode(soxr.resample(samples, self._rate, WHISPER_RATE), self._expectation)
