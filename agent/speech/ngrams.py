"""A trigram language model from sentences: interpolated Kneser-Ney, written as ARPA with back-off weights."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

START, END = "<s>", "</s>"
DISCOUNT = 0.75
"""Kneser-Ney's absolute discount; 0.75 is the usual value where held-out tuning is not worth its while."""

Gram = tuple[str, ...]


class Trigrams:
    """Counts of one corpus. `general` gives words (with weights that sum to 1) their share of `blend` of the mass."""

    def __init__(self, sentences: Iterable[str], general: Mapping[str, float], blend: float) -> None:
        self._three: Counter[Gram] = Counter()
        for sentence in sentences:
            words = [START, *sentence.split(), END]
            self._three.update(zip(words, words[1:], words[2:], strict=False))
        self._general = general
        self._blend = blend
        self._two = self._continuations(self._three)
        # Nothing comes before <s>, so its followers keep their plain counts.
        for gram, count in self._three.items():
            if gram[0] == START:
                self._two[gram[:2]] += count
        self._one = self._continuations(self._two)
        self.vocabulary = sorted({word for gram in self._three for word in gram} | set(general))

    @staticmethod
    def _continuations(grams: Iterable[Gram]) -> Counter[Gram]:
        """How many different words each gram's tail has been seen after."""
        return Counter(gram[1:] for gram in grams)

    def arpa(self) -> str:
        """The model in ARPA format, logarithms to base 10."""
        lines = ["\\data\\"]
        one = self._unigrams()
        two, weight_one = _interpolated(self._two, one, back=1)
        three, weight_two = _interpolated(self._three, two, back=2)
        for order, grams in enumerate((one, two, three), 1):
            lines.append(f"ngram {order}={len(grams)}")
        for order, (grams, weights) in enumerate(((one, weight_one), (two, weight_two), (three, {})), 1):
            lines.append(f"\n\\{order}-grams:")
            for gram in sorted(grams):
                line = f"{_log(grams[gram])} {' '.join(gram)}"
                if order < 3:
                    line += f" {_log(weights.get(gram, 1.0))}"
                lines.append(line)
        return "\n".join([*lines, "", "\\end\\", ""])

    def _unigrams(self) -> dict[Gram, float]:
        total = sum(self._one.values())
        share = 1.0 - self._blend
        found: dict[Gram, float] = {}
        for word in self.vocabulary:
            domain = self._one.get((word,), 0) / total
            found[word,] = share * domain + self._blend * self._general.get(word, 0.0)
        found[START,] = 1e-10
        return found


def _interpolated(
    counts: Mapping[Gram, int], lower: Mapping[Gram, float], back: int
) -> tuple[dict[Gram, float], dict[Gram, float]]:
    """Probabilities of the counted grams, and the weight with which each context falls back on its tail."""
    totals: Counter[Gram] = Counter()
    kinds: defaultdict[Gram, int] = defaultdict(int)
    for gram, count in counts.items():
        totals[gram[:-1]] += count
        kinds[gram[:-1]] += 1
    weights = {context: DISCOUNT * kinds[context] / totals[context] for context in totals}
    found = {}
    for gram, count in counts.items():
        context = gram[:-1]
        tail = lower.get(gram[-back:], 1e-9)
        found[gram] = max(count - DISCOUNT, 0.0) / totals[context] + weights[context] * tail
    return found, weights


def _log(probability: float) -> str:
    return f"{math.log10(max(probability, 1e-10)):.4f}"
