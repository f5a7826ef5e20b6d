"""Where a new clause begins in talk that has no punctuation: "… visitors and it wants two banners"."""

from __future__ import annotations

from collections.abc import Sequence

from agent.offline.tokens import Token

SUBJECTS = frozenset(
    (
        *("i", "i'm", "i'd", "i'll", "i've", "we", "we're", "we'd", "we'll", "we've", "you", "you're"),
        *("you'd", "you'll", "you've", "it", "it's", "it'd", "it'll", "that's", "that'd", "that'll", "this"),
        *("she", "he", "she'd", "he'd", "he's", "she's", "there", "there's"),
        *("they", "they're", "they'd", "let's", "let"),
    )
)
"""What a clause of a caller's begins with."""
_LINKS = frozenset(
    {"and", "so", "but", "then", "plus", "also", "because", "cos", "or", "oh", "well", "ok", "okay"}
)
_HELPERS = frozenset(
    (
        *("is", "are", "was", "were", "be", "been", "am", "do", "does", "did", "have", "has", "had", "can"),
        *("could", "will", "would", "shall", "should", "may", "might", "must", "gotta", "gonna", "wanna"),
        *("want", "wants", "wanted", "need", "needs", "think", "thought", "guess", "reckon", "suppose"),
        *("hope", "hoping", "say", "said", "mean", "like", "love", "got", "me", "us", "my", "what", "right"),
        *("please", "just", "maybe", "perhaps", "really", "basically", "kind", "sort", "yeah", "yes", "um"),
        *("uh", "erm", "hey", "look", "listen", "now", "here", "goes", "make", "made", "give", "makes"),
    )
)
_LEADING_TO = frozenset(
    (
        *("who", "that", "which", "what", "where", "when", "how", "why", "if", "as", "than", "because"),
        *("like", "here", "whatever", "everything", "all", "people", "those", "anyone", "everyone", "thing"),
        *("before", "until", "till", "after", "while", "since", "of", "for", "to", "with", "about", "by"),
        *("on", "in", "from", "the", "a", "an", "our", "your", "and", "is", "not", "only", "stuff"),
    )
)
"""Words after which a subject goes on with the same clause: "people we know", "as you like it"."""


def is_glue(symbol: str) -> bool:
    """A word that holds clauses together and is no value of a slot."""
    return symbol in SUBJECTS or symbol in _LINKS or symbol in _HELPERS


def clause_starts(tokens: Sequence[Token]) -> frozenset[int]:
    """Words with which a new clause begins, in an utterance without punctuation; elsewhere that says it.

    Of "and it wants" both words, as the clause may be read with its link or without.
    """
    if any(token.after for token in tokens[:-1]):
        return frozenset()
    symbols = [token.symbol for token in tokens]
    starts = {at for at in range(1, len(symbols) - 1) if _starts(symbols, at)}
    return frozenset(starts | {at + 1 for at in starts if symbols[at] in _LINKS})


def _starts(symbols: Sequence[str], at: int) -> bool:
    if symbols[at] in _LINKS:
        return symbols[at + 1] in SUBJECTS
    return symbols[at] in SUBJECTS and symbols[at - 1] not in _LEADING_TO
