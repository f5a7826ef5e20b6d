"""The embedded ears: pocketsphinx with the domain's language model, decoding off the event loop."""

from __future__ import annotations

import asyncio
import math
import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt
from pocketsphinx import Decoder

from agent.speech.apart import ReadersApart
from agent.speech.decoders import LEVEL, Decoders, Lexicon, model_folder
from agent.speech.following import (
    DECODER_RATE,
    DITHER,
    PHONE_RATE,
    USUAL_LEVEL,
    PocketsphinxFollower,
    clean,
    wide,
)
from agent.speech.ports import Expectation, Heard
from agent.speech.wideband import Widener

__all__ = ["PHONE_RATE", "Lexicon", "PocketsphinxEars", "model_folder"]

PADDING = np.zeros(DECODER_RATE // 10, np.int16)
"""A tenth of a second before and after: words at the very edge are lost otherwise."""
SLICE = DECODER_RATE // 6 * 2
"""Bytes decoded at a time. The decoder holds Python's lock while it works, so a turn decoded in one piece would keep
every call's audio waiting: 0.36 s for a turn of 10 s, against 10 ms for a slice."""
MOST_FOLLOWED = 3
"""Turns followed at a time: each takes a decoder and 6 % of a core."""
MOST_ALTERNATIVES = 6
SILENT = 0.03
"""Of a turn's loud parts: 30 dB below them is no speech. Noise above that leaves the turn as it is."""
BREATH = 2
"""Frames of 20 ms that are kept before and after: soft consonants are quieter than that. Of 72 turns in silence 54 are
read right with two, 50 with five."""
CEPSTRA = 13
"""Coefficients of a frame of the acoustic model."""

Samples = npt.NDArray[np.int16]


class PocketsphinxEars:
    """A `SpeechIn`. A turn is read whole, so that its own level normalises it."""

    name = "pocketsphinx"

    def __init__(self, lexicon: Lexicon, threads: int = 2, *, processes: int = 0) -> None:
        """`processes` read turns outside of this one; without any, or when they fail, `threads` do in it."""
        self._apart = ReadersApart(PocketsphinxReader, lexicon, processes) if processes else None
        self._decoders = Decoders(lexicon, threads)
        self._widen = Widener.load(lexicon.widener) if lexicon.widener is not None else None
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="ears")
        self._followed = threading.Semaphore(MOST_FOLLOWED)
        self._follow_pool = ThreadPoolExecutor(2, thread_name_prefix="following")

    def listen(self, expectation: Expectation, *, rate: int) -> PocketsphinxHearing:
        return PocketsphinxHearing(self, expectation, rate)

    def follow(self, *, rate: int) -> PocketsphinxFollower:
        return PocketsphinxFollower(self._decoders, self._follow_pool, self._followed, self._widen, rate)

    async def decode(self, samples: Samples, rate: int, about: str = "") -> Heard:
        if self._apart is not None:
            heard = await self._apart.read(samples.tobytes(), rate, about)
            if heard is not None:
                return heard
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._pool, self.decode_now, samples, rate, about)

    def decode_now(self, samples: Samples, rate: int, about: str = "") -> Heard:
        """Reads audio at `rate` Hz on the calling thread; `about` as in `Expectation`."""
        if samples.size < rate // 20:
            return Heard("", 0.0, engine=self.name)
        samples = wide(_without_silence(samples, rate), rate, self._widen)
        with self._decoders.one(about) as decoder:
            return _read(decoder, samples, self.name)

    def warm_up(self, *, wait: bool = False) -> None:
        """Loads two decoders, so that the first caller waits neither for the words as they come nor for the turn's.

        The reading processes start beside it; `wait` for them too, though nobody who is heard needs to.
        """
        with self._decoders.one(), self._decoders.one():
            pass
        if self._apart is not None:
            self._apart.start()
            if wait:
                self._apart.wait()

    def close(self) -> None:
        if self._apart is not None:
            self._apart.close()
        self._pool.shutdown(wait=False)
        self._follow_pool.shutdown(wait=False)


