"""A better voice from a Piper voice file: its network run by ONNX Runtime, fed with the phonemes of eSpeak.

The format is Piper's: `voice.onnx` beside `voice.onnx.json`, which tells the sample rate, the phonemes' numbers and
the usual scales. Piper's own package is not used, for its licence is the GPL.
"""

from __future__ import annotations

import asyncio
import importlib
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, Field, ValidationError

from agent.speech.errors import SpeechFailed, SpeechUnavailableError
from agent.speech.espeak import Espeak, Tone, to_rate, trimmed
from agent.speech.spoken_form import spoken_form

BEGIN, END, PAD = "^", "$", "_"
"""Piper's signs around a sentence, and between its phonemes."""
INPUTS = frozenset({"input", "input_lengths", "scales"})
_SENTENCE = re.compile(r"[^.!?…]+[.!?…]*")
_CLAUSE = re.compile(r"([^,;:.!?…]+)([,;:.!?…]*)")
_OTHER_LANGUAGE = re.compile(r"\([a-z-]+\)")
"""eSpeak's mark where it says a word as another language would."""


class _Audio(BaseModel):
    sample_rate: int = Field(ge=8000, le=96000)


class _Speaker(BaseModel):
    voice: str = Field("en-us", min_length=1)


class _Inference(BaseModel):
    noise_scale: float = Field(0.667, ge=0)
    length_scale: float = Field(1.0, gt=0)
    noise_w: float = Field(0.8, ge=0)


class PiperFile(BaseModel):
    """What `voice.onnx.json` says, as far as it is used."""

    audio: _Audio
    espeak: _Speaker = _Speaker(voice="en-us")
    inference: _Inference = _Inference(noise_scale=0.667, length_scale=1.0, noise_w=0.8)
    phoneme_type: str = Field("espeak", pattern="^espeak$")
    phoneme_id_map: Mapping[str, list[int]] = Field(min_length=4)
    num_speakers: int = Field(1, ge=1)


@dataclass(frozen=True, slots=True)
class Piper:
    """One loaded voice."""

    file: PiperFile
    session: Any
    name: str

    def synthesise(self, sentence: str, rate: float) -> npt.NDArray[np.int16]:
        """One sentence at the file's sample rate. Raises SpeechFailed when the network's run fails."""
        ids = phoneme_ids(self.file, sentence)
        usual = self.file.inference
        scales = [usual.noise_scale, usual.length_scale / rate, usual.noise_w]
        feed: dict[str, Any] = {
            "input": np.array([ids], np.int64),
            "input_lengths": np.array([len(ids)], np.int64),
            "scales": np.array(scales, np.float32),
        }
        if self.file.num_speakers > 1:
            feed["sid"] = np.array([0], np.int64)
        try:
            wave = np.asarray(self.session.run(None, feed)[0], np.float64).ravel()
        except Exception as error:
            # ONNX Runtime's exceptions share no base of their own.
            raise SpeechFailed(f"{self.name} could not be run") from error
        if not np.all(np.isfinite(wave)):
            raise SpeechFailed(f"{self.name} gave no numbers")
        peak = max(0.01, float(np.max(np.abs(wave), initial=0.0)))
        samples: npt.NDArray[np.int16] = (wave * 32767 / max(1.0, peak)).astype(np.int16)
        return samples


