"""What the embedded ears may hear: the campaign's language model and dictionary, built once and kept on disk."""

from __future__ import annotations

import hashlib
import os
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pocketsphinx import Config, LogMath, NGramModel

from agent.offline.generate import sentences
from agent.speech import wideband
from agent.speech.espeak import Espeak, Samples, Tone, to_rate
from agent.speech.ngrams import END, START, Trigrams
from agent.speech.pocketsphinx import Lexicon, model_folder
from agent.speech.pronunciation import phones
from agent.speech.wideband import Widener

SENTENCES = 30_000
"""Generated utterances; more change the trigrams little."""
SEED = 20261121
GENERAL_WORDS = 4_000
"""The most frequent words of the general model, for free speech: topics, names, asides."""
BLEND = 0.02
"""Their share of the unigram mass. Measured: more costs accuracy on campaign talk, less loses free words."""
WIDENED_VOICES = (
    Tone("en-us+klatt4", 150, 50, 50),
    Tone("en-us+klatt2", 150, 60, 50),
    Tone("en-us", 160, 50, 50),
    Tone("en-us+f3", 160, 50, 50),
)
"""Different glottal sources, so that the map learns the mouth rather than one voice."""
WIDENED_SENTENCES = 25
FORMAT = "1"
"""Raise when the way of building changes, so that old files are not used."""


def domain_lexicon(cache: Path) -> Lexicon:
    """The campaign lexicon, from `cache` or built into it (a few seconds)."""
    corpus = list(sentences(random.Random(SEED), SENTENCES))
    return lexicon_of(corpus, cache)


def lexicon_of(
    corpus: list[str], cache: Path, *, general: int = GENERAL_WORDS, blend: float = BLEND
) -> Lexicon:
    """A lexicon of these sentences and the most frequent `general` words of English."""
    digest = hashlib.sha256("\n".join([FORMAT, str(general), str(blend), *corpus]).encode()).hexdigest()[:16]
    lexicon = Lexicon(cache / f"{digest}.arpa", cache / f"{digest}.dict", cache / f"{digest}.npy")
    if not all(
        path.exists() for path in (lexicon.language_model, lexicon.dictionary, lexicon.widener) if path
    ):
        cache.mkdir(parents=True, exist_ok=True)
        _build(corpus, lexicon, general, blend)
    return lexicon


def _build(corpus: list[str], lexicon: Lexicon, general: int, blend: float) -> None:
    known = _dictionary()
    model = Trigrams(corpus, _frequent(known, general), blend)
    words = [word for word in model.vocabulary if word not in (START, END)]
    _write(lexicon.language_model, model.arpa().encode())
    lines = []
    for word in words:
        for place, sounds in enumerate(known.get(word) or _guessed(word), 1):
            lines.append(f"{word}{f'({place})' if place > 1 else ''} {sounds}\n")
    _write(lexicon.dictionary, "".join(lines).encode())
    if lexicon.widener is not None:
        _write(lexicon.widener, _widener(corpus).as_bytes())


def _widener(corpus: list[str]) -> Widener:
    """Fitted on some of the sentences in the embedded voices."""
    engine = Espeak.shared()

    def pairs() -> Iterator[tuple[Samples, Samples]]:
        for tone in WIDENED_VOICES:
            for words in corpus[:WIDENED_SENTENCES]:
                said = engine.synthesise(words, tone)
                wide = to_rate(said, engine.sample_rate, wideband.RATE)
                yield wide, wideband.carried_by_telephone(said, engine.sample_rate)

    return wideband.fit(pairs(), wideband.PHONE_RATE)


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all: another process may be reading or building the same file."""
    part = path.with_suffix(f"{path.suffix}.{os.getpid()}")
    part.write_bytes(content)
    part.replace(path)


def _dictionary() -> dict[str, list[str]]:
    """Pronunciations of the wheel's dictionary by word."""
    known: defaultdict[str, list[str]] = defaultdict(list)
    with (model_folder() / "cmudict-en-us.dict").open(encoding="utf-8") as file:
        for line in file:
            word, sounds = line.rstrip("\n").split(" ", 1)
            known[word.split("(")[0]].append(sounds)
    return known


def _guessed(word: str) -> list[str]:
    sounds = phones(word)
    return [sounds] if sounds else []


def _frequent(words: Iterable[str], most: int) -> Mapping[str, float]:
    """The most frequent words of English and their shares, by the general model's unigrams."""
    if not most:
        return {}
    logarithms = LogMath()
    general = NGramModel(Config(), logarithms, str(model_folder() / "en-us.lm.bin"))
    shares = {
        word: logarithms.exp(general.prob([word])) for word in words if word.isalpha() and len(word) > 1
    }
    kept = sorted(shares, key=lambda word: -shares[word])[:most]
    total = sum(shares[word] for word in kept)
    return {word: shares[word] / total for word in kept}
