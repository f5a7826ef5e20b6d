"""The embedded ears: pocketsphinx with the domain's language model, decoding off the event loop."""

from __future__ import annotations

import asyncio
import math
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soxr
from pocketsphinx import Decoder, get_model_path

from agent.speech.ports import Expectation, Heard
from agent.speech.wideband import Widener

DECODER_RATE = 16000
"""What the bundled acoustic model was trained on."""
PHONE_RATE = 8000
DITHER = 4.0
"""Amplitude of the noise added before decoding: digital silence has no spectrum to normalise by."""
PADDING = np.zeros(DECODER_RATE // 10, np.int16)
"""A tenth of a second before and after: words at the very edge are lost otherwise."""
BEAM = 1e-60
"""Search beam (the decoder's own is 1e-48). A soft first sound, as in "thank", scores so low over a telephone that
the narrower beam drops the right words before the language model has spoken for them. Costs about 5 % more time."""
LANGUAGE_WEIGHT = 9.0
"""Of the language model against the sound (the decoder's own is 6.5): the models are made for the open question, so
their word counts for more. Of 180 generated turns a voice, readings right rose from 140 to 147 (klatt3), 113 to 116
(klatt2) and fell from 108 to 106 (en-us)."""
MOST_ALTERNATIVES = 6
GENERAL = "_default"
"""The decoder's own name for the language model that it was made with."""

Samples = npt.NDArray[np.int16]


def model_folder() -> Path:
    """The English model in the wheel."""
    folder = Path(get_model_path())
    return folder if (folder / "cmudict-en-us.dict").exists() else folder / "en-us"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What a decoder may hear and how: language model, dictionary, and the map that widens telephone speech."""

    language_model: Path
    dictionary: Path
    widener: Path | None = None
    focused: Mapping[str, Path] = field(default_factory=dict)
    """Language models by what the open question is about (`Expectation.about`); the others use the general one."""


def general_lexicon() -> Lexicon:
    """The wheel's own model of English."""
    folder = model_folder()
    return Lexicon(folder / "en-us.lm.bin", folder / "cmudict-en-us.dict")


class Decoders:
    """Decoders shared by all calls: one is busy only while it reads a turn, at a fraction of real time."""

    def __init__(self, lexicon: Lexicon, most: int) -> None:
        self._lexicon = lexicon
        self._idle: list[Decoder] = []
        self._free = threading.Semaphore(most)
        self._lock = threading.Lock()

    @contextmanager
    def one(self, about: str = "") -> Iterator[Decoder]:
        """A decoder for the calling thread, listening for what the question is `about`; waits while all are busy."""
        with self._free:
            with self._lock:
                decoder = self._idle.pop() if self._idle else None
            decoder = decoder or self._make()
            try:
                decoder.activate_search(about if about in self._lexicon.focused else GENERAL)
                yield decoder
            finally:
                with self._lock:
                    self._idle.append(decoder)

    def _make(self) -> Decoder:
        decoder = Decoder(
            hmm=str(model_folder() / "en-us"),
            lm=str(self._lexicon.language_model),
            dict=str(self._lexicon.dictionary),
            loglevel="FATAL",
            beam=BEAM,
            lw=LANGUAGE_WEIGHT,
            # The second pass takes a third of the time and, with the domain's model, mends nothing.
            fwdflat=False,
            # Telephone noise is light, and its removal eats soft consonants.
            remove_noise=False,
        )
        for name, path in self._lexicon.focused.items():
            decoder.add_lm_file(name, str(path))
        return decoder


class PocketsphinxEars:
    """A `SpeechIn`. A turn is read whole, so that its own level normalises it."""

    name = "pocketsphinx"

    def __init__(self, lexicon: Lexicon, threads: int = 2) -> None:
        self._decoders = Decoders(lexicon, threads)
        self._widen = Widener.load(lexicon.widener) if lexicon.widener is not None else None
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="ears")

    def listen(self, expectation: Expectation, *, rate: int) -> PocketsphinxHearing:
        return PocketsphinxHearing(self, expectation, rate)

    async def decode(self, samples: Samples, rate: int, about: str = "") -> Heard:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._pool, self.decode_now, samples, rate, about)

    def decode_now(self, samples: Samples, rate: int, about: str = "") -> Heard:
        """Reads audio at `rate` Hz on the calling thread; `about` as in `Expectation`."""
        if samples.size < rate // 20:
            return Heard("", 0.0, engine=self.name)
        if self._widen is not None and rate == PHONE_RATE:
            samples = self._widen(samples, rate)
        elif rate != DECODER_RATE:
            samples = soxr.resample(samples, rate, DECODER_RATE)
        with self._decoders.one(about) as decoder:
            return _read(decoder, samples, self.name)

    def warm_up(self) -> None:
        """Loads one decoder, so that the first caller does not wait for it."""
        with self._decoders.one():
            pass

    def close(self) -> None:
        self._pool.shutdown(wait=False)


class PocketsphinxHearing:
    """A `Hearing`: gathers the turn's audio and has it read when asked."""

    def __init__(self, ears: PocketsphinxEars, expectation: Expectation, rate: int) -> None:
        self._ears = ears
        self._expectation = expectation
        self._rate = rate
        self._pcm = bytearray()

    def feed(self, pcm: bytes) -> None:
        self._pcm.extend(pcm)

    async def read(self) -> Heard:
        samples = np.frombuffer(bytes(self._pcm), np.int16)
        return await self._ears.decode(samples, self._rate, self._expectation.about)


def _read(decoder: Decoder, samples: Samples, engine: str) -> Heard:
    padded = np.concatenate([PADDING, samples, PADDING]).astype(np.float32)
    # The same noise for the same audio: a turn must not be heard differently twice.
    noise = np.random.default_rng(samples.size).normal(0, DITHER, padded.size)
    pcm = np.clip(padded + noise, -32768, 32767).astype(np.int16).tobytes()
    decoder.start_utt()
    try:
        decoder.process_raw(pcm, full_utt=True)
    finally:
        decoder.end_utt()
    best = decoder.hyp()
    if best is None or not best.hypstr:
        return Heard("", 0.0, engine=engine)
    alternatives = _alternatives(decoder, best.hypstr)
    words = max(1, len(best.hypstr.split()))
    # The utterance's posterior falls with every word; its mean per word says how sure the reading is.
    confidence = math.exp(math.log(max(decoder.get_prob(), 1e-30)) / words)
    return Heard(clean(best.hypstr), min(1.0, confidence), alternatives, engine)


def _alternatives(decoder: Decoder, best: str) -> tuple[str, ...]:
    found: list[str] = []
    for place, reading in enumerate(decoder.nbest()):
        words = clean(reading.hypstr or "") if reading is not None else ""
        if words and words != clean(best) and words not in found:
            found.append(words)
        if len(found) == MOST_ALTERNATIVES or place > 40:
            break
    return tuple(found)


def clean(hypothesis: str) -> str:
    """Without the marks of pronunciation variants, `read(2)` to `read`."""
    return " ".join(word.split("(")[0] for word in hypothesis.split())
