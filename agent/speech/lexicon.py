"""What the embedded ears may hear: the campaign's language model and dictionary, built once and kept on disk."""

from __future__ import annotations

import hashlib
import os
import random
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from pathlib import Path

from pocketsphinx import Config, LogMath, NGramModel

from agent.offline import generate, grammar
from agent.offline.generate import sentences
from agent.speech import ngrams, pronunciation, wideband
from agent.speech.espeak import Espeak, Samples, Tone, to_rate
from agent.speech.ngrams import END, START, Trigrams
from agent.speech.pocketsphinx import Lexicon, model_folder
from agent.speech.pronunciation import phones
from agent.speech.wideband import Widener
from agent.telephone import digits
from agent.telephone.digits import digit_sentences

SENTENCES = 60_000
"""Generated utterances; more change the trigrams little."""
FOCUSED_SENTENCES = 30_000
"""For each kind of question, with what it makes likely coming more often."""
FOCUS: Mapping[str, Mapping[str, float]] = {
    "name": {"say_name": 12, "say_mend": 2, "say_yes": 3, "say_spell": 4},
    "topic": {"say_topic": 12, "say_pitch": 2},
    "objective": {"say_objective": 12},
    "deliverables": {"say_list": 9, "say_yes": 3, "say_correct": 2, "say_take": 6},
    "confirm": {"say_yes": 12, "say_correct": 5, "say_mend": 8, "say_act": 2, "say_spell": 6},
}
"""By what a question is about: sentence rules of the grammar and how many times more often they come then. The same
weights for a slot that is asked and one that is offered, where a yes is likely too."""
DIGITS = "phone"
"""When digits are asked for: a PIN, a telephone number. Nothing is blended in: a free word would be a digit lost."""
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
WAYS = {
    "email": ("IH M EY L", "AH M EY L"),
    "emails": ("IH M EY L Z", "AH M EY L Z"),
}
"""How people say it too where neither the dictionary nor eSpeak has it: an unstressed first vowel is reduced."""
AS_ONE = (
    "for heaven's sake", "thank you", "i think", "i guess", "if you can", "for now", "and hurry up", "hurry up",
    "good question", "good grief", "let me see", "oh right", "uh well", "hmm uh", "okay so", "uh huh", "mm hm",
    "that's it", "go ahead", "call it", "run it", "do it", "it's for", "it's about", "i'd like to", "i want",
    "i need", "we want", "set up", "change the", "how far", "no thanks", "yes please", "no wait", "make that",
)  # fmt: skip
"""Set phrases that are run together in speech. As one word of the model each is reached in one step from anywhere,
where its short words one by one lose against longer ones that sound alike ("thank you", "that youtube")."""
JOINT = "_"
_SET_PHRASE = re.compile(rf"(?<![\w'])(?:{'|'.join(AS_ONE)})(?![\w'])")
FORMAT = "5"
"""Raise when the way of building changes, so that old files are not used."""
_WAYS_OF_BUILDING = [
    Path(str(module.__file__)) for module in (generate, digits, ngrams, pronunciation, wideband)
] + [Path(__file__)]


def domain_lexicon(cache: Path) -> Lexicon:
    """The campaign lexicon, from `cache` or built into it (about ten seconds)."""
    lexicon = _domain_files(cache)
    if not _complete(lexicon):
        corpora = {"": list(sentences(random.Random(SEED), SENTENCES))}
        for about, favoured in FOCUS.items():
            corpora[about] = list(sentences(random.Random(f"{SEED}:{about}"), FOCUSED_SENTENCES, favoured))
        rng = random.Random(f"{SEED}:{DIGITS}")
        corpora[DIGITS] = list(digit_sentences(rng, FOCUSED_SENTENCES))
        _build(corpora, lexicon, GENERAL_WORDS, BLEND)
    return lexicon


def is_built(cache: Path) -> bool:
    """Whether `domain_lexicon` would only load."""
    return _complete(_domain_files(cache))


def lexicon_of(
    corpora: Mapping[str, list[str]], cache: Path, *, general: int = GENERAL_WORDS, blend: float = BLEND
) -> Lexicon:
    """A lexicon of these sentences, by what they are about ("": anything), and of the most frequent `general` words."""
    digest = hashlib.sha256("\n".join([FORMAT, str(general), str(blend)]).encode())
    for about, corpus in corpora.items():
        digest.update("\n".join([about, *corpus]).encode())
    lexicon = _files(cache / digest.hexdigest()[:16], [about for about in corpora if about])
    if not _complete(lexicon):
        _build(corpora, lexicon, general, blend)
    return lexicon


def _recipe() -> str:
    """A name that changes with what the lexicon is made from: to generate the sentences anew takes seconds."""
    digest = hashlib.sha256()
    for source in sorted([*Path(grammar.__file__).parent.iterdir(), *_WAYS_OF_BUILDING]):
        if source.is_file():
            digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


def _domain_files(cache: Path) -> Lexicon:
    return _files(cache / _recipe(), (*FOCUS, DIGITS))


def _files(stem: Path, abouts: Iterable[str]) -> Lexicon:
    focused = {about: Path(f"{stem}-{about}.arpa") for about in abouts}
    return Lexicon(Path(f"{stem}.arpa"), Path(f"{stem}.dict"), Path(f"{stem}.npy"), focused)


def _complete(lexicon: Lexicon) -> bool:
    parts = (lexicon.language_model, lexicon.dictionary, lexicon.widener, *lexicon.focused.values())
    return all(path.exists() for path in parts if path)


def _build(corpora: Mapping[str, list[str]], lexicon: Lexicon, general: int, blend: float) -> None:
    lexicon.language_model.parent.mkdir(parents=True, exist_ok=True)
    known = _dictionary()
    frequent = _frequent(known, general)
    words: set[str] = set()
    spoken: set[str] = set()
    for about, corpus in corpora.items():
        model = Trigrams(
            map(joined, corpus), {} if about == DIGITS else frequent, 0.0 if about == DIGITS else blend
        )
        words.update(model.vocabulary)
        spoken.update(word for sentence in corpus for word in sentence.split())
        _write(lexicon.focused[about] if about else lexicon.language_model, model.arpa().encode())
    lines = []
    for word in sorted(words - {START, END}):
        if JOINT in word:
            ways = _run_together(word, known)
        else:
            ways = [*known.get(word, ()), *(_guessed(word) if word in spoken or word not in known else ())]
            ways += WAYS.get(word, ())
        for place, sounds in enumerate(dict.fromkeys(ways), 1):
            lines.append(f"{word}{f'({place})' if place > 1 else ''} {sounds}\n")
    _write(lexicon.dictionary, "".join(lines).encode())
    if lexicon.widener is not None:
        _write(lexicon.widener, _widener(corpora[""]).as_bytes())


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


def joined(sentence: str) -> str:
    """The sentence with its set phrases as single words, `thank_you`."""
    return _SET_PHRASE.sub(lambda found: found[0].replace(" ", JOINT), sentence)


def _run_together(phrase: str, known: Mapping[str, list[str]]) -> list[str]:
    """The phrase in every way of saying its words."""
    words = phrase.split(JOINT)
    return [" ".join(ways) for ways in product(*(known.get(word) or _guessed(word) for word in words))]


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


if __name__ == "__main__":
    domain_lexicon(Path(sys.argv[1]))
