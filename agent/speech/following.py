"""Words while they are being said: pocketsphinx fed as the audio comes, off the event loop."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Executor

import numpy as np
import numpy.typing as npt
import soxr
from pocketsphinx import Decoder

from agent.speech.decoders import Decoders
from agent.speech.ports import Expectation
from agent.speech.wideband import Widener

DECODER_RATE = 16000
"""What the bundled acoustic model was trained on."""
PHONE_RATE = 8000
DITHER = 4.0
"""Amplitude of the noise added before decoding: digital silence has no spectrum to normalise by."""
MOST_AT_ONCE = 0.25
"""Seconds, when a step finds more than that waiting."""
STEP = 0.064
"""Seconds of audio decoded at a time: 4 ms of work, during which the decoder holds Python's lock."""
LOOK_BACK = 0.2
"""Seconds before a step that the widening looks at: a step on its own is too short to tell the voice's level."""
USUAL_LEVEL = "51,5,-20,12,-15,0,-6,-11,-1,-4,5,-5,0"
"""The mean cepstrum of widened telephone speech, before a caller's own is known: between two embedded voices."""

Samples = npt.NDArray[np.int16]


def wide(samples: Samples, rate: int, widener: Widener | None) -> Samples:
    """Speech at `rate` as the acoustic model wants it."""
    if widener is not None and rate == PHONE_RATE:
        return widener(samples, rate)
    return samples if rate == DECODER_RATE else soxr.resample(samples, rate, DECODER_RATE)


class Following:
    """One turn being followed. Its methods run on the pool; the lock makes them one at a time."""

    def __init__(
        self, decoders: Decoders, widener: Widener | None, rate: int, level: str, about: str
    ) -> None:
        """`level` is the caller's mean cepstrum as far as it is known."""
        self.level = level
        self._decoders = decoders
        self._widener = widener
        self._rate = rate
        self._about = about
        self._noise = np.random.default_rng(rate)
        self._lock = threading.Lock()
        self._decoder: Decoder | None = None
        self._over = False
        self._before = np.zeros(0, np.int16)

    def step(self, pcm: bytes) -> str:
        """Decodes what has come; the words of the turn so far."""
        with self._lock:
            if self._over:
                return ""
            decoder = self._decoder = self._decoder or self._begin()
            decoder.process_raw(self._widened(np.frombuffer(pcm, np.int16)).tobytes(), full_utt=False)
            best = decoder.hyp()
            return "" if best is None else clean(best.hypstr or "")

    def finish(self) -> str:
        """Gives the decoder back; the caller's mean cepstrum with this turn in it."""
        with self._lock:
            self._over = True
            decoder, self._decoder = self._decoder, None
            if decoder is not None:
                self.level = decoder.get_cmn(True)
                decoder.end_utt()
                self._decoders.give_back(decoder)
            return self.level

    def _begin(self) -> Decoder:
        decoder = self._decoders.take(self._about)
        decoder.set_cmn(self.level)
        decoder.start_utt()
        return decoder

    def _widened(self, samples: Samples) -> Samples:
        whole = np.concatenate([self._before, samples])
        new = wide(whole, self._rate, self._widener)[self._before.size * DECODER_RATE // self._rate :]
        self._before = whole[-int(LOOK_BACK * self._rate) :]
        noisy = new + self._noise.normal(0, DITHER, new.size)
        return np.clip(noisy, -32768, 32767).astype(np.int16)


class PocketsphinxFollower:
    """A `Follower` of one caller, whose voice it knows better from turn to turn."""

    def __init__(
        self,
        decoders: Decoders,
        pool: Executor,
        places: threading.Semaphore,
        widener: Widener | None,
        rate: int,
    ) -> None:
        """`places` bounds the turns followed at a time in the process; a turn without a place has no words yet."""
        self.words = ""
        self._decoders = decoders
        self._pool = pool
        self._places = places
        self._widener = widener
        self._rate = rate
        self._step, self._most = int(STEP * rate) * 2, int(MOST_AT_ONCE * rate) * 2
        self._level = USUAL_LEVEL
        self._turn: Following | None = None
        self._unread = bytearray()
        self._busy = False
        self._on_words: Callable[[str], None] = lambda _words: None

    @property
    def following(self) -> bool:
        return self._turn is not None

    def begin(self, expectation: Expectation, on_words: Callable[[str], None]) -> None:
        self.end()
        if self._places.acquire(blocking=False):
            self._on_words = on_words
            self._turn = Following(self._decoders, self._widener, self._rate, self._level, expectation.about)

    def feed(self, pcm: bytes) -> None:
        if self._turn is not None:
            self._unread += pcm
            self._go_on(self._turn)

    def end(self) -> None:
        turn, self._turn = self._turn, None
        self.words = ""
        self._unread.clear()
        self._busy = False
        if turn is not None:
            ended = asyncio.get_running_loop().run_in_executor(self._pool, turn.finish)
            ended.add_done_callback(self._ended)

    def _go_on(self, turn: Following) -> None:
        if self._busy or len(self._unread) < self._step:
            return
        self._busy = True
        pcm = bytes(self._unread[: self._most])
        del self._unread[: self._most]
        step = asyncio.get_running_loop().run_in_executor(self._pool, turn.step, pcm)
        step.add_done_callback(lambda done: self._stepped(turn, done))

    def _stepped(self, turn: Following, step: asyncio.Future[str]) -> None:
        if turn is not self._turn or step.cancelled():
            return
        self._busy = False
        if step.exception() is None and step.result() != self.words:
            self.words = step.result()
            self._on_words(self.words)
        self._go_on(turn)

    def _ended(self, ending: asyncio.Future[str]) -> None:
        self._places.release()
        if not ending.cancelled() and ending.exception() is None:
            self._level = ending.result()


def clean(hypothesis: str) -> str:
    """Without the marks of pronunciation variants, `read(2)` to `read`, and of joined words, `thank_you`."""
    return " ".join(word.split("(")[0].replace("_", " ") for word in hypothesis.split())
