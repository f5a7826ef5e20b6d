"""Hears turns: from a stream of 8 kHz audio to "started", "cuts in" and "has said this".

The one place that decides when a turn is over, so a turn is answered exactly once.
"""

from __future__ import annotations

import asyncio
import math
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace

import numpy as np
import structlog

from agent.channels.models import RATE, WINDOW, WINDOW_SECONDS, VoiceDetector, turn_end_probability
from agent.channels.turn_end import (
    Evidence,
    asking_is_worth,
    is_answer,
    is_backchannel,
    may_be_murmur,
    patience,
)
from agent.speech.ports import Expectation, Follows, Heard, Hearing, SpeechIn

log = structlog.get_logger()

VOICE = 0.5
"""Silero's probability from which a window counts as voice (its authors' default)."""
START_WINDOWS = 3
"""Voiced windows that begin a turn: 96 ms, so that a click does not."""
CUT_IN_WINDOWS = 4
"""Voiced windows of open-mouthed sound that stop the agent: 128 ms; with the detector's lag about 0.2 s."""
PAUSE_WINDOWS = 3
"""Unvoiced windows that are a pause."""
UNSURE_WINDOWS = 5
"""Windows of a turn for which its words are not to be relied on: what they begin with shows after 0.3 s of sound."""
MURMUR_WINDOWS = 17
"""Windows of the longest murmur: "uh-huh" and "okay" take 0.5 s. Who goes on has more to say."""
BEFORE = round(0.35 / WINDOW_SECONDS)
"""Windows kept from before the start: a word's first sounds are quieter than the detector's threshold."""
OPEN_MOUTH = -13.0
"""Decibels of energy above 700 Hz against below. Hums and nasals lie at -17 and less, vowels at -12 and more."""
AUDIBLE = 60.0
"""Amplitude (of 32768, standard deviation) under which a window says nothing about the mouth."""
LONGEST_TURN = 60.0
"""Seconds after which a turn is taken as it is, so that a noisy line cannot hold the floor for ever."""
_EDGE = round(700 / (RATE / WINDOW))


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of the caller. `spoken_until` is the loop's time of its last sound; `stages`, ms after it."""

    heard: Heard
    spoken_until: float
    stages: dict[str, float] = field(default_factory=dict)
    cut_in: bool = False
    expected: Expectation = field(default_factory=Expectation)
    """What the question that was open when the turn began expects."""
    so_far: str = ""
    """The words as they came, if they did: a second reading."""

    def says_something(self, *, over_the_question: bool = True) -> bool:
        """False for a noise, and for a murmur over the agent's words unless it answers the question they end in."""
        if not (self.cut_in and self._is_murmur):
            return bool(self.heard.text)
        return over_the_question and is_answer(self.expected, self.heard.text)

    @property
    def _is_murmur(self) -> bool:
        """By either reading. A bare yes is one where no yes was asked for: "yeah" is often heard so."""
        if self.expected.kind in ("name", "number", "list", "free") and self.heard.text == "yes":
            return True
        return is_backchannel(self.heard.text) or (self.so_far != "" and is_backchannel(self.so_far))


