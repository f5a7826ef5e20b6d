"""A listener of the tests' own: pocketsphinx with its general model, who hears which of several things was said."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import soxr
from num2words import num2words
from pocketsphinx import Decoder

RATE = 16000
AUDIBLE = 300
"""Amplitude, of 32768, under which is silence."""


def heard_as(pcm: bytes, choices: Sequence[str], *, rate: int = 8000) -> str:
    """The choice that this 16-bit mono speech sounds most like; "" when it sounds like none."""
    samples = soxr.resample(np.frombuffer(pcm, np.int16), rate, RATE)
    decoder = Decoder(samprate=float(RATE), loglevel="FATAL", lm=None, bestpath=False)
    spoken = {_words(decoder, choice): choice for choice in choices}
    grammar = " | ".join(f"( {words} )" for words in spoken)
    decoder.add_jsgf_string("choices", f"#JSGF V1.0; grammar choices; public <said> = {grammar};")
    decoder.activate_search("choices")
    decoder.start_utt()
    decoder.process_raw(samples.tobytes(), full_utt=True)
    decoder.end_utt()
    found = decoder.hyp()
    return spoken.get(found.hypstr, "") if found is not None else ""


def utterances(pcm: bytes, *, rate: int = 8000, pause: float = 0.8) -> list[bytes]:
    """What is between silences of at least `pause` seconds."""
    samples = np.frombuffer(pcm, np.int16)
    voiced = np.flatnonzero(np.abs(samples.astype(np.int32)) > AUDIBLE)
    if not voiced.size:
        return []
    cuts = np.flatnonzero(np.diff(voiced) > pause * rate)
    starts, ends = [voiced[0], *voiced[cuts + 1]], [*voiced[cuts], voiced[-1]]
    edge = rate // 4
    return [samples[max(0, a - edge) : b + edge].tobytes() for a, b in zip(starts, ends, strict=True)]


def _words(decoder: Decoder, sentence: str) -> str:
    """As the recogniser's dictionary has them; what it does not have is left out."""
    plain = re.sub(r"\d+", lambda digits: num2words(int(digits.group())), sentence.lower()).replace("-", " ")
    return " ".join(word for word in re.findall(r"[a-z']+", plain) if decoder.lookup_word(word))
