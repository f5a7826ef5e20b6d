"""How an utterance is put, whatever it says: as a question, an agreement, a title, a bare phrase."""

from __future__ import annotations

from collections.abc import Sequence

from agent.offline.tokens import Token

OPENERS = frozenset({"our", "my", "a", "an", "the"})
_NO_PHRASE = frozenset(
    (
        *("i", "i'm", "i'd", "i've", "you", "you're", "we", "we're", "he", "she", "they", "it", "it's"),
        *("this", "that", "that's", "there", "there's", "if", "not", "don't", "all", "them", "let's"),
        *("because", "and", "but", "please", "go", "get", "tell", "give", "say", "sorry", "thanks"),
        *("hello", "hi", "hey"),
    )
)
MOST_PHRASE = 8
"""Words of a bare phrase that is taken for what to launch; a longer one must begin like a thing."""


def is_phrase(tokens: Sequence[Token]) -> bool:
    """Whether it may be the thing to launch: "our new trail shoes", "Earth Day"; not "I had pasta"."""
    first = tokens[0].symbol
    if first in OPENERS:
        return True
    return len(tokens) <= MOST_PHRASE and first not in _NO_PHRASE and not is_agreement(tokens)


_AGREEMENT = frozenset(
    (
        *("yes", "yeah", "yep", "yup", "sure", "ok", "okay", "no", "nope", "perfect", "great"),
        *("good", "fine", "sounds", "that's"),
    )
)


def is_agreement(tokens: Sequence[Token]) -> bool:
    return tokens[0].symbol in _AGREEMENT


_ASKING = frozenset(
    (
        *("what", "what's", "who", "who's", "why", "when", "where", "which", "how", "is", "are"),
        *("do", "does", "did", "can", "could", "would", "will", "should"),
    )
)
INJECTED = frozenset({"system", "assistant", "ignore", "disregard", "instruction", "instructions"})
"""How text that plays at being an instruction begins; it is no answer to anything."""


def is_question(tokens: Sequence[Token]) -> bool:
    """A question is no answer: "what's the weather like?" is not what a campaign is about."""
    led = [token.symbol for token in tokens]
    while len(led) > 2 and led[0] in _LEADING_IN:
        led = led[1:]
    if "?" in tokens[-1].after and led[1:2] != ["about"]:
        return True
    if led[0] != tokens[0].symbol and not (led[0] in _WH or tuple(led[:2]) in _ASKED_OF_US):
        return False
    if led[0] == "do" and len(led) > 1 and led[1] not in _DO_WHO:
        return False
    return led[0] in _ASKING and led[1:2] not in (["to"], ["about"])


_DO_WHO = frozenset(
    (
        *("you", "i", "we", "they", "people", "the", "our", "my", "these", "those", "any", "it"),
        *("customers", "all"),
    )
)
"""Behind these "do" asks; "do pizza week" is a wish."""


_LEADING_IN = frozenset(
    {"and", "so", "but", "oh", "ok", "okay", "well", "hm", "right", "cool", "hey", "wait"}
)
"""What may stand before a question."""
_WH = frozenset({"what's", "who", "who's", "why", "how", "how's", "where's"})
_ASKED_OF_US = frozenset(
    {("is", "it"), ("are", "you"), ("do", "you"), ("do", "i"), ("do", "we"), ("can", "i"), ("can", "we")}
    | {("what", "do"), ("what", "does"), ("what", "is"), ("what", "are"), ("what", "can"), ("what", "will")}
    | {("what", "have"), ("what", "exactly"), ("what", "would"), ("what", "kind"), ("what", "sort")}
    | {("can", "you")}
)


def is_title(tokens: Sequence[Token]) -> bool:
    """Whether it was typed as a name is, "No Limits"; not "No, Trail Blazers", not "Yes please"."""
    return len(tokens) > 1 and not tokens[0].after and all(token.text[:1].isupper() for token in tokens[:2])
