"""Better ears where a Whisper model is on the machine: faster-whisper on the finished turn."""

from __future__ import annotations

import asyncio
import importlib
import importlib.util
import math
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import soxr

from agent.speech.errors import SpeechUnavailableError
from agent.speech.ports import Expectation, Heard

WHISPER_RATE = 16000
AT_ONCE = 2
"""Decodings side by side. A reading thrown away ends only at its next step, so the one that counts has its own lane."""
NEEDED = ("model.bin", "config.json", "tokenizer.json")
"""Files of a converted model. Without its tokenizer the package would fetch one from the network."""
NO_SPEECH = 0.6
"""Whisper's own doubt whether anybody spoke, from which on its words are taken for made up (its authors' default)."""

Samples = npt.NDArray[np.float32]


def missing_from(folder: Path) -> str:
    """What keeps `folder` from being used as a model, with the mend; empty when it is fit."""
    if importlib.util.find_spec("faster_whisper") is None:
        return "the package faster-whisper is not installed: install drumbeat[whisper]"
    if not folder.is_dir():
        return (
            f"{folder} is no folder: set DRUMBEAT_WHISPER_MODEL to one that holds a converted Whisper model"
        )
    absent = [name for name in NEEDED if not (folder / name).is_file()]
    if not any((folder / f"vocabulary.{ending}").is_file() for ending in ("json", "txt")):
        absent.append("vocabulary.json")
    if absent:
        return f"{folder} lacks {', '.join(absent)}: copy the whole converted model, or run `drumbeat models fetch`"
    return ""


class WhisperEars:
    """A `SpeechIn` of one CTranslate2 model, shared by all calls. Its decoding time counts in the latency."""

    name = "whisper"

    def __init__(self, folder: Path, *, beam: int = 1, threads: int = 2) -> None:
        """Loads the model from `folder` and nothing from the network. Raises SpeechUnavailableError."""
        if wrong := missing_from(folder):
            raise SpeechUnavailableError(f"Whisper: {wrong}.")
        # The package is an extra, so it is looked up at run time.
        module = importlib.import_module("faster_whisper")
        try:
            self._model: Any = module.WhisperModel(
                str(folder),
                device="cpu",
                compute_type="int8",
                cpu_threads=threads,
                num_workers=AT_ONCE,
                local_files_only=True,
            )
        except Exception as error:
            raise SpeechUnavailableError(
                f"Whisper: {folder} cannot be loaded ({error}): fetch the model again with `drumbeat models fetch`."
            ) from error
        self._beam = beam
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="ears")

    def listen(self, expectation: Expectation, *, rate: int) -> WhisperHearing:
        return WhisperHearing(self, expectation, rate)

    async def decode(self, samples: Samples, expectation: Expectation) -> Heard:
        """The words of 16 kHz audio. Cancelled, it stops at the next step of the decoding."""
        unwanted = threading.Event()
        work = asyncio.get_running_loop().run_in_executor(
            self._pool, self._decode, samples, expectation, unwanted
        )
        try:
            return await work
        except asyncio.CancelledError:
            unwanted.set()
            raise

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _decode(self, samples: Samples, expectation: Expectation, unwanted: threading.Event) -> Heard:
        nothing = Heard("", 0.0, engine=self.name)
        if samples.size < WHISPER_RATE // 20 or unwanted.is_set():
            return nothing
        segments, _ = self._model.transcribe(
            samples,
            language="en",
            beam_size=self._beam,
            # One pass: the further ones, at higher temperatures, multiply the caller's wait.
            temperature=0.0,
            hotwords=", ".join(expectation.words) or None,
            without_timestamps=True,
            condition_on_previous_text=False,
            no_speech_threshold=NO_SPEECH,
        )
        words: list[str] = []
        likelihoods: list[float] = []
        for segment in segments:
            if unwanted.is_set():
                return nothing
            if segment.text.strip():
                words.append(segment.text.strip())
                likelihoods.append(segment.avg_logprob)
        if not words:
            return nothing
        sure = math.exp(sum(likelihoods) / len(likelihoods))
        return Heard(" ".join(words), min(1.0, sure), engine=self.name)


class WhisperHearing:
    """A `Hearing`. Read at the likely end of the turn; the reading is dropped when the caller goes on."""

    def __init__(self, ears: WhisperEars, expectation: Expectation, rate: int) -> None:
        self._ears = ears
        self._expectation = expectation
        self._rate = rate
        self._pcm = bytearray()
        self._read: tuple[int, Heard] | None = None

    def feed(self, pcm: bytes) -> None:
        self._pcm.extend(pcm)

    async def read(self) -> Heard:
        """May be cancelled and asked again; the same audio is decoded once."""
        length = len(self._pcm)
        if self._read is not None and self._read[0] == length:
            return self._read[1]
        samples = np.frombuffer(bytes(self._pcm), np.int16).astype(np.float32) / 32768.0
        heard = await self._ears.decode(soxr.resample(samples, self._rate, WHISPER_RATE), self._expectation)
        self._read = (length, heard)
        return heard
