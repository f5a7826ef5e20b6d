"""The embedded voice: eSpeak NG from its wheel, in process, through its C interface."""

from __future__ import annotations

import asyncio
import ctypes
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import ClassVar

import espeakng_loader
import numpy as np
import numpy.typing as npt
import soxr

from agent.speech.spoken_form import spoken_form

_SYNCHRONOUS = 2  # the call returns when the callback has had all of the audio
_UTF8 = 1
_RATE, _VOLUME, _PITCH, _RANGE, _WORD_GAP = 1, 2, 3, 4, 7
_PHONES_AS_IPA = 2

SILENCE = 250
"""Amplitude (of 32768) under which eSpeak's output counts as silence; its noise floor is well below."""
LEAD_SECONDS = 0.01
TAIL_SECONDS = 0.12
"""Kept after the last sound: a breath between sentences, which eSpeak makes twice as long."""
MOST_CACHED = 256
"""Sentences kept as audio: greetings, questions and goodbyes recur; about 30 kB each at 8 kHz."""

Samples = npt.NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Tone:
    """How an eSpeak voice sounds. `words_per_minute` 80 to 450; `pitch` and `liveliness` 0 to 100."""

    voice: str = "en-us+f3"
    words_per_minute: int = 165
    pitch: int = 48
    liveliness: int = 58
    word_gap: int = 0


AGENT_TONE = Tone()


class Espeak:
    """The library itself. Its state is global, so there is one per process and one caller at a time."""

    _shared: ClassVar[Espeak | None] = None
    _making: ClassVar[threading.Lock] = threading.Lock()

    @classmethod
    def shared(cls) -> Espeak:
        with cls._making:
            if cls._shared is None:
                cls._shared = cls()
            return cls._shared

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._library = ctypes.CDLL(espeakng_loader.get_library_path())
        data = espeakng_loader.get_data_path().encode()
        self.sample_rate = int(self._library.espeak_Initialize(_SYNCHRONOUS, 0, data, 0))
        if self.sample_rate <= 0:
            raise RuntimeError("eSpeak NG could not be started from its wheel")
        self._library.espeak_TextToPhonemes.restype = ctypes.c_char_p
        self._pcm = bytearray()
        self._callback = self._make_callback()  # ctypes keeps no reference of its own
        self._library.espeak_SetSynthCallback(self._callback)
        self._tone: Tone | None = None

    def synthesise(self, text: str, tone: Tone) -> Samples:
        """Speech at `sample_rate` Hz."""
        raw = text.replace("\0", " ").encode() + b"\0"
        with self._lock:
            self._set(tone)
            self._pcm.clear()
            failed = self._library.espeak_Synth(raw, len(raw), 0, 0, 0, _UTF8, None, None)
            if failed:
                raise RuntimeError(f"eSpeak NG could not speak (code {failed})")
            return np.frombuffer(bytes(self._pcm), np.int16)

    def phonemes(self, words: str, tone: Tone = AGENT_TONE) -> str:
        """The pronunciation by the tone's voice in the phonetic alphabet (IPA). Raises ValueError for no such voice."""
        found: list[str] = []
        with self._lock:
            self._set(tone)
            pointer = ctypes.c_char_p(words.replace("\0", " ").encode())
            while pointer.value:  # it moves on by one clause at each call
                heard = self._library.espeak_TextToPhonemes(ctypes.byref(pointer), _UTF8, _PHONES_AS_IPA)
                found.append(bytes(heard or b"").decode(errors="replace"))
        return " ".join(part for part in found if part)

    def _set(self, tone: Tone) -> None:
        if tone == self._tone:
            return
        if self._library.espeak_SetVoiceByName(tone.voice.encode()):
            raise ValueError(f"eSpeak NG has no voice {tone.voice!r}")
        for parameter, value in (
            (_RATE, tone.words_per_minute),
            (_PITCH, tone.pitch),
            (_RANGE, tone.liveliness),
            (_WORD_GAP, tone.word_gap),
            (_VOLUME, 100),
        ):
            self._library.espeak_SetParameter(parameter, value, 0)
        self._tone = tone

    def _make_callback(self) -> Callable[..., int]:
        kind = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)

        def take(samples: object, count: int, _events: object) -> int:
            if samples and count > 0:
                self._pcm.extend(ctypes.string_at(ctypes.cast(samples, ctypes.c_void_p), count * 2))  # type: ignore[arg-type]
            return 0

        return kind(take)


class EspeakVoice:
    """A `SpeechOut` of eSpeak NG: spoken form, silence trimmed, resampled once, recurring sentences kept."""

    name = "espeak"

    def __init__(
        self, tone: Tone = AGENT_TONE, sample_rate: int = 8000, most_cached: int = MOST_CACHED
    ) -> None:
        self.sample_rate = sample_rate
        self._most_cached = most_cached
        self._tone = tone
        self._engine = Espeak.shared()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="espeak")
        self._cache: OrderedDict[tuple[str, float], bytes] = OrderedDict()

    async def say(self, text: str, rate: float = 1.0) -> bytes:
        """16-bit mono PCM at `sample_rate`; empty for text without anything to pronounce."""
        key = (text, rate)
        if key in self._cache:
            self._cache.move_to_end(key)
            return self._cache[key]
        pcm = await asyncio.get_running_loop().run_in_executor(self._thread, self.say_now, text, rate)
        self._cache[key] = pcm
        if len(self._cache) > self._most_cached:
            self._cache.popitem(last=False)
        return pcm

    def say_now(self, text: str, rate: float = 1.0) -> bytes:
        """The same, on the calling thread (about 5 ms a sentence)."""
        words = spoken_form(text)
        if not any(character.isalnum() for character in words):
            return b""
        tone = Tone(
            self._tone.voice,
            max(80, round(self._tone.words_per_minute * rate)),
            self._tone.pitch,
            self._tone.liveliness,
            self._tone.word_gap if rate >= 1 else self._tone.word_gap + 1,
        )
        samples = trimmed(self._engine.synthesise(words, tone), self._engine.sample_rate)
        return to_rate(samples, self._engine.sample_rate, self.sample_rate).tobytes()

    def close(self) -> None:
        self._thread.shutdown(wait=False)


def trimmed(samples: Samples, rate: int, tail: float = TAIL_SECONDS) -> Samples:
    """Without silence before the first sound, and with `tail` seconds of it after the last."""
    loud = np.flatnonzero(np.abs(samples.astype(np.int32)) > SILENCE)
    if not loud.size:
        return samples[:0]
    start = max(0, int(loud[0]) - int(LEAD_SECONDS * rate))
    end = int(loud[-1]) + int(tail * rate)
    kept = samples[start:end]
    missing = end - start - kept.size
    return np.concatenate([kept, np.zeros(missing, np.int16)]) if missing > 0 else kept


def to_rate(samples: Samples, source: int, target: int) -> Samples:
    """Resampled; the same array when the rates agree."""
    if source == target or not samples.size:
        return samples
    resampled: Samples = soxr.resample(samples, source, target)
    return resampled