class Ear:
    """Feed it audio; it calls back on the event loop. `agent_speaks` and `expectation` are asked."""

    def __init__(
        self,
        ears: SpeechIn,
        *,
        expectation: Callable[[], Expectation],
        agent_speaks: Callable[[], bool],
        on_cut_in: Callable[[], None],
        on_turn: Callable[[Turn], None],
        longest_turn: float = LONGEST_TURN,
        turn_end: Callable[[bytes], Awaitable[float]] | None = None,
        on_words: Callable[[str], None] = lambda _words: None,
    ) -> None:
        """`turn_end` says of a turn's audio how likely its speaker is done, 0 to 1; Smart Turn without one.

        `on_words` is told the words of a turn as they come, and "" when they came to nothing.
        """
        self.speaking = False
        self.last_voice = asyncio.get_running_loop().time()
        self._ears = ears
        self._expectation = expectation
        self._agent_speaks = agent_speaks
        self._on_cut_in = on_cut_in
        self._on_turn = on_turn
        self._turn_end = turn_end
        self._on_words = on_words
        self._follower = ears.follow(rate=RATE) if isinstance(ears, Follows) else None
        self._most_audio = int(longest_turn * RATE) * 2
        self._detector = VoiceDetector()
        self._before: deque[bytes] = deque(maxlen=BEFORE)
        self._audio = bytearray()
        self._hearing: Hearing | None = None
        self._expected = Expectation()
        self._voiced = self._unvoiced = self._open = self._lasted = 0
        self._cut_in = self._murmured = False
        self._judging: asyncio.Task[None] | None = None

    def feed(self, pcm: bytes) -> None:
        """16-bit mono PCM at 8 kHz, as it arrives."""
        for voice, window in self._detector.feed(pcm):
            self._take(voice >= VOICE, window)

    def close(self) -> None:
        self._drop_turn()

    @property
    def words(self) -> str:
        """What the caller has said of the turn so far, as far as it is known; a guess until the turn ends."""
        return self._follower.words if self._follower is not None else ""

    def _take(self, voiced: bool, window: bytes) -> None:
        if self._hearing is not None:
            self._lasted += 1
            if not self._overlong:
                self._audio.extend(window)
                self._hearing.feed(window)
                if self._follower is not None:
                    self._follower.feed(window)
        else:
            self._before.append(window)
        if voiced:
            self._voice(window)
        else:
            self._silence()

    def _voice(self, window: bytes) -> None:
        self._voiced += 1
        self._open += opens_the_mouth(window)
        self._unvoiced = 0
        now = asyncio.get_running_loop().time()
        if self._hearing is None and self._voiced >= START_WINDOWS:
            self._begin()
        if self._hearing is None:
            return
        self.last_voice = now
        # Over the limit it is judged once: a line that is never silent would call the judge off for ever.
        if self._judging is not None and self._voiced >= 2 and not self._overlong:
            self._judging.cancel()
            self._judging = None
        if self._agent_speaks() and self._open >= CUT_IN_WINDOWS and not self._may_be_murmur:
            self._interrupt()
        if not self.speaking and (self._cut_in or not self._agent_speaks()):
            self.speaking = True
        if self._overlong and self._judging is None:
            self._judge()

    def _interrupt(self) -> None:
        self._cut_in = True
        self._on_cut_in()

    @property
    def _may_be_murmur(self) -> bool:
        """Whether to let the agent speak on for the moment; without words as they come there is no telling."""
        if self._follower is None or not self._follower.following or self._cut_in:
            return False
        if self._lasted < UNSURE_WINDOWS:
            return True
        return self._lasted < MURMUR_WINDOWS and self.words != "" and may_be_murmur(self.words)

    @property
    def _overlong(self) -> bool:
        return len(self._audio) >= self._most_audio

    def _silence(self) -> None:
        self._unvoiced += 1
        if self._unvoiced >= PAUSE_WINDOWS:
            self._pause()
        if self.speaking and self._judging is None and self._hearing is not None:
            silence = self._unvoiced * WINDOW_SECONDS
            if silence >= asking_is_worth(self._expected, self.words):
                self._judge()

    def _pause(self) -> None:
        self._voiced = 0
        if self._hearing is None:
            self._open = 0
        elif self._agent_speaks() and not self.speaking:
            if self._open < CUT_IN_WINDOWS:
                self._drop_turn()
            elif self._judging is None:
                self._judge()
        elif not self.speaking:
            self.speaking = True

    def _begin(self) -> None:
        self._expected = self._expectation()
        self._hearing = self._ears.listen(self._expected, rate=RATE)
        self._audio = bytearray(b"".join(self._before))
        self._hearing.feed(bytes(self._audio))
        if self._follower is not None:
            self._follower.begin(self._expected, self._worded)
            self._follower.feed(bytes(self._audio))
        self._before.clear()

    def _worded(self, words: str) -> None:
        self._murmured = self._murmured or (words != "" and is_backchannel(words))
        if self.speaking:
            self._on_words(words)

    def _judge(self) -> None:
        assert self._hearing is not None
        self._judging = asyncio.create_task(self._end_when_due(self._hearing, self.last_voice))

    async def _end_when_due(self, hearing: Hearing, spoken_until: float) -> None:
        """Waits as long as the evidence asks for, then ends the turn. Cancelled when the caller goes on."""
        loop = asyncio.get_running_loop()

        def since() -> float:
            return (loop.time() - spoken_until) * 1000

        stages = {"vad_stop": since()}
        judge = self._turn_end or turn_end_probability
        try:
            heard, done = await asyncio.gather(hearing.read(), judge(bytes(self._audio)))
        except Exception:
            # Speech that cannot be read must not take the call down: the caller is asked to repeat.
            log.exception("reading a turn failed")
            heard, done = Heard("", 0.0), 1.0
        stages["stt_final"] = since()
        if self._agent_speaks() and not self.speaking:
            if self._is_murmur(heard):
                self._judging = None
                self._drop_turn()
                return
            self.speaking = True
            self._interrupt()
        settled = is_answer(self._expected, self.words)
        wait = patience(self._expected, Evidence(heard.text, done, settled))
        if not self._overlong:
            await asyncio.sleep(max(0.0, spoken_until + wait - loop.time()))
        stages["turn_end"] = since()
        turn = Turn(
            corroborated(heard, self.words), spoken_until, stages, self._cut_in, self._expected, self.words
        )
        self._judging = None
        if not heard.text and self.words:
            self._on_words("")
        self._drop_turn()
        self._on_turn(turn)

    def _is_murmur(self, heard: Heard) -> bool:
        """Of a short sound over the agent's words, by either reading; an answer to what is being asked is none."""
        if is_answer(self._expected, heard.text):
            return False
        # "no" is easily read as "oh"; "yeah" ends up as "yes".
        if self.words not in ("", "yes") and not may_be_murmur(self.words):
            return False
        return self._murmured or is_backchannel(heard.text)

    def _drop_turn(self) -> None:
        if self._judging is not None:
            self._judging.cancel()
            self._judging = None
        self._hearing = None
        if self._follower is not None:
            self._follower.end()
        self._audio = bytearray()
        self._voiced = self._unvoiced = self._open = self._lasted = 0
        self.speaking = self._cut_in = self._murmured = False


def corroborated(heard: Heard, so_far: str) -> Heard:
    """Surer where the words as they came, normalised by another mean, were the same: most such readings are right."""
    if not heard.text or heard.text != so_far:
        return heard
    return replace(heard, confidence=math.sqrt(heard.confidence))


def opens_the_mouth(window: bytes) -> bool:
    """True when the window has the energy of a vowel or consonant above 700 Hz, which a hum has not."""
    samples = np.frombuffer(window, np.int16).astype(np.float64)
    if samples.std() < AUDIBLE:
        return False
    power = np.abs(np.fft.rfft(samples * np.hanning(samples.size))) ** 2
    low, high = power[2:_EDGE].sum() + 1.0, power[_EDGE:].sum() + 1.0
    return bool(10 * np.log10(high / low) >= OPEN_MOUTH)
