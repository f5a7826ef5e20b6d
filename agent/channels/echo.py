"""Keeps the agent from hearing itself through a browser's loudspeakers, beside the browser's own echo cancellation.

What comes in is compared with what went out: how late and how loud the agent's voice comes back is measured from
the two spectrograms, and what it explains of each moment is taken away. A real caller over it is what remains. Levels
are compared, not waveforms, so that codecs, jitter buffers and drifting clocks do no harm.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from itertools import pairwise

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from agent.channels.models import RATE

Levels = NDArray[np.float64]

HOP = RATE // 100
"""Samples of one step: 10 ms, which is also how much later audio comes out than it goes in."""
FRAME = 2 * HOP
REACH = 100
"""Steps (1 s) within which an echo comes back: loudspeaker, air and microphone take up to 0.25 s, networks and
jitter buffers the rest."""
MEMORY = 120
"""Steps (1.2 s) over which what comes in is compared with what went out."""
COMPARE_EVERY = 20
"""Steps; a comparison costs about 1 ms."""
ALIKE = 0.55
"""Correlation of the two spectrograms from which it is an echo; strangers' speech stays under 0.35."""
BLUR = 3
"""Steps around the measured delay in which the echo may lie: the blocks of codecs and a jitter buffer's stretching."""
LINGERS = 0.75
"""What is left of an echo's power after a step: 1.2 dB in 10 ms, a furnished room."""
MARGIN = 4.0
"""How much more power than expected still counts as echo: 6 dB."""
LEFT_OVER = 0.12
"""Share of the power under which what remains is taken for leavings of the echo, and silenced."""
TRIAL = 150
"""Steps of the agent's voice (1.5 s: a late echo is compared late) before it is known for sure whether there is an
echo; until then one is assumed."""
WORST = 0.5
"""Power of that assumed echo against the voice sent."""
FORGET_AFTER = 300
"""Steps of the agent's voice (3 s) without the expected echo after which there is none: a headset was plugged in."""
GAP = 10
"""Steps without anything sent after which the next is placed by the clock and not behind the last."""
FLOOR = 1e4
"""Power of a bin that is as good as silent: an amplitude of about 1 in 32768 over a frame."""
_EDGES = np.arange(4, 80, 6)
"""Of bins of 50 Hz: twelve bands from 200 Hz to 3.8 kHz."""
_AUDIBLE = float(np.log10(100 * FLOOR * 6))
"""Of a band of six bins, as `_bands` gives it."""
_WINDOW = np.sqrt(np.hanning(FRAME + 1)[:-1])
_BINS = FRAME // 2 + 1
_QUIET = np.full(_BINS, FLOOR)
_SPOKEN = 100 * FLOOR * _BINS
"""Power of a step in which something is said."""
_KEPT = 512
"""Steps of what was sent that are kept: more than are looked back at, with packets half a second late."""