class PiperVoice:
    """A `SpeechOut` of one Piper voice file, shared by all calls: one sentence at a time, resampled."""

    name = "piper"

    def __init__(self, path: Path, sample_rate: int = 8000, *, threads: int = 1) -> None:
        """Raises SpeechUnavailableError, naming what is wrong with the file and the mend."""
        self.sample_rate = sample_rate
        self._piper = load(path, threads)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="piper")

    async def say(self, text: str, rate: float = 1.0) -> bytes:
        """16-bit mono PCM at `sample_rate`; empty for text without anything to pronounce. Raises SpeechFailed."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._say, text, rate)

    def close(self) -> None:
        self._thread.shutdown(wait=False)

    def _say(self, text: str, rate: float) -> bytes:
        source = self._piper.file.audio.sample_rate
        said = [
            trimmed(self._piper.synthesise(sentence, rate), source)
            for sentence in sentences_of(spoken_form(text))
        ]
        if not said:
            return b""
        return to_rate(np.concatenate(said), source, self.sample_rate).tobytes()


def load(path: Path, threads: int = 1) -> Piper:
    """The voice of `path` and `path`.json. Raises SpeechUnavailableError."""
    if not path.is_file():
        raise SpeechUnavailableError(
            f"Piper: there is no file {path}. Set DRUMBEAT_PIPER_VOICE to a voice's .onnx file."
        )
    beside = path.with_name(path.name + ".json")
    if not beside.is_file():
        raise SpeechUnavailableError(
            f"Piper: {beside.name} is missing. Put it beside {path.name}; it comes with the voice."
        )
    file = _described(beside)
    # The package has no types, so it is looked up at run time.
    runtime: Any = importlib.import_module("onnxruntime")
    options = runtime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 4
    try:
        session = runtime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:
        # ONNX Runtime's exceptions share no base of their own.
        raise SpeechUnavailableError(
            f"Piper: {path.name} is no ONNX model that can be run here. Fetch the voice again."
        ) from error
    wanted = INPUTS | ({"sid"} if file.num_speakers > 1 else set())
    found = {entry.name for entry in session.get_inputs()}
    if wanted != found:
        raise SpeechUnavailableError(
            f"Piper: {path.name} takes {', '.join(sorted(found))}, a Piper voice takes {', '.join(sorted(wanted))}. "
            "Use the model that belongs to this description."
        )
    return Piper(file, session, path.stem)


def sentences_of(words: str) -> list[str]:
    """The sentences that have something to pronounce."""
    found = (match.group().strip() for match in _SENTENCE.finditer(words))
    return [sentence for sentence in found if any(sign.isalnum() for sign in sentence)]


def phoneme_ids(file: PiperFile, sentence: str) -> list[int]:
    """The numbers that the network reads: each phoneme's, padded, between a beginning and an end."""
    numbers = file.phoneme_id_map
    ids = [*numbers[BEGIN], *numbers[PAD]]
    for sign in _signs(sentence, file.espeak.voice):
        if sign in numbers:
            ids += [*numbers[sign], *numbers[PAD]]
    return [*ids, *numbers[END]]


def _signs(sentence: str, voice: str) -> Iterator[str]:
    """The phonemes of eSpeak one by one, with the marks that it leaves out and the network learnt its melody from."""
    tone = Tone(voice=voice)
    for place, match in enumerate(_CLAUSE.finditer(sentence)):
        words, marks = match.group(1).strip(), match.group(2)
        if not words:
            continue
        if place:
            yield " "
        sounds = _OTHER_LANGUAGE.sub("", Espeak.shared().phonemes(words, tone))
        yield from unicodedata.normalize("NFD", sounds)
        yield from marks[:1].replace("…", ".")


def _described(beside: Path) -> PiperFile:
    try:
        file = PiperFile.model_validate(json.loads(beside.read_text("utf-8")))
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise SpeechUnavailableError(
            f"Piper: {beside.name}, field {field}: {first['msg']}. Use the file that comes with the voice."
        ) from error
    except (ValueError, OSError) as error:
        raise SpeechUnavailableError(
            f"Piper: {beside.name} is no JSON. Use the file that comes with the voice."
        ) from error
    lacking = [sign for sign in (BEGIN, END, PAD) if not file.phoneme_id_map.get(sign)]
    if lacking:
        raise SpeechUnavailableError(
            f"Piper: {beside.name}, field phoneme_id_map: {' and '.join(lacking)} have no number. "
            "Use the file that comes with the voice."
        )
    try:
        Espeak.shared().phonemes("a", Tone(voice=file.espeak.voice))
    except ValueError as error:
        raise SpeechUnavailableError(
            f"Piper: {beside.name}, field espeak.voice: {error}. Use a voice of a language that eSpeak speaks."
        ) from error
    return file
