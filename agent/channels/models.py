"""The channels' two small models, one of each a process: Silero (a voice?) and Smart Turn (is it done?)."""

from __future__ import annotations

import asyncio
import copy
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from importlib import resources

import numpy as np
from pipecat.audio.turn.smart_turn.local_smart_turn_v3 import LocalSmartTurnAnalyzerV3
from pipecat.audio.vad.silero import SileroOnnxModel

RATE = 8000
"""Telephone audio; both models take it."""
WINDOW = 256
"""Samples that Silero judges at once at 8 kHz: 32 ms."""
WINDOW_SECONDS = WINDOW / RATE
RESET_WINDOWS = 63
"""Two seconds: after long silence at 8 kHz Silero under-reports speech until its memory is cleared."""
CLEARLY_QUIET = 0.1


class VoiceDetector:
    """Silero with a memory of its own over weights shared by every call. 0.13 ms a window."""

    def __init__(self) -> None:
        self._model = copy.copy(_silero())
        self._model.reset_states()  # type: ignore[no-untyped-call]
        self._rest = b""
        self._quiet = 0

    def feed(self, pcm: bytes) -> list[tuple[float, bytes]]:
        """The probability of a voice in each whole window now at hand, with the window's audio."""
        self._rest += pcm
        judged = []
        size = WINDOW * 2
        while len(self._rest) >= size:
            window, self._rest = self._rest[:size], self._rest[size:]
            judged.append((self._judge(window), window))
        return judged

    def _judge(self, window: bytes) -> float:
        samples = np.frombuffer(window, np.int16).astype(np.float32) / 32768.0
        voice = float(self._model(samples, RATE)[0].item())
        self._quiet = self._quiet + 1 if voice < CLEARLY_QUIET else 0
        if self._quiet >= RESET_WINDOWS:
            self._model.reset_states()  # type: ignore[no-untyped-call]
            self._quiet = 0
        return voice


class _TurnEnd(LocalSmartTurnAnalyzerV3):
    """Smart Turn asked directly; its own buffering assumes one analyser a call."""

    def probability(self, pcm: bytes) -> float:
        samples = np.frombuffer(pcm, np.int16).astype(np.float32) / 32768.0
        return float(self._predict_endpoint(samples)["probability"])


async def turn_end_probability(pcm: bytes) -> float:
    """How likely the speaker of this 8 kHz audio is done, 0 to 1, by its last 8 s. About 70 ms of a core."""
    return await asyncio.get_running_loop().run_in_executor(_pool(), _smart_turn().probability, pcm)


@lru_cache
def warm_up() -> None:
    """Loads both models, about half a second the first time; call it off the event loop."""
    _silero()
    _smart_turn().probability(bytes(RATE))


@lru_cache
def _silero() -> SileroOnnxModel:
    path = resources.files("pipecat.audio.vad.data").joinpath("silero_vad.onnx")
    return SileroOnnxModel(str(path))  # type: ignore[no-untyped-call]


@lru_cache
def _smart_turn() -> _TurnEnd:
    model = _TurnEnd(sample_rate=RATE)
    model.set_sample_rate(RATE)
    return model


@lru_cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(2, thread_name_prefix="turn-end")