class EchoGuard:
    """`played` takes what went out as it goes out, `clean` what comes in; both 16-bit mono PCM at 8 kHz.

    `clock` gives seconds. Packets that come late do not shift what is compared: the earliest of the last second
    tells the time of all.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self.delay: int | None = None
        """Steps after which the voice comes back; None while no echo is known."""
        self._clock = clock
        self._out = _Stream()
        self._in = _Stream()
        self._sent = np.full((_KEPT, _BINS), FLOOR)
        self._until = 0
        """The step, counted from the clock's zero, up to which `_sent` is written."""
        self._steps = 0
        self._lateness = deque[int](maxlen=100)
        self._got = deque([_QUIET] * MEMORY, maxlen=MEMORY)
        self._gain = np.zeros(_BINS)
        self._expected = np.zeros(_BINS)
        self._tail = np.zeros(HOP)
        self._tried = self._missed = self._since = 0

    @property
    def on_trial(self) -> bool:
        """True until the agent has been heard for long enough to know whether its voice comes back."""
        return self._tried < TRIAL

    def played(self, pcm: bytes) -> None:
        now = self._now()
        if now - self._until > GAP:
            for step in range(max(self._until, now - _KEPT), now):
                self._sent[step % _KEPT] = FLOOR
            self._until = now
        for frame in self._out.frames(pcm):
            self._sent[self._until % _KEPT] = np.maximum(np.abs(np.fft.rfft(frame)) ** 2, FLOOR)
            self._until += 1

    def clean(self, pcm: bytes) -> bytes:
        """As much audio as comes in, 10 ms later, without the agent's own voice."""
        return b"".join([self._step(frame) for frame in self._in.frames(pcm)])

    def _now(self) -> int:
        return int(self._clock() * RATE / HOP)

    def _step(self, frame: Levels) -> bytes:
        self._steps += 1
        self._lateness.append(self._now() - self._steps)
        now = self._steps + min(self._lateness)
        spectrum = np.fft.rfft(frame)
        power = np.maximum(np.abs(spectrum) ** 2, FLOOR)
        self._got.append(power)
        self._tried += bool(self._voice(now, now + 1).sum() > _SPOKEN)
        self._since += 1
        if self._since >= COMPARE_EVERY:
            self._since = 0
            self._compare(now)
        echo = self._echo(now)
        kept = np.clip(1 - MARGIN * echo / power, 0.0, 1.0)
        if (kept * power).sum() < LEFT_OVER * power.sum():
            kept = np.zeros(_BINS)
        shaped = np.fft.irfft(spectrum * np.sqrt(kept), FRAME) * _WINDOW
        ready, self._tail = self._tail + shaped[:HOP], shaped[HOP:]
        return np.clip(np.rint(ready), -32768, 32767).astype(np.int16).tobytes()

    def _voice(self, first: int, end: int) -> Levels:
        """What was sent in these steps, by step and bin; silence in those that are still to come."""
        steps = np.arange(first, end)
        sent = self._sent[steps % _KEPT]
        sent[(steps >= self._until) | (steps < self._until - _KEPT)] = FLOOR
        return sent

    def _echo(self, now: int) -> Levels:
        """The power that the agent's own voice should have in this step, by bin."""
        arriving = np.zeros(_BINS)
        if self.delay is not None:
            arrives = now - self.delay
            arriving = self._gain * self._voice(arrives - BLUR, arrives + BLUR + 1).max(axis=0)
        if self.on_trial:
            arriving = np.maximum(arriving, WORST * self._voice(now - REACH, now + 1).max(axis=0))
        # What is silent when sent is silent when it comes back.
        arriving = np.where(arriving > FLOOR, arriving, 0.0)
        self._expected = np.maximum(arriving, LINGERS * self._expected)
        return self._expected

    def _compare(self, now: int) -> None:
        sent, got = self._voice(now + 1 - REACH - MEMORY, now + 1), np.array(self._got)
        if (sent.sum(axis=1) > _SPOKEN).sum() < MEMORY // 3:
            return
        delay, likeness = _best_delay(_bands(sent), _bands(got))
        if likeness >= ALIKE:
            self.delay, self._missed = delay, 0
            self._measure(sent, got)
        elif self.delay is not None and got.sum() < 0.1 * self._gain.mean() * sent[-MEMORY:].sum():
            self._missed += COMPARE_EVERY
            if self._missed >= FORGET_AFTER:
                self.delay = None

    def _measure(self, sent: Levels, got: Levels) -> None:
        """How loud the echo is, band by band: the typical ratio where the voice was loud."""
        assert self.delay is not None
        ends = len(sent) - self.delay
        voice, echo = _bands(sent[ends - MEMORY : ends]), _bands(got)
        for band, (low, high) in enumerate(pairwise(_EDGES)):
            loud = voice[:, band] > max(_AUDIBLE, voice[:, band].max() - 2.0)
            if loud.sum() < COMPARE_EVERY:
                continue
            typical = 10 ** np.quantile(echo[loud, band] - voice[loud, band], 0.6)
            self._gain[low:high] = min(4.0, typical)
        self._gain[: _EDGES[0]], self._gain[_EDGES[-1] :] = self._gain[_EDGES[0]], self._gain[_EDGES[-1] - 1]


class _Stream:
    """Cuts audio into windowed frames that overlap by half."""

    def __init__(self) -> None:
        self._rest = np.zeros(HOP)

    def frames(self, pcm: bytes) -> list[Levels]:
        self._rest = np.concatenate([self._rest, np.frombuffer(pcm, np.int16).astype(np.float64)])
        count = self._rest.size // HOP - 1
        cut = [self._rest[at * HOP : at * HOP + FRAME] * _WINDOW for at in range(count)]
        self._rest = self._rest[count * HOP :]
        return cut


def _bands(power: Levels) -> Levels:
    """Base-ten logarithms of the power by band."""
    return np.asarray(np.log10(np.add.reduceat(power, _EDGES, axis=1)[:, :-1]))


def _best_delay(sent: Levels, got: Levels) -> tuple[int, float]:
    """The delay in steps at which what came in is most like what went out, and how much: -1 to 1."""
    windows = sliding_window_view(sent, MEMORY, axis=0)
    voice = windows - windows.mean(axis=2, keepdims=True)
    echo = (got - got.mean(axis=0)).T
    covered = np.einsum("dbt,bt->d", voice, echo)
    size = np.sqrt((voice**2).sum(axis=(1, 2)) * (echo**2).sum())
    likeness = covered / np.maximum(size, 1e-9)
    best = int(likeness.argmax())
    return len(sent) - MEMORY - best, float(likeness[best])
