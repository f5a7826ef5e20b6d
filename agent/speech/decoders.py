"""What a pocketsphinx decoder may hear, and the decoders that all calls of a process share."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from pocketsphinx import Decoder, get_model_path

BEAM = 1e-60
"""Search beam (the decoder's own is 1e-48). A soft first sound, as in "thank", scores so low over a telephone that
the narrower beam drops the right words before the language model has spoken for them. Costs about 5 % more time."""
LANGUAGE_WEIGHT = 9.0
"""Of the language model against the sound (the decoder's own is 6.5): the models are made for the open question, so
their word counts for more. Of 180 generated turns a voice, readings right rose from 140 to 147 (klatt3), 113 to 116
(klatt2) and fell from 108 to 106 (en-us)."""
GENERAL = "_default"
"""The decoder's own name for the language model that it was made with."""

LEVEL = "level"
"""A search for one word, a tenth of the work: run for the mean cepstrum that it leaves, which the decoder tells of no
other way in slices."""

_ONE_WORD = "#JSGF V1.0; grammar level; public <one> = a ;"


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


class Decoders:
    """Each takes about 40 MB and half a second to make; one that was made is kept and lent again."""

    def __init__(self, lexicon: Lexicon, most: int) -> None:
        """`most` bounds what `one` lends at a time; who takes and gives back has a bound of their own."""
        self._lexicon = lexicon
        self._idle: list[Decoder] = []
        self._free = threading.Semaphore(most)
        self._lock = threading.Lock()

    @contextmanager
    def one(self, about: str = "") -> Iterator[Decoder]:
        """A decoder for the calling thread, listening for what the question is `about`; waits while all are busy."""
        with self._free:
            decoder = self.take(about)
            try:
                yield decoder
            finally:
                self.give_back(decoder)

    def take(self, about: str = "") -> Decoder:
        """A decoder until it is given back; may make one, so not for the event loop."""
        with self._lock:
            decoder = self._idle.pop() if self._idle else None
        decoder = decoder or self._make()
        decoder.activate_search(about if about in self._lexicon.focused else GENERAL)
        return decoder

    def give_back(self, decoder: Decoder) -> None:
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
        decoder.add_jsgf_string(LEVEL, _ONE_WORD)
        return decoder