class PocketsphinxReader:
    """A `Reader` for a process of its own."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._ears = PocketsphinxEars(lexicon, threads=1)

    def read(self, pcm: bytes, rate: int, about: str) -> Heard:
        return self._ears.decode_now(np.frombuffer(pcm, np.int16), rate, about)

    def warm_up(self) -> None:
        self.read(bytes(DECODER_RATE), DECODER_RATE, "")


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


def _without_silence(samples: Samples, rate: int) -> Samples:
    """The turn from its first sound to its last, and a breath around them.

    A line's silence would count into the mean cepstrum, and the voice be normalised by it: with 0.6 s on both sides "by
    the end of July" became "by manager live".
    """
    frame = rate // 50
    frames = samples[: samples.size // frame * frame].reshape(-1, frame).astype(np.float64)
    loudness = np.sqrt((frames**2).mean(axis=1))
    sounding = np.flatnonzero(loudness > SILENT * np.percentile(loudness, 95))
    if not sounding.size:
        return samples
    return samples[max(0, sounding[0] - BREATH) * frame : (sounding[-1] + 1 + BREATH) * frame]


def _read(decoder: Decoder, samples: Samples, engine: str) -> Heard:
    padded = np.concatenate([PADDING, samples, PADDING]).astype(np.float32)
    # The same noise for the same audio: a turn must not be heard differently twice.
    noise = np.random.default_rng(samples.size).normal(0, DITHER, padded.size)
    pcm = np.clip(padded + noise, -32768, 32767).astype(np.int16).tobytes()
    search = decoder.current_search()
    decoder.activate_search(LEVEL)
    level = _level(decoder, pcm)
    decoder.activate_search(search)
    _decode(decoder, pcm, level)
    best = decoder.hyp()
    if best is None or not best.hypstr:
        return Heard("", 0.0, engine=engine)
    alternatives = _alternatives(decoder, best.hypstr)
    words = max(1, len(best.hypstr.split()))
    # The utterance's posterior falls with every word; its mean per word says how sure the reading is.
    confidence = math.exp(math.log(max(decoder.get_prob(), 1e-30)) / words)
    return Heard(clean(best.hypstr), min(1.0, confidence), alternatives, engine)


def _level(decoder: Decoder, pcm: bytes) -> str:
    """The turn's own mean cepstrum.

    In slices the decoder tells the mean mixed with the one it began with, which counts as five seconds. The mixture is
    linear: begun with noughts and with ones, the two differ by the share of the beginning, and without it the rest is
    the voice's. A voice unlike the embedded ones is misheard otherwise (Flite's rms: 133 of 180 turns right, not 150).
    """
    mixed = []
    for begun in ("0", "1"):
        _decode(decoder, pcm, ",".join([begun] * CEPSTRA))
        # True: told to, for at the end of some turns it forgets to bring the mean up to date.
        mixed.append(np.array([float(mean) for mean in decoder.get_cmn(True).split(",")]))
    share = float(np.mean(mixed[1] - mixed[0]))
    return ",".join(f"{mean:g}" for mean in mixed[0] / (1 - share)) if share < 1 else USUAL_LEVEL


def _decode(decoder: Decoder, pcm: bytes, level: str) -> None:
    decoder.set_cmn(level)
    decoder.start_utt()
    try:
        for start in range(0, len(pcm), SLICE):
            decoder.process_raw(pcm[start : start + SLICE], full_utt=False)
    finally:
        decoder.end_utt()


def _alternatives(decoder: Decoder, best: str) -> tuple[str, ...]:
    found: list[str] = []
    for place, reading in enumerate(decoder.nbest()):
        words = clean(reading.hypstr or "") if reading is not None else ""
        if words and words != clean(best) and words not in found:
            found.append(words)
        if len(found) == MOST_ALTERNATIVES or place > 40:
            break
    return tuple(found)
